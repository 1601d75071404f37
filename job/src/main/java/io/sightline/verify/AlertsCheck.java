package io.sightline.verify;

import io.sightline.table.Alert.Event;
import io.sightline.verify.Findings.Incidents;
import io.sightline.verify.Incident.Told;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * Checks alerts. What a row says by itself is checked as it comes, the rest when all are known,
 * since of files it is not known which come first. Memory: for each incident its events, without
 * what people read.
 */
final class AlertsCheck {

    private final Violations violations;
    private final AlertTimes times;
    private final Map<String, Incident> incidents = new LinkedHashMap<>();

    /** Of partitions whose head is gone: the first event of a clock that is left; none yet. */
    private final Map<String, Long> headByPart = new HashMap<>();

    AlertsCheck(EventClock clock, Violations violations) {
        this.violations = violations;
        this.times = new AlertTimes(clock, violations);
    }

    void headIsGone(String part) {
        headByPart.put(part, Long.MAX_VALUE);
    }

    void row(RowPlace place, AlertRow row) {
        times.check(row, place);
        if (!EventClock.isOffset(row.eventAtMillis())) {
            headByPart.computeIfPresent(
                    place.part(),
                    (part, head) -> head == Long.MAX_VALUE ? row.eventAtMillis() : head);
        }
        if (!row.alertId().startsWith(row.incidentId() + "-")) {
            violations.add(
                    Rule.ALERT_ID,
                    "alert " + row.alertId() + " is said to be of incident " + row.incidentId(),
                    place);
        }
        Incident incident =
                incidents.computeIfAbsent(row.incidentId(), id -> new Incident(compact(row)));
        for (Told told : incident.told()) {
            if (told.alertId().equals(row.alertId())) {
                violations.add(
                        Rule.ALERT_ONCE,
                        "alert " + row.alertId() + ", " + row.subject(),
                        told.place(),
                        place);
                return;
            }
        }
        if (!isOf(incident.first(), row)) {
            violations.add(
                    Rule.SAME_INCIDENT,
                    "alert "
                            + row.alertId()
                            + ", "
                            + row.subject()
                            + " since "
                            + EventClock.text(row.startedAtMillis())
                            + ": the incident is "
                            + incident.first().subject()
                            + " since "
                            + EventClock.text(incident.first().startedAtMillis()),
                    incident.told().get(0).place(),
                    place);
        }
        incident.add(row, place);
    }

    /** Strings that many rows have in common are kept once. */
    private static AlertRow compact(AlertRow row) {
        return new AlertRow(
                row.alertId(),
                row.incidentId(),
                row.event(),
                row.streamId().intern(),
                row.rendition().intern(),
                row.defect().intern(),
                row.severity(),
                row.startedAtMillis(),
                row.eventAtMillis(),
                row.endedAtMillis(),
                row.durationMillis(),
                row.mediaStartMicros(),
                row.mediaEndMicros());
    }

    private static boolean isOf(AlertRow first, AlertRow row) {
        return first.streamId().equals(row.streamId())
                && first.rendition().equals(row.rendition())
                && first.defect().equals(row.defect())
                && first.startedAtMillis() == row.startedAtMillis()
                && first.mediaStartMicros() == row.mediaStartMicros();
    }

    /**
     * Checks what needs all rows.
     *
     * @param isOfClockOnly whether a stream's rendition was measured, and never at a time that
     *     counts from the begin of a file
     * @param out takes the violations
     */
    Incidents conclude(BiPredicate<String, String> isOfClockOnly, Violations out) {
        IncidentRules rules = new IncidentRules(out);
        Map<List<String>, List<Incident>> byDefect = new LinkedHashMap<>();
        long escalated = 0;
        long cleared = 0;
        long opened = 0;
        long openedBefore = 0;
        for (Incident incident : incidents.values()) {
            rules.check(incident);
            AlertRow first = incident.first();
            escalated += incident.told(Event.ESCALATED).isEmpty() ? 0 : 1;
            if (EventClock.isOffset(first.startedAtMillis())
                    && !AlertTimes.isDecidedByWallClock(first.defect())
                    && isOfClockOnly.test(first.streamId(), first.rendition())) {
                out.add(
                        Rule.TIMES_POSSIBLE,
                        incident.subject()
                                + ": it began in the 1970s, and its rendition was measured at"
                                + " times of a clock only",
                        incident.places());
            }
            if (incident.isOpened()) {
                opened++;
                cleared += incident.cleared().isPresent() ? 1 : 0;
                byDefect.computeIfAbsent(
                                List.of(first.streamId(), first.rendition(), first.defect()),
                                defect -> new ArrayList<>())
                        .add(incident);
            } else if (mayHaveOpenedBefore(incident)) {
                openedBefore++;
            } else {
                out.add(
                        Rule.OPENED_FIRST,
                        incident.subject() + ": no OPENED of it is there",
                        incident.places());
            }
        }
        IncidentSequence sequence = new IncidentSequence(out);
        byDefect.values().forEach(sequence::check);
        return new Incidents(
                opened,
                escalated,
                cleared,
                opened - cleared - sequence.leftOpen(),
                sequence.leftOpen(),
                openedBefore);
    }

    /** Whether the OPENED may be among the rows that the broker has deleted since. */
    private boolean mayHaveOpenedBefore(Incident incident) {
        Long head = headByPart.get(incident.told().get(0).place().part());
        long startedMillis = incident.first().startedAtMillis();
        return head != null && (EventClock.isOffset(startedMillis) || startedMillis <= head);
    }
}
