package io.sightline.source.ingest.manifest;

import io.sightline.source.ingest.fetch.FetchException;
import java.util.List;

/** The manifest of one rendition, which may be asked again and again. Thread: one at a time. */
public interface Manifest {

    /** What it offers now. After it was pending it is to be called again, to go on. */
    Listing read() throws FetchException, PendingException;

    /** The renditions that it offers; empty where there is no choice. */
    List<String> renditions() throws FetchException, PendingException;

    /** Looks for it anew next time: it may have moved. */
    void forgetPlace();
}
