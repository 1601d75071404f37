package io.sightline.detect;

import io.sightline.detector.model.DefectId;
import io.sightline.detector.model.TimeBase;
import io.sightline.flow.RenditionRef;
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

/**
 * Judges how much of what was asked for is watched, second by second, as rows are finished. It has
 * a clock of its own, because rows come a little after the media that they are about. Thread: the
 * task's.
 */
final class CoverageWatch {

    private static final long SECOND_MICROS = 1_000_000;

    private final List<Judge> judges = new ArrayList<>();
    private long endMicros = TimeBase.NO_TIME; // of the last second that was judged, event time

    CoverageWatch(RenditionRef origin, Collection<DefectRule> rules, Consumer<Verdict> verdicts) {
        for (DefectRule rule : rules) {
            if (rule.enabled() && isAbout(rule)) {
                judges.add(new Judge(origin, rule, 0, verdicts));
            }
        }
    }

    /** Whether a rule judges coverage. */
    static boolean isAbout(DefectRule rule) {
        return rule.metric().equals(SourceMetrics.WATCH_COVERAGE.name());
    }

    /** A second is over. */
    void onSecond(double coverage, long eventMicros, long mediaMicros) {
        for (Judge judge : judges) {
            if (endMicros != TimeBase.NO_TIME && eventMicros > endMicros + SECOND_MICROS) {
                judge.restart(endMicros); // nobody saw what was between
            }
            judge.sample(coverage, eventMicros, mediaMicros);
        }
        endMicros = eventMicros + SECOND_MICROS;
    }

    /** The input is over. */
    void end() {
        if (endMicros != TimeBase.NO_TIME) {
            judges.forEach(judge -> judge.advance(endMicros));
        }
    }

    /** Nobody watches any more. */
    void withdraw() {
        if (endMicros != TimeBase.NO_TIME) {
            judges.forEach(judge -> judge.withdraw(endMicros));
        }
    }

    /** Withdraws what {@code next} no longer judges. */
    void withdrawAllBut(CoverageWatch next) {
        for (Judge judge : judges) {
            DefectId defect = judge.rule().defect();
            if (endMicros != TimeBase.NO_TIME
                    && next.judges.stream().noneMatch(j -> j.rule().defect().equals(defect))) {
                judge.withdraw(endMicros);
            }
        }
    }

    void save(DataOutput out) throws IOException {
        out.writeLong(endMicros);
        out.writeInt(judges.size());
        for (Judge judge : judges) {
            NamedState.writeJudge(out, judge);
        }
    }

    void restore(DataInputStream in) throws IOException {
        endMicros = in.readLong();
        Map<String, NamedState> states = NamedState.readAll(in);
        for (Judge judge : judges) {
            NamedState.restoreJudge(states, judge);
        }
    }
}
