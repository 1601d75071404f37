package io.sightline.table;

import java.util.Map;

/**
 * What was measured of one rendition in one second: a row of the table {@code measurements}.
 *
 * @param secondAtMillis begin of the second, event time, epoch milliseconds
 * @param mediaStartMicros presentation time of the first picture or block in it
 * @param decodeTier how it was decoded: {@code full}, {@code reference}, {@code keyframes}, {@code
 *     none}
 * @param coverage the share of the presented pictures (of the sound, where there are no pictures)
 *     that was examined, 0 to 1
 * @param frames pictures examined
 * @param values by metric name; a metric that was not measured is absent
 * @param provenance what measured it
 */
public record Measurement(
        String streamId,
        String rendition,
        long secondAtMillis,
        long mediaStartMicros,
        String decodeTier,
        double coverage,
        int frames,
        Map<String, Double> values,
        Provenance provenance) {

    public Measurement {
        values = Map.copyOf(values);
    }
}
