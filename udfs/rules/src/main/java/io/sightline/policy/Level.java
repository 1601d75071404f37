package io.sightline.policy;

import java.io.Serializable;

/**
 * Where a metric turns bad and where it turns good again. A metric is bad when it is outside {@code
 * enterLow..enterHigh}; once bad, it is good only inside {@code leaveLow..leaveHigh}. A side that
 * does not matter is infinite. Values that are not numbers change nothing.
 */
public record Level(double enterLow, double leaveLow, double enterHigh, double leaveHigh)
        implements Serializable {

    public Level {
        if (!(enterLow <= leaveLow && leaveLow < leaveHigh && leaveHigh <= enterHigh)) {
            throw new IllegalArgumentException(
                    "A level needs enterLow <= leaveLow < leaveHigh <= enterHigh, but was "
                            + enterLow
                            + ", "
                            + leaveLow
                            + ", "
                            + leaveHigh
                            + ", "
                            + enterHigh);
        }
    }

    /** Bad above {@code enter} (not at it), good again at or below {@code leave}. */
    public static Level above(double enter, double leave) {
        return new Level(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, enter, leave);
    }

    /** Bad below {@code enter} (not at it), good again at or above {@code leave}. */
    public static Level below(double enter, double leave) {
        return new Level(enter, leave, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    public boolean isBad(double value, boolean wasBad) {
        if (Double.isNaN(value)) {
            return wasBad;
        }
        return wasBad
                ? value < leaveLow || value > leaveHigh
                : value < enterLow || value > enterHigh;
    }

    /** The worse of two values: the one farther outside. */
    public double worse(double a, double b) {
        if (Double.isNaN(a)) {
            return b;
        }
        if (Double.isNaN(b)) {
            return a;
        }
        return depth(b) > depth(a) ? b : a;
    }

    private double depth(double value) {
        return Math.max(
                enterLow == Double.NEGATIVE_INFINITY ? Double.NEGATIVE_INFINITY : enterLow - value,
                enterHigh == Double.POSITIVE_INFINITY
                        ? Double.NEGATIVE_INFINITY
                        : value - enterHigh);
    }

    /** The limit that {@code value} crossed, for alerts. */
    public double limitFor(double value) {
        if (enterLow == Double.NEGATIVE_INFINITY) {
            return enterHigh;
        }
        if (enterHigh == Double.POSITIVE_INFINITY) {
            return enterLow;
        }
        return value - enterHigh > enterLow - value ? enterHigh : enterLow;
    }
}
