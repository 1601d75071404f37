package io.sightline.detector.model;

import java.io.Serializable;

/** The name of one monitored stream, as its owner knows it. */
public record StreamId(String value) implements Comparable<StreamId>, Serializable {

    public StreamId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("A stream id must not be blank");
        }
    }

    @Override
    public int compareTo(StreamId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
