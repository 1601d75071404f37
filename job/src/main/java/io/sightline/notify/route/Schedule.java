package io.sightline.notify.route;

import java.io.Serializable;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.Set;

/**
 * Hours of a week, by the wall clock of a zone.
 *
 * @param days on which it begins; all seven when none is named
 * @param from inclusive
 * @param to exclusive; at or before {@code from} it is on the next day
 */
public record Schedule(ZoneId zone, Set<DayOfWeek> days, LocalTime from, LocalTime to)
        implements Serializable {

    public Schedule {
        days = days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : EnumSet.copyOf(days);
    }

    public boolean covers(long wallMillis) {
        ZonedDateTime there = Instant.ofEpochMilli(wallMillis).atZone(zone);
        LocalTime time = there.toLocalTime();
        DayOfWeek today = there.getDayOfWeek();
        if (from.isBefore(to)) {
            return days.contains(today) && !time.isBefore(from) && time.isBefore(to);
        }
        return (days.contains(today) && !time.isBefore(from))
                || (days.contains(today.minus(1)) && time.isBefore(to));
    }
}
