package io.sightline.detector.audio;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.AudioDetector;
import io.sightline.detector.api.ChannelRole;
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
public final class ChannelDeadDetector implements AudioDetector {

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
    private final SoundParts parts = new SoundParts(PART_MICROS);
    private final ChannelMoments left = new ChannelMoments();
    private final ChannelMoments right = new ChannelMoments();
    private final ChannelMoments centre = new ChannelMoments();
    private FrontPair pair = FrontPair.NONE;
    private int centreChannel = -1;

    public ChannelDeadDetector() {
        this(Settings.DEFAULT);
    }

    public ChannelDeadDetector(Settings settings) {
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
    public String id() {
        return DefectId.AUDIO_CHANNEL_DEAD.value();
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(PAIR_DIFFERENCE, CENTRE_DIFFERENCE);
    }

    @Override
    public CostClass cost() {
        return CostClass.NEGLIGIBLE;
    }

    @Override
    public void onBlock(AudioBlock block, MeasurementSink out) {
        if (!parts.begin(block)) {
            return;
        }
        if (parts.isFormatNew()) {
            adoptFormat();
        }
        if (parts.isFormatNew() || parts.isBrokenOff()) {
            clear();
        }
        while (parts.next()) {
            if (!pair.exists()) {
                continue;
            }
            left.add(block.samples(pair.left()), parts.from(), parts.to());
            right.add(block.samples(pair.right()), parts.from(), parts.to());
            if (centreChannel >= 0) {
                centre.add(block.samples(centreChannel), parts.from(), parts.to());
            }
            if (parts.isComplete()) {
                measure(out);
                clear();
            }
        }
    }

    private void adoptFormat() {
        pair = FrontPair.of(parts.format().roles());
        centreChannel = parts.format().roles().indexOf(ChannelRole.FRONT_CENTRE);
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

    private void clear() {
        left.clear();
        right.clear();
        centre.clear();
    }

    @Override
    public void onDiscontinuity() {
        parts.reset();
        clear();
    }

    @Override
    public int stateVersion() {
        return STATE_VERSION;
    }

    /** Version 1: parts, then the part under way of the left, right and centre channel. */
    @Override
    public void save(DataOutput out) throws IOException {
        parts.save(out);
        left.save(out);
        right.save(out);
        centre.save(out);
    }

    @Override
    public void restore(int stateVersion, DataInput in) throws IOException {
        parts.restore(in);
        left.restore(in);
        right.restore(in);
        centre.restore(in);
        adoptFormat();
    }
}
