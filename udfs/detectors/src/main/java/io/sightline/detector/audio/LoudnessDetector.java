package io.sightline.detector.audio;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.AudioDetector;
import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.detector.model.DefectId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Measures loudness as ITU-R BS.1770-5 and EBU R 128 define it (EBU Tech 3341 "EBU mode", Tech
 * 3342). A value stands at the end of the window it covers, and none is given before a window is
 * full.
 *
 * <p>Integrated loudness and range cover everything since the start or the last discontinuity; on
 * an endless stream they become the average of a long time, and only the windows tell what is wrong
 * now. A change of format restarts the windows and keeps the integration.
 *
 * <p>One instance for each rendition, on the task thread; allocates only when the format changes.
 */
public final class LoudnessDetector implements AudioDetector {

    public static final Metric MOMENTARY =
            new Metric(
                    "loudness_momentary_lufs",
                    Unit.LUFS,
                    Fold.MAX,
                    "Loudness of the last 400 ms every 20 ms, -120 (silence) and up: ITU-R BS.1770-5.");

    public static final Metric SHORT_TERM =
            new Metric(
                    "loudness_short_term_lufs",
                    Unit.LUFS,
                    Fold.MAX,
                    "Loudness of the last 3 s every 100 ms, -120 (silence) and up: EBU Tech 3341.");

    public static final Metric INTEGRATED =
            new Metric(
                    "loudness_integrated_lufs",
                    Unit.LUFS,
                    Fold.LAST,
                    "Loudness gated at -70 LUFS and -10 LU since the start or the last discontinuity,"
                            + " once a second: ITU-R BS.1770-5.");

    public static final Metric RANGE =
            new Metric(
                    "loudness_range_lu",
                    Unit.LU,
                    Fold.LAST,
                    "10th to 95th percentile of short-term loudness, gated at -70 LUFS and -20 LU,"
                            + " once a second, not stable in the first 60 s: EBU Tech 3342.");

    public static final Metric JUMP =
            new Metric(
                    "loudness_jump_lu",
                    Unit.LU,
                    Fold.MAX,
                    "By how much the loudness of the last 10 s differs from that of the 30 s before"
                            + " them, 0 and up: blocks above -70 LUFS, ITU-R BS.1770.");

    private static final int STATE_VERSION = 2;
    private static final int HOPS_PER_GATING_BLOCK =
            5; // every 100 ms: blocks of 400 ms overlap 75 %
    private static final int RELATIVE_GATE_LU = 10; // ITU-R BS.1770
    private static final int RANGE_GATE_LU = 20; // EBU Tech 3342

    private final Settings settings;
    private final SoundFormat format = new SoundFormat();
    private final SoundClock clock = new SoundClock();
    private final LoudnessWindows windows = new LoudnessWindows();
    private final LoudnessHistogram gatingBlocks = new LoudnessHistogram(RELATIVE_GATE_LU);
    private final LoudnessHistogram shortTermBlocks = new LoudnessHistogram(RANGE_GATE_LU);
    private final LoudnessJump jump = new LoudnessJump();
    private KWeightedPower power = new KWeightedPower(SoundFormat.LOWEST_SAMPLE_RATE_HZ, List.of());
    private int hopInSecond;
    private int hopSamples; // in the hop that is not complete yet

    public LoudnessDetector() {
        this(Settings.DEFAULT);
    }

    public LoudnessDetector(Settings settings) {
        this.settings = settings;
    }

    /**
     * What may be chosen.
     *
     * @param bridgedHoleMicros the longest hole in the sound that the windows pass over as if it
     *     were not there; a longer one empties them
     */
    public record Settings(int bridgedHoleMicros) {

        /** 400 ms, one momentary window: joints lose tens of ms, and must not blind the windows. */
        public static final Settings DEFAULT = new Settings(400_000);

        public Settings {
            if (bridgedHoleMicros < 0) {
                throw new IllegalArgumentException(
                        "bridgedHoleMicros is not negative: " + bridgedHoleMicros);
            }
        }
    }

    @Override
    public String id() {
        return DefectId.AUDIO_LOUDNESS.value();
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(MOMENTARY, SHORT_TERM, INTEGRATED, RANGE, JUMP);
    }

