package io.sightline.detect;

import io.sightline.detector.model.DefectId;
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
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The judges of what the detectors and the source measure in the media of one rendition. Thread:
 * the task's.
 */
final class Judges {

    private final RenditionRef origin;
    private final Consumer<Verdict> verdicts;
    private final List<Judge> all = new ArrayList<>();
    private final List<DefectRule> unjudged = new ArrayList<>();

    /**
     * @param versions of those who measure, by metric; what is not among them is not judged
     */
    Judges(
            RenditionRef origin,
            Collection<DefectRule> rules,
            Map<String, Integer> versions,
            Consumer<Verdict> verdicts) {
        this.origin = origin;
        this.verdicts = verdicts;
        for (DefectRule rule : rules) {
            Integer version = versions.get(rule.metric());
            if (rule.enabled() && version != null && !CoverageWatch.isAbout(rule)) {
                all.add(new Judge(origin, rule, version, verdicts));
            } else {
                unjudged.add(rule);
            }
        }
    }

    List<Judge> all() {
        return all;
    }

    void each(ObjLongConsumer<Judge> step, long eventMicros) {
        all.forEach(judge -> step.accept(judge, eventMicros));
    }

    /** What nobody measures any more is not judged: incidents of it end here. */
    void withdrawUnless(Predicate<String> isMeasured, long eventMicros) {
        for (Judge judge : all) {
            if (judge.isInIncident() && !isMeasured.test(judge.rule().metric())) {
                judge.withdraw(eventMicros);
            }
        }
    }

    /** Withdraws what {@code next} does not judge. */
    void withdrawAllBut(Judges next, long eventMicros) {
        Set<DefectId> judged =
                next.all.stream().map(j -> j.rule().defect()).collect(Collectors.toSet());
        for (Judge judge : all) {
            if (!judged.contains(judge.rule().defect())) {
                judge.withdraw(eventMicros);
            }
        }
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(all.size());
        for (Judge judge : all) {
            NamedState.writeJudge(out, judge);
        }
    }

    /**
     * Takes over from {@link #save}.
     *
     * @return all that was saved, for {@link #withdrawUnjudged}
     */
    Map<String, NamedState> restore(DataInputStream in) throws IOException {
        Map<String, NamedState> states = NamedState.readAll(in);
        for (Judge judge : all) {
            NamedState.restoreJudge(states, judge);
        }
        return states;
    }

    /**
     * An upgrade, another choice of detectors or another policy judges less than what wrote these
     * states: incidents that are open there end here, or they would be open for ever.
     */
    void withdrawUnjudged(Map<String, NamedState> states, long eventMicros) throws IOException {
        for (DefectRule rule : unjudged) {
            Judge before = new Judge(origin, rule, 0, verdicts);
            NamedState.restoreJudge(states, before);
            if (before.isInIncident()) {
                before.withdraw(eventMicros);
            }
        }
    }
}
