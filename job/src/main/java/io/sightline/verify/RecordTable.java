package io.sightline.verify;

/** A table of the record. */
public enum RecordTable {
    ALERTS("alerts"),
    MEASUREMENTS("measurements"),
    STREAM_STATES("stream_states");

    private final String id;

    RecordTable(String id) {
        this.id = id;
    }

    /** As the table is called in SQL, and the folder of its files. */
    public String id() {
        return id;
    }
}
