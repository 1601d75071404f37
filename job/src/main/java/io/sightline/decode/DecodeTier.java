package io.sightline.decode;

import java.util.Locale;

/** How much of a stream is decoded. Appended to, never renamed: it lives in tables. */
public enum DecodeTier {
    /** Every picture and every block of sound. */
    FULL;

    /** As written in tables: {@code full}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
