package io.sightline.readback;

/**
 * Takes measured seconds as they are read. Those of one rendition come in the order of a record.
 */
@FunctionalInterface
public interface SecondTaker {

    /**
     * One row of {@code measurements}.
     *
     * @param whose one object for each rendition, as long as the reading lasts
     * @param secondAtMillis begin of the second, event time
     * @param values of the metrics that were asked for, in their order; NaN where nothing was
     *     measured. Borrowed
     */
    void second(
            MeasuredRendition whose, long secondAtMillis, long mediaStartMicros, double[] values);
}
