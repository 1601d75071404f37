package io.sightline.notify.control;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hours that come back every week: {@code sun 02:00-04:00}, {@code mon-fri 08:00-18:00}, {@code
 * daily 23:30-00:30}. A span whose end is not after its begin ends on the next day. Days and hours
 * are those of the clocks in the zone, so when these are put forward or back a span is as much
 * shorter or longer.
 *
 * @param text as written
 * @param days on which a span begins
 */
public record Weekly(String text, Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {

    /** For messages. */
    public static final String EXPECTED =
            "days and hours such as 'sun 02:00-04:00', 'mon-fri 08:00-18:00' or 'daily 23:30-00:30'";

    private static final Pattern SHAPE =
            Pattern.compile(
                    "([a-z]{3,5}(?:[,-][a-z]{3})*) +(\\d{2}:\\d{2})-(\\d{2}:\\d{2})",
                    Pattern.CASE_INSENSITIVE);
    private static final List<String> NAMES =
            List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    public Weekly {
        days = Set.copyOf(days);
    }

    /** What a text says, or nothing when it is not {@link #EXPECTED}. */
    public static Optional<Weekly> parse(String text, ZoneId zone) {
        Matcher parts = SHAPE.matcher(text.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        Set<DayOfWeek> days = days(parts.group(1).toLowerCase(Locale.ROOT));
        try {
            LocalTime from = LocalTime.parse(parts.group(2));
            LocalTime to = LocalTime.parse(parts.group(3));
            return days.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Weekly(text.strip(), days, from, to, zone));
        } catch (DateTimeException e) {
            return Optional.empty(); // 25:00 has the shape of a time
        }
    }

    /** None when one of them is no day. */
    private static Set<DayOfWeek> days(String text) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        if (text.equals("daily")) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        for (String item : text.split(",", -1)) {
            List<Integer> ends = new ArrayList<>();
            for (String name : item.split("-", -1)) {
                ends.add(NAMES.indexOf(name));
            }
            if (ends.size() > 2 || ends.contains(-1)) {
                return EnumSet.noneOf(DayOfWeek.class);
            }
            int last = ends.get(ends.size() - 1);
            for (int day = ends.get(0); ; day = (day + 1) % NAMES.size()) {
                days.add(DayOfWeek.of(day + 1));
                if (day == last) {
                    break;
                }
            }
        }
        return days;
    }

    /** Whether it is one of the hours. */
    public boolean isAt(long nowMillis) {
        Instant now = Instant.ofEpochMilli(nowMillis);
        LocalDate today = now.atZone(zone).toLocalDate();
        return isWithin(now, today) || isWithin(now, today.minusDays(1));
    }

    /** Within the span that begins on that day, if one does. */
    private boolean isWithin(Instant now, LocalDate day) {
        if (!days.contains(day.getDayOfWeek())) {
            return false;
        }
        LocalDate lastDay = to.isAfter(from) ? day : day.plusDays(1);
        Instant begin = ZonedDateTime.of(day, from, zone).toInstant();
        Instant end = ZonedDateTime.of(lastDay, to, zone).toInstant();
        return !now.isBefore(begin) && now.isBefore(end);
    }
}
