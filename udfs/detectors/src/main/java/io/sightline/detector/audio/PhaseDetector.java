package io.sightline.detector.audio;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.detector.model.DefectId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Measures how alike the left and the right front channel are: the correlation coefficient that
 * phase meters show, +1 for the same sound, 0 for sounds that have nothing in common, -1 for the
 * same sound with one channel's polarity inverted, which vanishes where the two are added.
 *
 * <p>What lies below the corner frequency is taken down ({@link Emphasis}): bass, of which a mix
 * holds most, may have any phase in rooms and in wide mixes without anybody noticing.
 *
 * <p>A window counts from its middle. While either channel is too quiet to tell, nothing is
 * measured, and what was measured last goes on. One instance for each rendition, on the task
 * thread; allocates nothing.
 */
public final class PhaseDetector extends PartDetector {

    public static final Metric CORRELATION =
            new Metric(
                    "phase_correlation",
                    Unit.RATIO,
                    Fold.MIN,
                    "Correlation coefficient of the front left and right channels over 2 s, -1"
                            + " (opposite polarity) to +1 (the same sound), of what is above"
                            + " 1.6 kHz.");

    private static final int STATE_VERSION = 1;
    private static final int PARTS_PER_SECOND = 10;

    private final Settings settings;
    private final PairMoments moments;
    private final double quietPower;
    private final double apartRatio;
    private FrontPair pair = FrontPair.NONE;
    private Emphasis emphasis = Emphasis.NONE;

    public PhaseDetector() {
        this(Settings.DEFAULT);
    }

    public PhaseDetector(Settings settings) {
        super(DefectId.AUDIO_PHASE, STATE_VERSION, 1_000_000 / PARTS_PER_SECOND, CORRELATION);
        this.settings = settings;
        moments = new PairMoments(settings.windowParts());
        quietPower = Decibel.toPower(settings.quietDbfs());
        apartRatio = Decibel.toPower(settings.apartDecibel());
    }

    /**
     * What may be chosen.
     *
     * @param windowParts length of the window in tenths of a second, 2 to 28
     * @param cornerHz below it the correlation weighs sound less, 6 dB an octave
     * @param quietDbfs a channel whose emphasised power is below it says nothing
     * @param apartDecibel with so much between the channels one of them is as good as absent
     */
    public record Settings(
            int windowParts, double cornerHz, double quietDbfs, double apartDecibel) {

        /**
         * 2 s: shorter ones see wide ambience as inverted. 1.6 kHz keeps right and inverted sound
         * of real mixes apart. -70 dBFS: below the quietest programme, above dithered silence. 35
         * dB: twice the widest balance met in real mixes.
         */
        public static final Settings DEFAULT = new Settings(20, 1_600, -70, 35);

        public Settings {
            if (windowParts < 2 || windowParts > 28) {
                throw new IllegalArgumentException("windowParts is 2 to 28: " + windowParts);
            }
            if (!(cornerHz > 0)) {
                throw new IllegalArgumentException("cornerHz is positive: " + cornerHz);
            }
        }
    }

    @Override
    void adoptFormat(SoundFormat format) {
        pair = FrontPair.of(format.roles());
        int rate = Math.max(1, format.sampleRateHz());
        emphasis = Emphasis.above(settings.cornerHz(), rate);
    }

    @Override
    void add(AudioBlock block) {
        if (pair.exists()) {
            float[] left = block.samples(pair.left());
            float[] right = block.samples(pair.right());
            moments.add(left, right, parts.from(), parts.to(), emphasis);
        }
    }

    @Override
    void endPart(MeasurementSink out) {
        if (pair.exists()) {
            moments.endPart(parts.startMicros());
            measure(out);
        }
    }

    private void measure(MeasurementSink out) {
        if (!moments.isFull()) {
            return;
        }
        double left = moments.leftPowerSum();
        double right = moments.rightPowerSum();
        double louder = Math.max(left, right);
        double quieter = Math.min(left, right);
        double quiet = quietPower * settings.windowParts() * parts.wholeSamples();
        if (louder < quiet) {
            return;
        }
        boolean isApart = quieter * apartRatio < louder;
        if (quieter < quiet && !isApart) {
            return;
        }
        double correlation = isApart ? 0 : moments.productSum() / Math.sqrt(left * right);
        double bounded = Math.max(-1, Math.min(1, correlation));
        out.measure(CORRELATION, bounded, parts.reportAt(moments.middleMicros()));
    }

    @Override
    void clear() {
        moments.clear();
    }

    /** Version 1: parts, moments. */
    @Override
    void saveRest(DataOutput out) throws IOException {
        moments.save(out);
    }

    @Override
    void restoreRest(int savedVersion, DataInput in) throws IOException {
        moments.restore(in);
    }
}
