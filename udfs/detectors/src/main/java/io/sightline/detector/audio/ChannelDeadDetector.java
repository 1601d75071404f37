package io.sightline.detector.audio;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.ChannelRole;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.detector.model.DefectId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Measures by how much one front channel is quieter than the other, and the centre than both: a
 * cable, a converter or an embedder that lost a channel leaves it silent while others sound.
 *
 * <p>Only where something sounds: while all channels are quiet, nothing is measured and what was
 * measured last goes on. The surround and low-frequency channels are silent for hours on purpose
 * and are not looked at; mono has no other channel to compare with. What a channel holds that is
 * constant (DC) is no sound.
 *
 * <p>One instance for each rendition, on the task thread; allocates nothing.
 */
public final class ChannelDeadDetector extends PartDetector {

    public static final Metric PAIR_DIFFERENCE =
            new Metric(
                    "front_difference_db",
                    Unit.DECIBEL,
                    Fold.MIN,
                    "By how much the quieter of the front left and right channels is below the"
                            + " louder in each 100 ms, 0 to 120, where the louder one sounds.");

    public static final Metric CENTRE_DIFFERENCE =
            new Metric(
                    "centre_difference_db",
                    Unit.DECIBEL,
                    Fold.MIN,
                    "By how much the front centre channel is below the louder of front left and"
                            + " right in each 100 ms, 0 to 120, where that one sounds.");

    private static final int STATE_VERSION = 1;
    private static final int PART_MICROS = 100_000;
    private static final double LARGEST_DECIBEL = 120;

    private final Settings settings;
    private final ChannelMoments left = new ChannelMoments();
    private final ChannelMoments right = new ChannelMoments();
    private final ChannelMoments centre = new ChannelMoments();
    private FrontPair pair = FrontPair.NONE;
    private int centreChannel = -1;

    public ChannelDeadDetector() {
        this(Settings.DEFAULT);
    }

    public ChannelDeadDetector(Settings settings) {
        super(
                DefectId.AUDIO_CHANNEL_DEAD,
                STATE_VERSION,
                PART_MICROS,
                PAIR_DIFFERENCE,
                CENTRE_DIFFERENCE);
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
        centreChannel = format.roles().indexOf(ChannelRole.FRONT_CENTRE);
    }

    @Override
    void add(AudioBlock block) {
        if (!pair.exists()) {
            return;
        }
        left.add(block.samples(pair.left()), parts.from(), parts.to());
        right.add(block.samples(pair.right()), parts.from(), parts.to());
        if (centreChannel >= 0) {
            centre.add(block.samples(centreChannel), parts.from(), parts.to());
        }
    }

    @Override
    void endPart(MeasurementSink out) {
        if (pair.exists()) {
            measure(out);
            clear();
        }
    }

    private void measure(MeasurementSink out) {
        double leftDbfs = levelDbfs(left);
        double rightDbfs = levelDbfs(right);
        double louder = Math.max(leftDbfs, rightDbfs);
        if (louder < settings.soundDbfs()) {
            return;
        }
        long atMicros = parts.reportAt(parts.startMicros());
        out.measure(PAIR_DIFFERENCE, bounded(Math.abs(leftDbfs - rightDbfs)), atMicros);
        if (centreChannel >= 0) {
            out.measure(CENTRE_DIFFERENCE, bounded(louder - levelDbfs(centre)), atMicros);
        }
    }

    private double levelDbfs(ChannelMoments moments) {
        return Decibel.ofPower(moments.variance(parts.wholeSamples()), -LARGEST_DECIBEL);
    }

    private static double bounded(double decibel) {
        return Math.max(0, Math.min(LARGEST_DECIBEL, decibel));
    }

    @Override
    void clear() {
        left.clear();
        right.clear();
        centre.clear();
    }

    /** Version 1: parts, then the part under way of the left, right and centre channel. */
    @Override
    void saveRest(DataOutput out) throws IOException {
        left.save(out);
        right.save(out);
        centre.save(out);
    }

    @Override
    void restoreRest(int savedVersion, DataInput in) throws IOException {
        left.restore(in);
        right.restore(in);
        centre.restore(in);
    }
}
