package io.sightline.verify;

import io.sightline.verify.Findings.TimeSpan;
import org.jspecify.annotations.Nullable;

/** The earliest and the latest time so far. */
final class TimeRange {

    private @Nullable TimeSpan span;

    void add(long millis) {
        TimeSpan known = span;
        if (known == null) {
            span = new TimeSpan(millis, millis);
        } else if (millis < known.fromMillis() || millis > known.toMillis()) {
            span =
                    new TimeSpan(
                            Math.min(known.fromMillis(), millis),
                            Math.max(known.toMillis(), millis));
        }
    }

    @Nullable TimeSpan span() {
        return span;
    }
}
