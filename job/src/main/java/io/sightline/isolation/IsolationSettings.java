package io.sightline.isolation;

import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How streams that kill the process are told from the others. Start from {@link #in}.
 *
 * @param directory where marks and counts are kept; it must outlive the process, on this machine or
 *     a volume of its own. Null for none: then nothing is remembered of a crash
 * @param crashLimit a stream at work in this many crashes is quarantined
 * @param trial suspects start one after the other, so far apart; a crash meanwhile is theirs alone
 * @param quietAfter a suspect that was live for this long is none any more
 * @param quarantineMin how long the first quarantine lasts; each later one twice as long
 * @param quarantineMax the longest quarantine; also how long former ones are remembered
 */
public record IsolationSettings(
        @Nullable String directory,
        int crashLimit,
        Duration trial,
        Duration quietAfter,
        Duration quarantineMin,
        Duration quarantineMax)
        implements Serializable {

    /** Nothing is kept. */
    public static final IsolationSettings OFF = keptIn(null);

    public IsolationSettings {
        if (crashLimit < 1) {
            throw new IllegalArgumentException("crashLimit must be positive");
        }
    }

    /** The defaults, kept in {@code directory}. */
    public static IsolationSettings in(Path directory) {
        return keptIn(directory.toString());
    }

    private static IsolationSettings keptIn(@Nullable String directory) {
        return new IsolationSettings(
                directory,
                3, // one may be chance: a machine that was switched off, memory that ran out
                Duration.ofSeconds(10),
                Duration.ofMinutes(10),
                Duration.ofHours(1),
                Duration.ofHours(24));
    }

    /** The same with other times of suspects. */
    public IsolationSettings withSuspicion(Duration newTrial, Duration newQuietAfter) {
        return new IsolationSettings(
                directory, crashLimit, newTrial, newQuietAfter, quarantineMin, quarantineMax);
    }

    /** How long the next quarantine lasts after {@code former} ones. */
    long quarantineMillis(int former) {
        long doubled = quarantineMin.toMillis() << Math.min(former, 20);
        return Math.min(doubled, quarantineMax.toMillis());
    }
}
