package io.sightline.source.ingest.manifest;

import io.sightline.source.ingest.fetch.FetchException;

/** The manifest of one rendition, which may be asked again and again. Thread: one at a time. */
public interface Manifest {

    /** What it offers now. */
    Listing read() throws FetchException, InterruptedException;

    /** Looks for it anew next time: it may have moved. */
    void forgetPlace();
}
