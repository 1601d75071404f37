package io.sightline.inject;

import java.util.Locale;
import java.util.Map;

/**
 * A defect that will be in the clip, complete and where it can begin and end.
 *
 * @param fromMicros of the clip: where a picture begins, for defects of pictures
 * @param toMicros exclusive, likewise
 * @param gateFromSeconds a little before: half way to the picture before
 * @param gateToSeconds likewise
 * @param seed of everything that is random in it
 */
record Planted(
        Kind kind,
        long fromMicros,
        long toMicros,
        double gateFromSeconds,
        double gateToSeconds,
        double strength,
        Map<String, String> parameters,
        long seed) {

    Planted {
        parameters = Map.copyOf(parameters);
    }

    /** An expression of FFmpeg's filters over {@code t} that is 1 while the defect lasts. */
    String gate() {
        return gate("t");
    }

    String gate(String time) {
        return String.format(
                Locale.ROOT,
                "gte(%1$s,%2$.6f)*lt(%1$s,%3$.6f)",
                time,
                gateFromSeconds,
                gateToSeconds);
    }

    String word(String name) {
        return parameters.get(name);
    }

    double number(String name) {
        return Double.parseDouble(parameters.get(name));
    }

    double fromSeconds() {
        return fromMicros / 1e6;
    }

    double toSeconds() {
        return toMicros / 1e6;
    }

    /** Seconds. */
    double length() {
        return (toMicros - fromMicros) / 1e6;
    }

    /** A number from 0 to {@code end - 1} that depends on the seed and on which one it is. */
    int random(int which, int end) {
        long mixed = (seed + 0x9E3779B97F4A7C15L * (which + 1));
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return (int) Long.remainderUnsigned(mixed ^ (mixed >>> 31), end);
    }
}
