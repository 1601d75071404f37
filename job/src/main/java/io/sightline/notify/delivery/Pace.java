package io.sightline.notify.delivery;

import java.io.Serializable;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How a target is tried.
 *
 * @param concurrency letters under way at once, of different incidents
 * @param firstPause after the first failure; it doubles with each that follows
 * @param longestPause between two attempts, unless the receiver asks for more
 * @param giveUpAfter a letter that is refused for so long is dead
 */
public record Pace(
        int concurrency, Duration firstPause, Duration longestPause, Duration giveUpAfter)
        implements Serializable {

    public static final Pace DEFAULT =
            new Pace(8, Duration.ofMillis(500), Duration.ofMinutes(1), Duration.ofHours(24));

    private static final int MOST_DOUBLINGS = 20;

    /** A receiver may not put us off for longer. */
    private static final Duration MOST_PATIENT = Duration.ofHours(1);

    public Pace {
        if (concurrency < 1
                || firstPause.toMillis() < 1
                || longestPause.compareTo(firstPause) < 0
                || giveUpAfter.isNegative()) {
            throw new IllegalArgumentException(
                    "No pace: "
                            + concurrency
                            + " at once, pauses of "
                            + firstPause
                            + " to "
                            + longestPause);
        }
    }

    /**
     * The pause after so many failures in a row, in milliseconds: between a half and the whole of
     * it, by chance, so that those who failed together do not come back together.
     *
     * @param failures from 1
     */
    long pauseMillis(int failures, RandomGenerator chance) {
        long whole = firstPause.toMillis() << Math.min(failures - 1, MOST_DOUBLINGS);
        long bounded = Math.min(whole, longestPause.toMillis());
        return bounded - (long) (chance.nextDouble() * bounded / 2);
    }

    /** What a receiver asked for, within reason. */
    long pauseMillis(Duration askedFor) {
        return Math.min(askedFor.toMillis(), MOST_PATIENT.toMillis());
    }
}
