package io.sightline.rejudge;

import io.sightline.detect.Judge;
import io.sightline.flow.RenditionRef;
import io.sightline.flow.Verdict;
import io.sightline.incident.Debounce;
import io.sightline.incident.IncidentProgress;
import io.sightline.incident.IncidentProgress.Due;
import io.sightline.incident.IncidentProgress.Phase;
import io.sightline.policy.DefectRule;
import io.sightline.policy.Severity;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One rule at work on one rendition: its judge, and what debounce keeps of its verdicts. */
final class RuleAgain {

    private final RenditionRef origin;
    private final DefectRule rule;
    private final int slot;
    private final int otherSlot;
    private final Consumer<RejudgedIncident> events;
    private final Judge judge;
    private @Nullable IncidentProgress progress;

    /**
     * @param index of the rule in the plan, which says where its values are among those of a second
     */
    RuleAgain(RenditionRef origin, RejudgePlan plan, int index, Consumer<RejudgedIncident> events) {
        this.origin = origin;
        this.rule = plan.rules().get(index);
        this.slot = plan.slotOf(index);
        this.otherSlot = plan.otherSlotOf(index);
        this.events = events;
        this.judge = new Judge(origin, rule, /* detectorVersion= */ 0, this::onVerdict);
    }

    Judge judge() {
        return judge;
    }

    int slot() {
        return slot;
    }

    /** Where the value of what it fuses with is; -1 if it fuses with nothing. */
    int otherSlot() {
        return otherSlot;
    }

    long excuseMicros() {
        return rule.excuseMicros();
    }

    /** The value holds to the end of its second. */
    void passTo(long endMicros) {
        if (judge.isBad() || judge.isInIncident()) {
            judge.advance(endMicros);
        }
    }

    private void onVerdict(Verdict verdict) {
        if (Debounce.isLate(progress, verdict)) {
            return;
        }
        IncidentProgress next = Debounce.advance(progress, verdict);
        for (Due due : next.due()) {
            events.accept(RejudgedIncident.of(origin, rule.defect(), next, due));
        }
        progress = next.phase() == Phase.OVER ? null : next.told();
    }

    /** The incident that has opened and not cleared, if there is one. */
    @Nullable RejudgedIncident open() {
        IncidentProgress now = progress;
        return now == null || now.phase() != Phase.OPEN
                ? null
                : RejudgedIncident.open(
                        origin, rule.defect(), now, rule.level().limitFor(now.peak()));
    }

    void save(DataOutput out) throws IOException {
        judge.save(out);
        IncidentProgress now = progress;
        out.writeBoolean(now != null);
        if (now != null) {
            out.writeUTF(now.phase().name());
            out.writeLong(now.startedMicros());
            out.writeLong(now.mediaStartedMicros());
            out.writeLong(now.stretchMicros());
            out.writeLong(now.badUntilMicros());
            out.writeLong(now.mediaBadUntilMicros());
            out.writeLong(now.clockMicros());
            out.writeDouble(now.peak());
            out.writeUTF(now.severity().name());
            out.writeInt(now.occurrences());
            out.writeInt(now.escalations());
        }
    }

    void restore(DataInput in) throws IOException {
        judge.restore(in.readUnsignedByte(), in);
        progress =
                in.readBoolean()
                        ? new IncidentProgress(
                                Phase.valueOf(in.readUTF()),
                                in.readLong(),
                                in.readLong(),
                                in.readLong(),
                                in.readLong(),
                                in.readLong(),
                                in.readLong(),
                                in.readDouble(),
                                Severity.valueOf(in.readUTF()),
                                in.readInt(),
                                in.readInt(),
                                List.of())
                        : null;
    }
}
