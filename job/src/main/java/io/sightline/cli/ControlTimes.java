package io.sightline.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times and spans as people write them on a command line. */
final class ControlTimes {

    private static final Pattern SPAN = Pattern.compile("(\\d{1,6}) ?(s|m|min|h|d)");

    private ControlTimes() {}

    /**
     * Epoch milliseconds of {@code 2026-11-22T02:00Z}, or of {@code 2026-11-22 02:00} in a zone.
     */
    static long time(String option, String text, ZoneId zone) {
        String written = text.strip().replace(' ', 'T');
        try {
            return OffsetDateTime.parse(written).toInstant().toEpochMilli();
        } catch (DateTimeException e) {
            try {
                return LocalDateTime.parse(written).atZone(zone).toInstant().toEpochMilli();
            } catch (DateTimeException none) {
                throw new UsageException(
                        List.of(
                                option
                                        + ": a time is written as 2026-11-22T02:00Z,"
                                        + " 2026-11-22T02:00+01:00, or '2026-11-22 02:00' in the"
                                        + " time zone, but was '"
                                        + text
                                        + "'"));
            }
        }
    }

    static Duration span(String option, String text) {
        Matcher parts = SPAN.matcher(text.strip());
        if (!parts.matches()) {
            throw new UsageException(
                    List.of(
                            option
                                    + ": a span is written as 90s, 30m, 2h or 1d, but was '"
                                    + text
                                    + "'"));
        }
        long count = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> Duration.ofMinutes(count);
        };
    }

    /** The zone of that name, or of the terminal. */
    static ZoneId zone(@Nullable String name, ZoneId usual) {
        try {
            return name == null ? usual : ZoneId.of(name.strip());
        } catch (DateTimeException e) {
            throw new UsageException(
                    List.of(
                            "--zone: '"
                                    + name
                                    + "' is no time zone; Europe/Berlin or UTC would be"));
        }
    }
}
