package io.sightline.flow;

import java.util.Locale;

/** How much of a stream is to be decoded, as the registry asks. Appended to, never renamed. */
public enum DecodeMode {
    /** A cheap tier while all is well, everything on suspicion. */
    AUTO,
    FULL,
    REFERENCE,
    KEYFRAMES,
    NONE;

    /** As written in registries: {@code full}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
