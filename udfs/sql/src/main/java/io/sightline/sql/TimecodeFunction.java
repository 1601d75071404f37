package io.sightline.sql;

import org.apache.flink.table.functions.ScalarFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code timecode(us BIGINT, fps DOUBLE) → STRING}: media time as a SMPTE time code without
 * drop-frame, {@code HH:MM:SS:FF}.
 *
 * <p>{@code us} is microseconds on the rendition's own timeline, such as {@code media_start_us}; it
 * wraps after 24 hours of code, and a time before zero counts back from there. {@code fps} is the
 * frame rate as people write it: 25, 50, 29.97, 23.976. NULL if either is NULL, or the rate is not
 * one that has time codes (a whole number up to 120, or that over 1.001). Deterministic.
 */
public final class TimecodeFunction extends ScalarFunction {

    private static final long serialVersionUID = 1L;

    public @Nullable String eval(@Nullable Long us, @Nullable Double fps) {
        if (us == null || fps == null) {
            return null;
        }
        return FrameClock.of(fps).map(clock -> clock.codeAt(us)).orElse(null);
    }
}
