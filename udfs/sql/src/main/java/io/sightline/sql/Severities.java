package io.sightline.sql;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How severities compare. */
final class Severities {

    static final List<String> RISING = List.of("info", "warning", "major", "critical");

    private Severities() {}

    /** The place in {@link #RISING}, whatever the case; null for what is none. */
    static @Nullable Integer rank(@Nullable String severity) {
        if (severity == null) {
            return null;
        }
        int rank = RISING.indexOf(severity.toLowerCase(Locale.ROOT));
        return rank < 0 ? null : rank;
    }
}
