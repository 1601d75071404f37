package io.sightline.inject;

import java.util.Map;

/**
 * What was planted, and where it is in the clip that was written.
 *
 * @param defect id
 * @param fromMicros where it begins, counted from the earliest time of the file: the first picture
 *     or sample that has it
 * @param toMicros where the first picture or sample is that has not
 * @param strength in the unit of the kind
 * @param parameters of the kind, all of them
 * @param measured what was found out about it, by name
 */
public record Label(
        String defect,
        long fromMicros,
        long toMicros,
        double strength,
        Map<String, String> parameters,
        Map<String, Double> measured) {

    /**
     * A stretch of the old clip with a defect.
     *
     * @param fromMicros counted from where the clip starts
     */
    record Stretch(String defect, long fromMicros, long toMicros) {}

    public Label {
        parameters = Map.copyOf(parameters);
        measured = Map.copyOf(measured);
    }
}
