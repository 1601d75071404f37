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

    /** As written in tables: {@code full}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
