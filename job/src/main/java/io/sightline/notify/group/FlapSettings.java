package io.sightline.notify.group;

import java.io.Serializable;
import java.time.Duration;

/**
 * When something that comes and goes is no longer told each time.
 *
 * @param most how often it may open within {@code within}; once more, and it is flapping
 * @param within of event time
 * @param quiet how long nothing may happen to it until it is no longer flapping
 */
public record FlapSettings(int most, Duration within, Duration quiet) implements Serializable {

    private static final long serialVersionUID = 1L;

    public static final FlapSettings DEFAULT =
            new FlapSettings(5, Duration.ofMinutes(10), Duration.ofMinutes(10));

    /** Bounds what is remembered of each. */
    public static final int GREATEST_MOST = 1_000;

    public FlapSettings {
        if (most < 1 || most > GREATEST_MOST || within.isNegative() || quiet.isNegative()) {
            throw new IllegalArgumentException(
                    "Flapping needs 1 to "
                            + GREATEST_MOST
                            + " openings and times that are not negative");
        }
    }
}
