package io.sightline.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes event times for people. Bounded input has its event time counted from a fixed epoch, so
 * its times are shown as offsets into the media; live times are shown as wall-clock times.
 */
final class EventTimes {

    /** No live stream has event times in the years after 1970; no file lasts years. */
    private static final long OFFSETS_BELOW_MILLIS = Duration.ofDays(3650).toMillis();

    private final DateTimeFormatter format;

    private EventTimes(DateTimeFormatter format) {
        this.format = format;
    }

    /** Time of day, for a person who looks on. */
    public static EventTimes clock(ZoneId zone) {
        return new EventTimes(
                DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(zone));
    }

    /** Date and time in UTC, for logs. */
    public static EventTimes stamp() {
        return new EventTimes(
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                        .withZone(ZoneOffset.UTC));
    }

    public String at(long eventTimeMillis) {
        return isOffset(eventTimeMillis)
                ? offset(eventTimeMillis)
                : format.format(Instant.ofEpochMilli(eventTimeMillis));
    }

    /** Whether that event time counts from the begin of the media. */
    public static boolean isOffset(long eventTimeMillis) {
        return eventTimeMillis < OFFSETS_BELOW_MILLIS;
    }

    /** {@code 00:00:12.040}. */
    public static String offset(long millis) {
        long positive = Math.abs(millis);
        return String.format(
                Locale.ROOT,
                "%s%02d:%02d:%02d.%03d",
                millis < 0 ? "-" : "",
                positive / 3_600_000,
                positive / 60_000 % 60,
                positive / 1000 % 60,
                positive % 1000);
    }

    /** {@code 00:01:12}. */
    public static String seconds(long seconds) {
        return String.format(
                Locale.ROOT, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** {@code 7.96 s}, {@code 3 min 4 s}, {@code 2 h 5 min}. */
    public static String lasted(long millis) {
        long seconds = millis / 1000;
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.2f s", millis / 1000.0);
        }
        if (seconds < 3600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds / 3600 + " h " + seconds / 60 % 60 + " min";
    }

    /** Roughly how long ago, short: {@code 12 s}, {@code 4 min}, {@code 2 h}. */
    static String age(long millis) {
        long seconds = Math.max(0, millis / 1000);
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }
}
