package io.sightline.accuracy;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * A stretch of media with a defect, planted or found.
 *
 * @param startMicros on the rendition's own timeline
 * @param endMicros the first instant that is good again; empty where it lasts to the end
 */
record Span(String defect, long startMicros, OptionalLong endMicros) {

    static final String BLACK = "video.black";
    static final String FREEZE = "video.freeze";
    static final String SILENCE = "audio.silence";
    static final String DROPOUT = "audio.dropout";
    static final String DEAD_AIR = "av.dead_air";

    static Span of(String defect, long startMicros, long endMicros) {
        return new Span(defect, startMicros, OptionalLong.of(endMicros));
    }

    boolean overlaps(Span other) {
        return startMicros < other.endMicros().orElse(Long.MAX_VALUE)
                && other.startMicros() < endMicros.orElse(Long.MAX_VALUE);
    }

    /** How late it begins. */
    long startErrorMicros(Span truth) {
        return startMicros - truth.startMicros();
    }

    /** How late it ends; out of all bounds where it does not end. */
    long endErrorMicros(Span truth) {
        return endMicros.orElse(Long.MAX_VALUE / 2) - truth.endMicros().orElseThrow();
    }

    boolean hasEdgesOf(Span truth, long toleranceMicros) {
        return Math.abs(startErrorMicros(truth)) <= toleranceMicros
                && Math.abs(endErrorMicros(truth)) <= toleranceMicros;
    }

    /** Seconds, like {@code 4.00-7.00}. */
    @Override
    public String toString() {
        String end =
                endMicros.isPresent()
                        ? String.format(Locale.ROOT, "%.3f", endMicros.getAsLong() / 1e6)
                        : "end";
        return String.format(Locale.ROOT, "%s %.3f-%s", defect, startMicros / 1e6, end);
    }
}
