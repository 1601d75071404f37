package io.sightline.verify;

import io.sightline.verify.Incident.Told;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Checks that the incidents of one defect of one rendition follow one another.
 *
 * <p>Event time may fall back, when the clock of an encoder is set; the media's own timeline starts
 * anew when a run does. Two incidents overlap where they do in both.
 */
final class IncidentSequence {

    private final Violations violations;
    private long leftOpen;

    IncidentSequence(Violations violations) {
        this.violations = violations;
    }

    /** Takes those that opened. */
    void check(List<Incident> sameDefect) {
        List<Incident> byBegin =
                sameDefect.stream()
                        .sorted(
                                Comparator.comparingLong(
                                                (Incident one) -> one.first().startedAtMillis())
                                        .thenComparingLong(one -> one.first().mediaStartMicros()))
                        .toList();
        for (int i = 1; i < byBegin.size(); i++) {
            follows(byBegin.get(i - 1), byBegin.get(i));
        }
    }

    /** Incidents that were never cleared because another run began from nothing. */
    long leftOpen() {
        return leftOpen;
    }

    private void follows(Incident before, Incident after) {
        Optional<Told> cleared = before.cleared();
        boolean isSameTimeline =
                after.first().mediaStartMicros() >= before.first().mediaStartMicros();
        if (cleared.isEmpty()) {
            if (isSameTimeline) {
                violations.add(
                        Rule.CLEARED_BEFORE_NEXT,
                        before.subject()
                                + ": never cleared, and "
                                + after.first().incidentId()
                                + " opened after it",
                        List.of(before.told().get(0).place(), after.told().get(0).place()));
            } else {
                leftOpen++;
            }
            return;
        }
        Long ended = cleared.get().endedAtMillis();
        Long mediaEnd = cleared.get().mediaEndMicros();
        if (isSameTimeline
                && ended != null
                && mediaEnd != null
                && after.first().startedAtMillis() < ended
                && after.first().mediaStartMicros() < mediaEnd) {
            violations.add(
                    Rule.NO_OVERLAP,
                    before.subject()
                            + ": lasted until "
                            + EventClock.text(ended)
                            + ", and "
                            + after.first().incidentId()
                            + " began at "
                            + EventClock.text(after.first().startedAtMillis()),
                    List.of(cleared.get().place(), after.told().get(0).place()));
        }
    }
}
