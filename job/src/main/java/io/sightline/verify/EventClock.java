package io.sightline.verify;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Tells which times can be. Bounded input has its event time counted from a fixed epoch, 1970;
 * everything else is of a clock.
 *
 * @param latestMillis epoch milliseconds; what is later is in the future
 */
record EventClock(long latestMillis) {

    /** No clock shows the years after 1970; no file lasts years. */
    private static final long OFFSETS_BELOW_MILLIS = Duration.ofDays(3650).toMillis();

    private static final DateTimeFormatter ISO_MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** Whether it counts from the begin of a file. */
    static boolean isOffset(long millis) {
        return millis < OFFSETS_BELOW_MILLIS;
    }

    static String text(long millis) {
        return ISO_MILLIS.format(Instant.ofEpochMilli(millis));
    }

    /** Why no event can be at that time, if so. */
    Optional<String> objection(long millis) {
        if (millis < 0) {
            return Optional.of("before 1970");
        }
        return millis > latestMillis ? Optional.of("in the future") : Optional.empty();
    }

    /** The same for a time that a clock must have shown. */
    Optional<String> objectionToClock(long millis) {
        return millis >= 0 && isOffset(millis) ? Optional.of("in the 1970s") : objection(millis);
    }
}
