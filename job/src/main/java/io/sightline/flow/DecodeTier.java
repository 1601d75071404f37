package io.sightline.flow;

import java.util.Locale;

/**
 * How much of a stream is decoded, the most first. Appended to, never renamed: it lives in tables.
 */
public enum DecodeTier {
    /** Every picture and every block of sound. */
    FULL,
    /** Pictures that others refer to, and all sound. */
    REFERENCE,
    /** Pictures that stand for themselves, and all sound. */
    KEYFRAMES,
    /** Nothing: transport and manifest are watched alone. */
    NONE;

    /** The next one with which less is decoded; nothing is less than {@link #NONE}. */
    public DecodeTier less() {
        return switch (this) {
            case FULL -> REFERENCE;
            case REFERENCE -> KEYFRAMES;
            case KEYFRAMES, NONE -> NONE;
        };
    }

    /** The next one with which more is decoded; nothing is more than {@link #FULL}. */
    public DecodeTier more() {
        return switch (this) {
            case FULL, REFERENCE -> FULL;
            case KEYFRAMES -> REFERENCE;
            case NONE -> KEYFRAMES;
        };
    }

    /** Whether less is decoded than with the other one. */
    public boolean isLessThan(DecodeTier other) {
        return compareTo(other) > 0;
    }

    /** As written in tables: {@code full}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
