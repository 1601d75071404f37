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
 * Measures what is left of stereo: the power of the difference of the two front channels against
 * that of their sum. Bit-identical channels read -120 dB; lossy coding of the two apart from each
 * other leaves -60 to -30 dB, coding them as sum and difference leaves none.
 *
 * <p>While it is quiet nothing is measured. One instance for each rendition, on the task thread;
 * allocates nothing.
 */
public final class MonoDetector extends PartDetector {

    public static final Metric SIDE =
            new Metric(
                    "stereo_side_db",
                    Unit.DECIBEL,
                    Fold.MAX,
                    "Power of the difference of front left and right against that of their sum"
                            + " in each second, -120 (the same samples) to 120, where they sound.");

    private static final int STATE_VERSION = 1;
    private static final int PART_MICROS = 1_000_000;
    private static final double LARGEST_DECIBEL = 120;

    private final Settings settings;
    private final PairMoments moments = new PairMoments(1);
    private FrontPair pair = FrontPair.NONE;

    public MonoDetector() {
        this(Settings.DEFAULT);
    }

    public MonoDetector(Settings settings) {
        super(DefectId.AUDIO_MONO, STATE_VERSION, PART_MICROS, SIDE);
        this.settings = settings;
    }

    /**
     * What may be chosen.
     *
     * @param soundDbfs from this power of the louder channel on, it sounds
     */
    public record Settings(double soundDbfs) {

        /** -65 dBFS: the noise of a quiet room or a preamplifier is below it. */
        public static final Settings DEFAULT = new Settings(-65);
    }

    @Override
    void adoptFormat(SoundFormat format) {
        pair = FrontPair.of(format.roles());
    }

    @Override
    void add(AudioBlock block) {
        if (pair.exists()) {
            float[] left = block.samples(pair.left());
            float[] right = block.samples(pair.right());
            moments.add(left, right, parts.from(), parts.to(), Emphasis.NONE);
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
        double powers = moments.leftPowerSum() + moments.rightPowerSum();
        double louder = Math.max(moments.leftPowerSum(), moments.rightPowerSum());
        if (Decibel.ofPower(louder / parts.wholeSamples(), -LARGEST_DECIBEL)
                < settings.soundDbfs()) {
            return;
        }
        double difference = powers - 2 * moments.productSum();
        double sum = powers + 2 * moments.productSum();
        double side =
                sum > 0 ? Decibel.ofPower(difference / sum, -LARGEST_DECIBEL) : LARGEST_DECIBEL;
        out.measure(SIDE, Math.min(LARGEST_DECIBEL, side), parts.reportAt(parts.startMicros()));
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
