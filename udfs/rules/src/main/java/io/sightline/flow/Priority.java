package io.sightline.flow;

import java.util.Locale;

/**
 * Which streams keep being decoded in full when the machine cannot do all of it, the least
 * important first. Appended to, never renamed.
 */
public enum Priority {
    LOW,
    NORMAL,
    HIGH;

    /** As written in registries: {@code normal}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
