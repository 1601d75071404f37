package io.sightline.detector.api;

import java.util.regex.Pattern;

/**
 * A quantity that a detector measures.
 *
 * @param name unique, snake case, with the unit at its end where the unit is not a ratio or a
 *     count; the column name of the {@code measurements} table for built-in detectors
 * @param unit what one unit of it is
 * @param fold how a second's values become one
 * @param meaning one sentence for the reference: what is measured, its range, its source
 */
public record Metric(String name, Unit unit, Fold fold, String meaning) {

    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9_]*");

    public Metric {
        if (!SHAPE.matcher(name).matches()) {
            throw new IllegalArgumentException("A metric name is in snake case: '" + name + "'");
        }
    }
}
