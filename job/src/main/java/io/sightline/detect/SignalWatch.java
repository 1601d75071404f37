package io.sightline.detect;

import io.sightline.detector.model.DefectId;
import io.sightline.flow.RenditionRef;
import io.sightline.flow.StreamEvent;
import io.sightline.flow.Verdict;
import io.sightline.policy.DefectRule;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Judges absence by the wall clock: what the source's ticks say of a missing signal and of a stall.
 * A stream that is not in such trouble costs nothing here. Thread: the task's.
 */
final class SignalWatch {

    /** What the source measures, by the names that policies use; milliseconds. */
    private static final Map<String, ToLongFunction<StreamEvent.Tick>> METRICS =
            Map.of(
                    SourceMetrics.NO_SIGNAL_MS.name(), StreamEvent.Tick::noSignalMillis,
                    SourceMetrics.STALL_MS.name(), StreamEvent.Tick::stallMillis,
                    ManifestMetrics.STALE_MS.name(), StreamEvent.Tick::staleMillis,
                    ManifestMetrics.RENDITION_OFF_MS.name(), StreamEvent.Tick::offMillis);

    private final List<Absence> absences = new ArrayList<>();

    SignalWatch(RenditionRef origin, Collection<DefectRule> rules, Consumer<Verdict> verdicts) {
        for (DefectRule rule : rules) {
            ToLongFunction<StreamEvent.Tick> metric = METRICS.get(rule.metric());
            if (rule.enabled() && metric != null) {
                absences.add(new Absence(new Judge(origin, rule, 0, verdicts), metric));
            }
        }
    }

    void onTick(StreamEvent.Tick tick) {
        for (Absence absence : absences) {
            absence.onTick(tick);
        }
    }

    /** Nobody watches any more. */
    void withdraw(long wallTimeMillis) {
        absences.forEach(absence -> absence.judge.withdraw(wallTimeMillis * 1000));
    }

    /** Withdraws what {@code next} no longer judges. */
    void withdrawAllBut(SignalWatch next, long wallTimeMillis) {
        for (Absence absence : absences) {
            DefectId defect = absence.judge.rule().defect();
            if (next.absences.stream().noneMatch(a -> a.judge.rule().defect().equals(defect))) {
                absence.judge.withdraw(wallTimeMillis * 1000);
            }
        }
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(absences.size());
        for (Absence absence : absences) {
            NamedState.writeJudge(out, absence.judge);
        }
    }

    void restore(DataInputStream in) throws IOException {
        Map<String, NamedState> states = NamedState.readAll(in);
        for (Absence absence : absences) {
            NamedState.restoreJudge(states, absence.judge);
        }
    }

    /** One kind of absence: bad since it began, good again at the first tick without it. */
    private record Absence(Judge judge, ToLongFunction<StreamEvent.Tick> absentMillis) {

        void onTick(StreamEvent.Tick tick) {
            long nowMicros = tick.wallTimeMillis() * 1000;
            long absentMs = absentMillis.applyAsLong(tick);
            double absent = absentMs;
            if (absentMs > 0) {
                if (!judge.isBad()) {
                    long sinceMicros = nowMicros - absentMs * 1000;
                    judge.sample(absent, sinceMicros, sinceMicros);
                }
                judge.sample(absent, nowMicros, nowMicros);
            } else if (judge.isBad() || judge.isInIncident()) {
                judge.sample(0, nowMicros, nowMicros);
            }
        }
    }
}
