package io.sightline.rejudge;

import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import io.sightline.detector.model.TimeBase;
import io.sightline.flow.Examination;
import io.sightline.flow.RenditionRef;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Judges the recorded seconds of one rendition again: gives the incidents that the job itself would
 * have opened had it seen one value a second.
 *
 * <p>The value of a second holds from its begin until the next one, as that of a picture does in
 * the job; a metric that was not measured in a second keeps its value. Where seconds are missing,
 * time is interrupted as at a discontinuity. Seconds that a splice may excuse wait until it is
 * known whether one follows.
 *
 * <p>Seconds come in order. One that was there already is passed over. One before it begins anew,
 * as when a stream was removed and added again: what was open then stays open.
 *
 * <p>Thread: one at a time. Allocates only where something is bad.
 */
public final class Rejudging {

    private static final int STATE_VERSION = 1;
    private static final long SECOND_MICROS = 1_000_000;

    private final RejudgePlan plan;
    private final RenditionRef origin;
    private final Consumer<RejudgedIncident> events;
    private final List<RuleAgain> rules = new ArrayList<>();
    private final List<RejudgedIncident> leftOpen = new ArrayList<>(); // when time fell back
    private final Deque<Second> held = new ArrayDeque<>();
    private final Deque<Second> spare = new ArrayDeque<>();
    private final Deque<Long> splices = new ArrayDeque<>(); // seconds, event time

    private long lastMicros = TimeBase.NO_TIME; // begin of the last second that came
    private long endMicros = TimeBase.NO_TIME; // of the last one that was judged
    private int fallBacks;

    /** One that waits for what follows it. */
    private static final class Second {
        private long atMicros;
        private long mediaMicros;
        private final double[] values;

        Second(int metrics) {
            values = new double[metrics];
        }
    }

    /**
     * @param plan what is judged
     * @param events hears of each event of an incident, during the calls
     */
    public Rejudging(
            RejudgePlan plan,
            StreamId stream,
            RenditionId rendition,
            Consumer<RejudgedIncident> events) {
        this.plan = plan;
        this.origin =
                new RenditionRef(
                        stream.value(), stream, rendition, Examination.inFull("default"), Map.of());
        this.events = events;
        begin();
    }

    private void begin() {
        rules.clear();
        for (int i = 0; i < plan.rules().size(); i++) {
            rules.add(new RuleAgain(origin, plan, i, events));
        }
        splices.clear();
        lastMicros = TimeBase.NO_TIME;
        endMicros = TimeBase.NO_TIME;
    }

    /**
     * The next second.
     *
     * @param secondAtMillis its begin, event time
     * @param mediaStartMicros of the first picture or block in it
     * @param values in the order of the plan's metrics, NaN where nothing was measured; borrowed
     */
    public void second(long secondAtMillis, long mediaStartMicros, double[] values) {
        long atMicros = secondAtMillis * 1000;
        if (lastMicros != TimeBase.NO_TIME && atMicros <= lastMicros) {
            if (atMicros == lastMicros) {
                return;
            }
            fallBack();
        }
        lastMicros = atMicros;
        if (plan.holdMicros() == 0) {
            judge(atMicros, mediaStartMicros, values);
            return;
        }
        if (values[plan.spliceSlot()] > 0) {
            splices.addLast(atMicros);
        }
        while (!held.isEmpty() && held.getFirst().atMicros + plan.holdMicros() < atMicros) {
            judgeHeld();
        }
        hold(atMicros, mediaStartMicros, values);
    }

    private void fallBack() {
        end();
        leftOpen.addAll(open());
        fallBacks++;
        begin();
    }

    private void hold(long atMicros, long mediaMicros, double[] values) {
        Second second = spare.isEmpty() ? new Second(values.length) : spare.pop();
        second.atMicros = atMicros;
        second.mediaMicros = mediaMicros;
        System.arraycopy(values, 0, second.values, 0, values.length);
        held.addLast(second);
    }

