package io.sightline.verify;

import io.sightline.table.Alert.Event;
import java.util.Optional;
import java.util.Set;

/** Checks the times of one alert by themselves. */
final class AlertTimes {

    /** Times are rounded down to milliseconds, each by itself. */
    private static final long ROUNDING_MILLIS = 1;

    /** What the wall clock decides, for files too. */
    private static final Set<String> DECIDED_BY_WALL_CLOCK =
            Set.of("stream.no_signal", "stream.stall", "manifest.stale", "manifest.rendition");

    private final EventClock clock;
    private final Violations violations;

    AlertTimes(EventClock clock, Violations violations) {
        this.clock = clock;
        this.violations = violations;
    }

    void check(AlertRow row, RowPlace place) {
        possible("started_at", row.startedAtMillis(), row, place);
        possible("event_at", row.eventAtMillis(), row, place);
        if (row.endedAtMillis() != null) {
            possible("ended_at", row.endedAtMillis(), row, place);
        }
        agree(row).ifPresent(why -> violations.add(Rule.TIMES_AGREE, of(row) + why, place));
    }

    static boolean isDecidedByWallClock(String defect) {
        return DECIDED_BY_WALL_CLOCK.contains(defect);
    }

    private void possible(String column, long millis, AlertRow row, RowPlace place) {
        Optional<String> objection =
                isDecidedByWallClock(row.defect())
                        ? clock.objectionToClock(millis)
                        : clock.objection(millis);
        objection.ifPresent(
                why ->
                        violations.add(
                                Rule.TIMES_POSSIBLE,
                                of(row) + column + " " + EventClock.text(millis) + " is " + why,
                                place));
    }

    private static Optional<String> agree(AlertRow row) {
        Long ended = row.endedAtMillis();
        Long mediaEnd = row.mediaEndMicros();
        boolean cleared = row.event() == Event.CLEARED;
        if (cleared && (ended == null || mediaEnd == null)) {
            return Optional.of("it cleared, and has no end");
        }
        if (!cleared && (ended != null || mediaEnd != null)) {
            return Optional.of("it has an end, and has not cleared");
        }
        if (row.eventAtMillis() < row.startedAtMillis()) {
            return Optional.of("it happened before it began");
        }
        if (ended != null && ended < row.startedAtMillis()) {
            return Optional.of("it ended before it began");
        }
        if (ended != null && ended > row.eventAtMillis()) {
            return Optional.of("it ended after it cleared");
        }
        if (mediaEnd != null && mediaEnd < row.mediaStartMicros()) {
            return Optional.of("it ended before it began on the media's own timeline");
        }
        long lasted = (ended == null ? row.eventAtMillis() : ended) - row.startedAtMillis();
        return Math.abs(lasted - row.durationMillis()) <= ROUNDING_MILLIS
                ? Optional.empty()
                : Optional.of(
                        "duration_ms is "
                                + row.durationMillis()
                                + ", but its times are "
                                + lasted
                                + " ms apart");
    }

    private static String of(AlertRow row) {
        return "alert " + row.alertId() + ", " + row.subject() + ": ";
    }
}
