package io.sightline.policy;

import java.util.Locale;

/** How bad an incident is, by policy's word; in rising order. Appended to, never renamed. */
public enum Severity {
    INFO,
    WARNING,
    MAJOR,
    CRITICAL;

    /** As written in policies and tables: {@code major}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
