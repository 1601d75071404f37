package io.sightline.verify;

/** What the parts of a table are, and so which order its rows have. */
public enum Layout {
    /** Partitions of a topic: all rows of one stream lie in one of them, in order. */
    PARTITIONS,
    /**
     * Files: rows are in order within each. Which file came first cannot be told, and rows of one
     * stream lie in many.
     */
    FILES
}
