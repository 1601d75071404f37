package io.sightline.detector.model;

import java.io.Serializable;

/** The name of one encoded variant of a stream, unique within it: {@code 1080p}, {@code main}. */
public record RenditionId(String value) implements Comparable<RenditionId>, Serializable {

    /** The only rendition of an input that has just one, such as a file. */
    public static final RenditionId MAIN = new RenditionId("main");

    public RenditionId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("A rendition id must not be blank");
        }
    }

    @Override
    public int compareTo(RenditionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
