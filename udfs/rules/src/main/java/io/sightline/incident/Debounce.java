package io.sightline.incident;

import io.sightline.flow.Verdict;
import io.sightline.incident.IncidentProgress.Cause;
import io.sightline.incident.IncidentProgress.Due;
import io.sightline.incident.IncidentProgress.Phase;
import io.sightline.policy.DefectRule;
import io.sightline.policy.Severity;
import io.sightline.policy.SeverityLadder;
import io.sightline.table.Alert;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins verdicts into incidents. One pure function: what comes out depends on the verdicts alone,
 * and the only clock is the event time that they carry.
 *
 * <ul>
 *   <li>An incident opens when one unbroken bad stretch reaches open-after. It started with that
 *       stretch.
 *   <li>Bad again before it cleared is the same incident, with one occurrence more.
 *   <li>It escalates when the ladder gives a higher severity for the time since its start, while it
 *       is bad. Rises that passed while it was good happen when it is bad again, the highest only.
 *   <li>It clears when it was good for clear-after; it ended with its last bad stretch.
 * </ul>
 */
public final class Debounce {

    private Debounce() {}

    /** Whether a verdict says nothing that was not known: it is dropped. */
    public static boolean isLate(@Nullable IncidentProgress progress, Verdict verdict) {
        return progress != null && verdict.toMicros() < progress.clockMicros();
    }

    /**
     * Folds one verdict in that is not late.
     *
     * @param progress null before the first verdict
     */
    public static IncidentProgress advance(@Nullable IncidentProgress progress, Verdict verdict) {
        IncidentProgress before = progress == null ? begin(verdict) : progress.told();
        return switch (verdict.quality()) {
            case BAD -> bad(before, verdict);
            case GOOD ->
                    good(
                            before,
                            verdict,
                            Math.max(verdict.fromMicros(), before.badUntilMicros())
                                    + verdict.rule().clearAfterMicros(),
                            Cause.MEDIA);
            case WITHDRAWN -> good(before, verdict, verdict.toMicros(), Cause.WITHDRAWN);
        };
    }

    private static IncidentProgress begin(Verdict verdict) {
        DefectRule rule = verdict.rule();
        return new IncidentProgress(
                Phase.PENDING,
                verdict.fromMicros(),
                verdict.mediaFromMicros(),
                verdict.fromMicros(),
                verdict.fromMicros(),
                verdict.mediaFromMicros(),
                verdict.fromMicros(),
                Double.NaN,
                rule.severity().after(rule.openAfterMicros()),
                1,
                0,
                List.of());
    }

    private static IncidentProgress bad(IncidentProgress progress, Verdict verdict) {
        boolean again = verdict.fromMicros() > progress.stretchMicros();
        if (again && progress.phase() == Phase.PENDING) {
            return bad(begin(verdict), verdict);
        }
        DefectRule rule = verdict.rule();
        double peak = rule.level().worse(progress.peak(), verdict.peak());
        double level = rule.level().limitFor(peak);
        Phase phase = progress.phase();
        List<Due> due = new ArrayList<>();
        if (phase == Phase.PENDING
                && verdict.toMicros() - progress.startedMicros() >= rule.openAfterMicros()) {
            phase = Phase.OPEN;
            due.add(
                    new Due(
                            Alert.Event.OPENED,
                            1,
                            progress.severity(),
                            progress.startedMicros() + rule.openAfterMicros(),
                            level,
                            Cause.MEDIA));
        }
        Severity severity = progress.severity();
        int escalations = progress.escalations();
        if (phase == Phase.OPEN) {
            for (Due rise : rises(progress, verdict, level)) {
                severity = rise.severity();
                escalations = rise.ordinal();
                due.add(rise);
            }
        }
        return new IncidentProgress(
                phase,
                progress.startedMicros(),
                progress.mediaStartedMicros(),
                Math.max(verdict.fromMicros(), progress.stretchMicros()),
                verdict.toMicros(),
                verdict.mediaToMicros(),
                verdict.toMicros(),
                peak,
                severity,
                progress.occurrences() + (again ? 1 : 0),
                escalations,
                due);
    }

    /** The rises in severity within a bad stretch so far; of several at one instant, the last. */
    private static List<Due> rises(IncidentProgress progress, Verdict verdict, double level) {
        List<Due> rises = new ArrayList<>();
        for (SeverityLadder.Step step : verdict.rule().severity().steps()) {
            long atMicros =
                    Math.max(progress.startedMicros() + step.afterMicros(), verdict.fromMicros());
            if (step.severity().compareTo(progress.severity()) <= 0
                    || atMicros > verdict.toMicros()) {
                continue;
            }
            if (!rises.isEmpty() && rises.get(rises.size() - 1).atMicros() == atMicros) {
                rises.remove(rises.size() - 1);
            }
            rises.add(
                    new Due(
                            Alert.Event.ESCALATED,
                            progress.escalations() + rises.size() + 1,
                            step.severity(),
                            atMicros,
                            level,
                            Cause.MEDIA));
        }
        return rises;
    }

    private static IncidentProgress good(
            IncidentProgress progress, Verdict verdict, long clearsAtMicros, Cause cause) {
        Phase phase = progress.phase();
        List<Due> due = List.of();
        if (phase == Phase.PENDING) {
            phase = Phase.OVER;
        } else if (verdict.toMicros() >= clearsAtMicros) {
            phase = Phase.OVER;
            due =
                    List.of(
                            new Due(
                                    Alert.Event.CLEARED,
                                    1,
                                    progress.severity(),
                                    clearsAtMicros,
                                    verdict.rule().level().limitFor(progress.peak()),
                                    cause));
        }
        return new IncidentProgress(
                phase,
                progress.startedMicros(),
                progress.mediaStartedMicros(),
                progress.stretchMicros(),
                progress.badUntilMicros(),
                progress.mediaBadUntilMicros(),
                verdict.toMicros(),
                progress.peak(),
                progress.severity(),
                progress.occurrences(),
                progress.escalations(),
                due);
    }
}
