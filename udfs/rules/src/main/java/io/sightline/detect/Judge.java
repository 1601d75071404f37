package io.sightline.detect;

import io.sightline.detector.model.TimeBase;
import io.sightline.flow.RenditionRef;
import io.sightline.flow.Verdict;
import io.sightline.policy.DefectRule;
import io.sightline.policy.SeverityLadder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Judges one metric of one rendition by one rule.
 *
 * <p>A value holds from its instant until the next one, as long as time is said to pass. Nothing is
 * emitted for what is healthy, nor for a bad stretch that stays shorter than open-after while no
 * incident is open. From the moment an incident opens until it clears, every stretch is reported:
 * at its begin if it is bad, each second after, at open-after and at each rise in severity, at its
 * exact end if it is bad, and at clear-after if it is good. These moments follow from the samples
 * alone, not from how often {@link #advance} is called: the same media gives the same verdicts.
 *
 * <p>While an incident clears, what is bad again for less than both open-after and clear-after is
 * not the defect coming back: the pauses of a speaker after a silence, the still moments of a
 * screen after a freeze. It is passed over, and the good stretch goes on.
 *
 * <p>Across a {@link #restart} of the timeline a stretch goes on if it is still the same at most
 * {@value #JOIN_MICROS} µs later. After a longer hole a bad stretch has ended where the hole began,
 * and good time is counted anew from where it ended: nobody saw what was in it.
 *
 * <p>Event time should not run backward while something is bad or clearing. Where it does, by up to
 * {@value #JOIN_MICROS} µs, it stands still until it has caught up; where it falls farther back,
 * time is counted on from where it was until the incident is over.
 *
 * <p>Thread: the task thread. Allocates only verdicts.
 */
public final class Judge {

    /** What {@link #save} writes first; one {@link #restore} reads this and all before. */
    public static final int STATE_VERSION = 2;

    private static final long SECOND_MICROS = 1_000_000;

    /** Longer than any gap of a splice, shorter than what a viewer would call an outage. */
    private static final long JOIN_MICROS = 1_000_000;

    private static final int KNOWN = 1;
    private static final int BAD = 2;
    private static final int IN_INCIDENT = 4;
    private static final int RETURNING = 8;

    private final RenditionRef origin;
    private final DefectRule rule;
    private final int detectorVersion;
    private final Consumer<Verdict> verdicts;
    private final @Nullable FusedMeasure fused; // if the rule has a second measure

    private boolean known; // a value holds now
    private boolean bad; // the quality of the stretch
    private boolean inIncident; // open, or clearing
    private long clockMicros = TimeBase.NO_TIME; // judged up to here
    private long mediaOffsetMicros; // media time less event time, as of the last sample
    private long stretchMicros;
    private long stretchMediaMicros;
    private double peak = Double.NaN; // the worst value of a bad stretch
    private long reportedMicros; // the last moment of this stretch with a verdict
    private long incidentMicros; // where the stretch that opened the incident began
    private long shiftMicros; // added to event times since they fell back
    private boolean returning; // bad again in a good stretch, too short to tell; else unused:
    private long returnMicros;
    private long returnMediaMicros;
    private double returnPeak = Double.NaN;

    /**
     * @param rule an enabled one
     * @param detectorVersion of the detector that measures, 0 for the source
     * @param verdicts takes what is emitted, during the calls
     */
    public Judge(
            RenditionRef origin, DefectRule rule, int detectorVersion, Consumer<Verdict> verdicts) {
        this.origin = origin;
        this.rule = rule;
        this.detectorVersion = detectorVersion;
        this.verdicts = verdicts;
        this.fused =
                rule.isFused() && rule.canBeFused() ? new FusedMeasure(rule, rule.fusion()) : null;
    }

    public DefectRule rule() {
        return rule;
    }

    /** Whether an incident is open, or was and has not cleared. */
    public boolean isInIncident() {
        return inIncident;
    }

    /** Whether the last value is bad, incident or not. */
    public boolean isBad() {
        return bad || returning;
    }

    /** For how long it has been bad without a break, incident or not; 0 while good. */
    public long badMicros() {
        return returning ? clockMicros - returnMicros : bad ? clockMicros - stretchMicros : 0;
    }

    /**
     * The rule's own metric has this value from now on.
     *
     * @param value a value that is not a number changes nothing
     * @param eventMicros event time
     * @param mediaMicros the same instant on the rendition's own timeline
     */
    public void sample(double value, long eventMicros, long mediaMicros) {
        judge(fused == null ? value : fused.own(value, eventMicros), eventMicros, mediaMicros);
    }

    /** The metric that the rule fuses with its own has this value from now on. */
    public void sampleOther(double value, long eventMicros, long mediaMicros) {
        double alone = fused == null ? Double.NaN : fused.other(value, eventMicros);
        if (!Double.isNaN(alone)) {
            judge(alone, eventMicros, mediaMicros);
        }
    }

    private void judge(double value, long eventMicros, long mediaMicros) {
        long now = judged(eventMicros);
        if (Double.isNaN(value)) {
            advanceTo(now);
            return;
        }
        sample(value, rule.level().isBad(value, isBad()), now, mediaMicros);
    }

    /** Whatever the metric is from now on, it does not count as bad. */
    public void excuse(long eventMicros, long mediaMicros) {
        sample(Double.NaN, /* nowBad= */ false, judged(eventMicros), mediaMicros);
    }

    private void sample(double value, boolean nowBad, long now, long mediaMicros) {
        boolean wasBad = isBad();
        boolean goesOn = known || (nowBad == wasBad && now - clockMicros <= JOIN_MICROS);
        known = true;
        if (!goesOn) {
            endStretch(clockMicros, clockMicros + mediaOffsetMicros);
            begin(nowBad, now, mediaMicros);
        } else {
            advanceTo(now);
            if (nowBad != wasBad) {
                turn(nowBad, now, mediaMicros);
            }
        }
        mediaOffsetMicros = mediaMicros - now;
        if (returning) {
            returnPeak = rule.level().worse(returnPeak, value);
        } else if (bad) {
            peak = rule.level().worse(peak, value);
        }
        advanceTo(now);
    }

    private void turn(boolean nowBad, long now, long mediaMicros) {
        if (nowBad && inIncident && recursAfterMicros() > 0) {
            returning = true;
            returnMicros = now;
            returnMediaMicros = mediaMicros;
            returnPeak = Double.NaN;
        } else if (returning) {
            returning = false; // the good stretch goes on
        } else {
            endStretch(now, mediaMicros);
            begin(nowBad, now, mediaMicros);
        }
    }

    private long recursAfterMicros() {
        return Math.min(rule.openAfterMicros(), rule.clearAfterMicros());
    }

    /** Time has passed up to here with the same value. */
    public void advance(long eventMicros) {
        if (known) {
            advanceTo(judged(eventMicros));
        }
    }

    /**
     * The timeline ends here: the last value held up to this instant, and nothing is known until
     * the next sample. Called at discontinuities and when the input is lost.
     */
    public void restart(long eventMicros) {
        advance(eventMicros);
        known = false;
    }

    /** Nobody watches any more: an incident that is open or clearing ends here. */
    public void withdraw(long eventMicros) {
        restart(eventMicros);
        if (inIncident) {
            long end = clockMicros;
            endStretch(end, end + mediaOffsetMicros);
            begin(false, end, end + mediaOffsetMicros);
            inIncident = false;
            emit(Verdict.Quality.WITHDRAWN, end, end + mediaOffsetMicros);
        }
        bad = false;
        returning = false;
    }

    private boolean isIdle() {
        return !bad && !inIncident;
    }

    /** Event time as it is judged: it does not run backward while something is going on. */
    private long judged(long eventMicros) {
        if (isIdle()) {
            shiftMicros = 0;
            clockMicros = known || clockMicros == TimeBase.NO_TIME ? eventMicros : clockMicros;
            return eventMicros;
        }
        long now = eventMicros + shiftMicros;
        if (clockMicros - now > JOIN_MICROS) {
            shiftMicros += clockMicros - now;
        }
        return Math.max(now, clockMicros);
    }

    private void advanceTo(long now) {
        if (!known) {
            return;
        }
        while (!isIdle()) {
            long moment = nextMoment();
            if (moment > now) {
                break;
            }
            report(moment);
        }
        clockMicros = now;
    }

    private void report(long moment) {
        if (returning) {
            double peakSoFar = returnPeak;
            begin(true, returnMicros, returnMediaMicros);
            peak = peakSoFar;
            return;
        }
        if (bad && !inIncident) {
            inIncident = true;
            incidentMicros = stretchMicros;
        }
        reportedMicros = moment;
        emit(bad ? Verdict.Quality.BAD : Verdict.Quality.GOOD, moment, moment + mediaOffsetMicros);
        if (!bad && moment - stretchMicros >= rule.clearAfterMicros()) {
            inIncident = false;
        }
    }

    /** The next moment of this stretch that deserves a verdict, whether or not it is reached. */
    private long nextMoment() {
        if (!inIncident) {
            return stretchMicros + rule.openAfterMicros();
        }
        if (returning) {
            return returnMicros + recursAfterMicros();
        }
        long seconds = Math.floorDiv(reportedMicros - stretchMicros, SECOND_MICROS) + 1;
        long moment = stretchMicros + seconds * SECOND_MICROS;
        if (!bad) {
            return Math.min(moment, stretchMicros + rule.clearAfterMicros());
        }
        for (SeverityLadder.Step step : rule.severity().steps()) {
            long rise = incidentMicros + step.afterMicros();
            if (rise > reportedMicros && rise >= stretchMicros) {
                return Math.min(moment, rise);
            }
        }
        return moment;
    }

    private void endStretch(long eventMicros, long mediaMicros) {
        if (bad && inIncident && reportedMicros != eventMicros) {
            reportedMicros = eventMicros;
            emit(Verdict.Quality.BAD, eventMicros, mediaMicros);
        }
    }

    private void begin(boolean nowBad, long eventMicros, long mediaMicros) {
        bad = nowBad;
        returning = false;
        stretchMicros = eventMicros;
        stretchMediaMicros = mediaMicros;
        mediaOffsetMicros = mediaMicros - eventMicros;
        peak = Double.NaN;
        // A bad stretch is reported at its begin, if at all; a good one a second later.
        reportedMicros = nowBad ? eventMicros - 1 : eventMicros;
        clockMicros = eventMicros;
    }

    private void emit(Verdict.Quality quality, long eventMicros, long mediaMicros) {
        verdicts.accept(
                new Verdict(
                        origin,
                        rule,
                        quality,
                        stretchMicros,
                        eventMicros,
                        stretchMediaMicros,
                        mediaMicros,
                        quality == Verdict.Quality.BAD ? peak : Double.NaN,
                        detectorVersion));
    }

    /**
     * Writes what a successor needs to go on exactly here: 2 bytes while healthy, 66 or 90
     * otherwise; of a rule that fuses 32 more, and only then in version 2.
     */
    public void save(DataOutput out) throws IOException {
        out.writeByte(fused == null ? STATE_VERSION - 1 : STATE_VERSION);
        out.writeByte(
                (known ? KNOWN : 0)
                        | (bad ? BAD : 0)
                        | (inIncident ? IN_INCIDENT : 0)
                        | (returning ? RETURNING : 0));
        if (fused != null) {
            fused.save(out);
        }
        if (isIdle()) {
            return;
        }
        out.writeLong(clockMicros);
        out.writeLong(mediaOffsetMicros);
        out.writeLong(stretchMicros);
        out.writeLong(stretchMediaMicros);
        out.writeDouble(peak);
        out.writeLong(reportedMicros);
        out.writeLong(incidentMicros);
        out.writeLong(shiftMicros);
        if (returning) {
            out.writeLong(returnMicros);
            out.writeLong(returnMediaMicros);
            out.writeDouble(returnPeak);
        }
    }

    /**
     * Takes over from {@link #save}. Version 1: flags; then, unless healthy, eight numbers, and
     * three more if returning. Version 2 has both measures after the flags.
     *
     * @param version the first byte of what was saved: who reads it says what to do about one that
     *     is not known
     * @param in what follows it
     * @throws IllegalArgumentException when the version is not known
     */
    public void restore(int version, DataInput in) throws IOException {
        if (version < 1 || version > STATE_VERSION) {
            throw new IllegalArgumentException("Version " + version);
        }
        int flags = in.readUnsignedByte();
        if (version == STATE_VERSION && fused != null) {
            fused.restore(in);
        } else if (version == STATE_VERSION) {
            FusedMeasure.skip(in);
        }
        known = (flags & KNOWN) != 0;
        bad = (flags & BAD) != 0;
        inIncident = (flags & IN_INCIDENT) != 0;
        if (isIdle()) {
            return;
        }
        clockMicros = in.readLong();
        mediaOffsetMicros = in.readLong();
        stretchMicros = in.readLong();
        stretchMediaMicros = in.readLong();
        peak = in.readDouble();
        reportedMicros = in.readLong();
        incidentMicros = in.readLong();
        shiftMicros = in.readLong();
        returning = (flags & RETURNING) != 0;
        if (returning) {
            returnMicros = in.readLong();
            returnMediaMicros = in.readLong();
            returnPeak = in.readDouble();
        }
    }
}
