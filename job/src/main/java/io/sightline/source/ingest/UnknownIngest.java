package io.sightline.source.ingest;

/** Says of a location that nobody here can read it. */
final class UnknownIngest extends Ingest {

    UnknownIngest(IngestContext context) {
        super(context);
    }

    @Override
    void read() throws CancelledException {
        endBroken(
                "Cannot read %s: only paths and file, http, https and udp URLs are supported; correct the URL"
                        .formatted(context.subject()));
    }
}
