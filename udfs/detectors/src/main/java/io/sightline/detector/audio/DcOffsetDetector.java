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
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the mean of the samples over a second, in the channel where it is largest: an offset
 * that a converter or a mixer adds. Nobody hears it, but it takes headroom, and every cut clicks.
 *
 * <p>The second is weighted by a triangle, so that deep tones are no offset. It counts from its
 * middle. One instance for each rendition, on the task thread; allocates only when the format
 * changes.
 */
public final class DcOffsetDetector extends PartDetector {

    public static final Metric OFFSET =
            new Metric(
                    "dc_offset_dbfs",
                    Unit.DBFS,
                    Fold.MAX,
                    "Magnitude of the mean of the samples over a second (triangle window), of the"
                            + " channel where it is largest, -120 and up.");

    private static final int STATE_VERSION = 1;
    private static final int PART_MICROS = 10_000;
    private static final int WINDOW_PARTS = 100;
    private static final int PARTS_PER_MEASUREMENT = 5;
    private static final double FLOOR_DBFS = -120;

    private final List<ChannelMoments> moments = new ArrayList<>(); // of the part under way
    private final long[] startMicros = new long[WINDOW_PARTS];
    private float[][] means = new float[0][WINDOW_PARTS]; // by channel, then slot
    private int next; // slot
    private int filled;

    public DcOffsetDetector() {
        super(DefectId.AUDIO_DC_OFFSET, STATE_VERSION, PART_MICROS, OFFSET);
    }

    @Override
    void adoptFormat(SoundFormat format) {
        int channels = format.channelCount();
        means = new float[channels][WINDOW_PARTS];
        moments.clear();
        for (int channel = 0; channel < channels; channel++) {
            moments.add(new ChannelMoments());
        }
    }

    @Override
    void add(AudioBlock block) {
        for (int channel = 0; channel < means.length; channel++) {
            moments.get(channel).add(block.samples(channel), parts.from(), parts.to());
        }
    }

    @Override
    void endPart(MeasurementSink out) {
        startMicros[next] = parts.startMicros();
        for (int channel = 0; channel < means.length; channel++) {
            means[channel][next] = (float) (moments.get(channel).sum() / parts.wholeSamples());
            moments.get(channel).clear();
        }
        next = (next + 1) % WINDOW_PARTS;
        filled = Math.min(filled + 1, WINDOW_PARTS);
        if (filled == WINDOW_PARTS && next % PARTS_PER_MEASUREMENT == 0) {
            double largest = 0;
            for (float[] ofChannel : means) {
                largest = Math.max(largest, Math.abs(weightedMean(ofChannel)));
            }
            long middleMicros = startMicros[(next + WINDOW_PARTS / 2) % WINDOW_PARTS];
            out.measure(
                    OFFSET, Decibel.ofAmplitude(largest, FLOOR_DBFS), parts.reportAt(middleMicros));
        }
    }

    private double weightedMean(float[] ofChannel) {
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < WINDOW_PARTS; i++) {
            double weight = Math.min(i + 0.5, WINDOW_PARTS - i - 0.5);
            sum += weight * ofChannel[(next + i) % WINDOW_PARTS];
            weights += weight;
        }
        return sum / weights;
    }

    @Override
    void clear() {
        next = 0;
        filled = 0;
        for (int channel = 0; channel < moments.size(); channel++) {
            moments.get(channel).clear();
        }
    }

    /** Version 1: parts, the part under way of each channel, then the means of the window. */
    @Override
    void saveRest(DataOutput out) throws IOException {
        out.writeByte(next);
        out.writeByte(filled);
        for (int i = 0; i < filled; i++) { // filled from slot 0 on
            out.writeLong(startMicros[i]);
        }
        for (int channel = 0; channel < means.length; channel++) {
            moments.get(channel).save(out);
            for (int i = 0; i < filled; i++) {
                out.writeFloat(means[channel][i]);
            }
        }
    }

    @Override
    void restoreRest(int savedVersion, DataInput in) throws IOException {
        next = in.readUnsignedByte();
        filled = in.readUnsignedByte();
        for (int i = 0; i < filled; i++) {
            startMicros[i] = in.readLong();
        }
        for (int channel = 0; channel < means.length; channel++) {
            moments.get(channel).restore(in);
            for (int i = 0; i < filled; i++) {
                means[channel][i] = in.readFloat();
            }
        }
    }
}
