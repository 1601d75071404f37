package io.sightline.source.ingest;

/** The reader no longer wants this rendition: the reading thread unwinds and ends. */
public final class CancelledException extends Exception {

    private static final long serialVersionUID = 1L;

    public CancelledException() {
        super("cancelled", null);
    }
}
