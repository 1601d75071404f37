package io.sightline.source.ingest.transport;

/** Whether the tables of a stream must come again and again (TR 101 290, 1.3 and 1.5). */
public enum TableRepetition {
    /** What is broadcast: a receiver may tune in at any time. */
    REQUIRED,
    /**
     * Files: some were broadcast, some are segments of HLS. Required from the first time that a PAT
     * comes again within 500 ms.
     */
    WHEN_SHOWN,
    /** Segments of HLS: RFC 8216, 3.2 asks for one PAT and one PMT in each. */
    NOT_REQUIRED
}
