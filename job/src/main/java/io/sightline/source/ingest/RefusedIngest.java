package io.sightline.source.ingest;

/** Says of an input that nobody here can read it. */
final class RefusedIngest extends Ingest {

    private final String why;

    /**
     * @param why one clause, with the remedy
     */
    RefusedIngest(IngestContext context, String why) {
        super(context);
        this.why = why;
    }

    @Override
    public boolean keepsThread() {
        return false;
    }

    @Override
    NextLook read() throws CancelledException {
        endBroken("Cannot read %s: %s".formatted(context.subject(), why));
        return ENDED;
    }
}