    @Override
    public CostClass cost() {
        return CostClass.LOW;
    }

    @Override
    public void onBlock(AudioBlock block, MeasurementSink out) {
        if (!SoundFormat.isUsable(block)) {
            return;
        }
        long hole = clock.beginBlock(block.presentationTimeMicros(), block.sampleRateHz());
        if (format.changesTo(block)) {
            power = new KWeightedPower(format.sampleRateHz(), format.roles());
            restartWindows();
        } else if (Math.abs(hole) > settings.bridgedHoleMicros()) {
            restartWindows();
        }
        int count = block.sampleCount();
        for (int from = 0; from < count; ) {
            int samplesInHop = samplesInHop();
            int to = Math.min(count, from + samplesInHop - hopSamples);
            power.add(block, from, to);
            hopSamples += to - from;
            if (hopSamples == samplesInHop) {
                windows.add(power.takeMean(samplesInHop));
                hopSamples = 0;
                hopInSecond++;
                measure(clock.reportAt(clock.microsAt(to)), out);
                hopInSecond %= LoudnessWindows.HOPS_PER_SECOND;
            }
            from = to;
        }
        clock.endBlock(count);
    }

    /** A fiftieth of a second; where the rate is no multiple of 50, hops differ by one sample. */
    private int samplesInHop() {
        long rate = format.sampleRateHz();
        return (int)
                ((hopInSecond + 1) * rate / LoudnessWindows.HOPS_PER_SECOND
                        - hopInSecond * rate / LoudnessWindows.HOPS_PER_SECOND);
    }

    private void measure(long atMicros, MeasurementSink out) {
        if (!windows.hasMomentary()) {
            return;
        }
        double momentary = windows.momentaryPower();
        out.measure(MOMENTARY, Loudness.ofPower(momentary), atMicros);
        if (hopInSecond % HOPS_PER_GATING_BLOCK != 0) {
            return;
        }
        gatingBlocks.add(momentary);
        jump.add(momentary);
        if (windows.hasShortTerm()) {
            double shortTerm = windows.shortTermPower();
            out.measure(SHORT_TERM, Loudness.ofPower(shortTerm), atMicros);
            shortTermBlocks.add(shortTerm);
        }
        if (hopInSecond == LoudnessWindows.HOPS_PER_SECOND) {
            jump.endSecond();
            if (jump.isKnown()) {
                out.measure(JUMP, jump.magnitudeLu(), atMicros);
            }
            if (!gatingBlocks.isEmpty()) {
                out.measure(INTEGRATED, gatingBlocks.gatedLufs(), atMicros);
            }
            if (!shortTermBlocks.isEmpty()) {
                out.measure(RANGE, shortTermBlocks.rangeLu(), atMicros);
            }
        }
    }

    private void restartWindows() {
        power.reset();
        windows.clear();
        hopInSecond = 0;
        hopSamples = 0;
    }

    @Override
    public void onDiscontinuity() {
        clock.reset();
        restartWindows();
        gatingBlocks.clear();
        shortTermBlocks.clear();
        jump.clear();
    }

    @Override
    public int stateVersion() {
        return STATE_VERSION;
    }

    /** Version 1: without the jump at the end. */
    @Override
    public void save(DataOutput out) throws IOException {
        format.save(out);
        clock.save(out);
        out.writeByte(hopInSecond);
        out.writeInt(hopSamples);
        power.save(out);
        windows.save(out);
        gatingBlocks.save(out);
        shortTermBlocks.save(out);
        jump.save(out);
    }

    @Override
    public void restore(int stateVersion, DataInput in) throws IOException {
        format.restore(in);
        clock.restore(in);
        hopInSecond = in.readUnsignedByte();
        hopSamples = in.readInt();
        power = new KWeightedPower(format.sampleRateHz(), format.roles());
        power.restore(in);
        windows.restore(in);
        gatingBlocks.restore(in);
        shortTermBlocks.restore(in);
        if (stateVersion == 1) {
            jump.clear(); // known again after 40 s
        } else {
            jump.restore(in);
        }
    }
}