    private void judgeHeld() {
        Second second = held.removeFirst();
        while (!splices.isEmpty() && splices.getFirst() + plan.holdMicros() < second.atMicros) {
            splices.removeFirst();
        }
        judge(second.atMicros, second.mediaMicros, second.values);
        spare.push(second);
    }

    private void judge(long atMicros, long mediaMicros, double[] values) {
        boolean isInterrupted = endMicros != TimeBase.NO_TIME && atMicros > endMicros;
        for (int i = 0; i < rules.size(); i++) {
            RuleAgain rule = rules.get(i);
            if (isInterrupted) {
                rule.judge().restart(endMicros);
            }
            double value = values[rule.slot()];
            if (rule.otherSlot() >= 0) {
                rule.judge().sampleOther(values[rule.otherSlot()], atMicros, mediaMicros);
            }
            if (!Double.isNaN(value)) { // else it keeps the value it had
                if (!splices.isEmpty() && isExcused(atMicros, rule.excuseMicros())) {
                    rule.judge().excuse(atMicros, mediaMicros);
                } else {
                    rule.judge().sample(value, atMicros, mediaMicros);
                }
            }
            rule.passTo(atMicros + SECOND_MICROS);
        }
        endMicros = atMicros + SECOND_MICROS;
    }

    private boolean isExcused(long atMicros, long withinMicros) {
        if (withinMicros > 0) {
            for (long splice : splices) {
                if (Math.abs(atMicros - splice) <= withinMicros) {
                    return true;
                }
            }
        }
        return false;
    }

    /** No second follows: judges those that waited. What is open then stays open. */
    public void end() {
        while (!held.isEmpty()) {
            judgeHeld();
        }
    }

    /** What has opened and not cleared, in the order of the rules; of those left open, all. */
    public List<RejudgedIncident> open() {
        List<RejudgedIncident> open = new ArrayList<>(leftOpen);
        leftOpen.clear();
        for (RuleAgain rule : rules) {
            RejudgedIncident incident = rule.open();
            if (incident != null) {
                open.add(incident);
            }
        }
        return open;
    }

    /** How many times a second came that was before the last one. */
    public int fallBacks() {
        return fallBacks;
    }

    /** Writes what a successor with the same plan needs to go on exactly here. */
    public void save(DataOutput out) throws IOException {
        out.writeByte(STATE_VERSION);
        out.writeLong(lastMicros);
        out.writeLong(endMicros);
        out.writeInt(rules.size());
        for (RuleAgain rule : rules) {
            rule.save(out);
        }
        out.writeInt(splices.size());
        for (long splice : splices) {
            out.writeLong(splice);
        }
        out.writeInt(held.size());
        for (Second second : held) {
            out.writeLong(second.atMicros);
            out.writeLong(second.mediaMicros);
            for (double value : second.values) {
                out.writeDouble(value);
            }
        }
    }

    /**
     * Takes over from {@link #save}; right after construction.
     *
     * @throws IOException when the bytes are of another version or of another number of rules
     */
    public void restore(DataInput in) throws IOException {
        int version = in.readUnsignedByte();
        if (version != STATE_VERSION) {
            throw new IOException("State of version " + version + ", known is " + STATE_VERSION);
        }
        lastMicros = in.readLong();
        endMicros = in.readLong();
        int count = in.readInt();
        if (count != rules.size()) {
            throw new IOException("State of " + count + " rules, there are " + rules.size());
        }
        for (RuleAgain rule : rules) {
            rule.restore(in);
        }
        for (int left = in.readInt(); left > 0; left--) {
            splices.addLast(in.readLong());
        }
        for (int left = in.readInt(); left > 0; left--) {
            Second second = new Second(plan.metrics().size());
            second.atMicros = in.readLong();
            second.mediaMicros = in.readLong();
            for (int i = 0; i < second.values.length; i++) {
                second.values[i] = in.readDouble();
            }
            held.addLast(second);
        }
    }
}
