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
 * Measures how sure it is that the peaks of the sound were cut off, now or anywhere upstream: also
 * where it was made quieter or lossily coded after that. Two signs count, in the channel where they
 * are strongest, in windows of 2.5 s:
 *
 * <ul>
 *   <li>Samples that stand still at the top behind a steep rise, as only cutting leaves them.
 *   <li>The distribution of magnitudes ends like a wall ({@link AmplitudeHistogram#steepness}), and
 *       some of the highest crests are flat ({@link Crests#flatShare}). Both survive lossy coding,
 *       which moves every sample a little. A limiter leaves a wall too, but no flat crests, nor do
 *       tones; uncut sound has flat crests now and then, but no wall.
 * </ul>
 *
 * <p>A window counts from its middle. One instance for each rendition, on the task thread;
 * allocates only when the format changes.
 */
public final class ClippingDetector extends PartDetector {

    public static final Metric CLIPPING =
            new Metric(
                    "clipping",
                    Unit.RATIO,
                    Fold.MAX,
                    "Evidence that peaks are cut off, of the channel where it is strongest in 2.5"
                            + " s: 0 to 10, 1 and more where no uncut sound gets.");

    private static final int STATE_VERSION = 1;
    private static final int PART_MICROS = 500_000;
    private static final int WINDOW_PARTS = 5;

    /** Of the samples, beyond the ceiling: what coding adds to cut crests overshoots. */
    private static final double CEILING_SHARE = 2e-3;

    private static final double LARGEST = 10;

    /** Of the ceiling: around an offset (DC) quiet sound looks flat and walled in. */
    private static final double MOST_OFFSET = 0.1;

    private final Settings settings;
    private final List<AmplitudeHistogram> histograms = new ArrayList<>(); // by channel
    private final List<Crests> crests = new ArrayList<>();
    private final long[] startMicros = new long[WINDOW_PARTS];
    private int complete; // parts since the start, at most WINDOW_PARTS
    private int next; // slot of startMicros

    public ClippingDetector() {
        this(Settings.DEFAULT);
    }

    public ClippingDetector(Settings settings) {
        super(DefectId.AUDIO_CLIPPING, STATE_VERSION, PART_MICROS, CLIPPING);
        this.settings = settings;
    }

    /**
     * What may be chosen.
     *
     * @param steepness of the end of the distribution, against noise, that no uncut sound has
     * @param flatShare of the highest crests, 0 to 1, that neither limited sound nor a tone has
     * @param stillPerSecond samples standing still at the top that no uncut sound has
     * @param quietest where the ceiling is below this magnitude nothing is told
     */
    public record Settings(
            double steepness, double flatShare, double stillPerSecond, double quietest) {

        public static final Settings DEFAULT = new Settings(5, 0.11, 20, 0.0316);

        public Settings {
            if (!(steepness > 0 && flatShare > 0 && stillPerSecond > 0)) {
                throw new IllegalArgumentException("steepness, flatShare, stillPerSecond over 0");
            }
        }
    }

    @Override
    void adoptFormat(SoundFormat format) {
        histograms.clear();
        crests.clear();
        for (int channel = 0; channel < format.channelCount(); channel++) {
            histograms.add(new AmplitudeHistogram(WINDOW_PARTS));
            crests.add(new Crests(WINDOW_PARTS));
        }
    }

    @Override
    void add(AudioBlock block) {
        for (int channel = 0; channel < crests.size(); channel++) {
            float[] samples = block.samples(channel);
            histograms.get(channel).add(samples, parts.from(), parts.to());
            crests.get(channel).add(samples, parts.from(), parts.to());
        }
    }

    @Override
    void endPart(MeasurementSink out) {
        startMicros[next] = parts.startMicros();
        next = (next + 1) % WINDOW_PARTS;
        complete = Math.min(complete + 1, WINDOW_PARTS);
        double strongest = 0;
        for (int channel = 0; channel < crests.size(); channel++) {
            strongest = Math.max(strongest, endPart(histograms.get(channel), crests.get(channel)));
        }
        if (complete == WINDOW_PARTS) {
            long middleMicros = startMicros[(next + WINDOW_PARTS / 2) % WINDOW_PARTS];
            out.measure(CLIPPING, Math.min(LARGEST, strongest), parts.reportAt(middleMicros));
        }
    }

    /** Evidence of one channel. */
    private double endPart(AmplitudeHistogram histogram, Crests ofChannel) {
        histogram.endPart();
        ofChannel.endPart();
        double steepness = histogram.steepness();
        float ceiling = histogram.exceededBy(CEILING_SHARE);
        boolean isCentred = histogram.largestMean() <= MOST_OFFSET * ceiling;
        ofChannel.setCeiling(isCentred ? ceiling : 0);
        if (!isCentred || ceiling < settings.quietest()) {
            return 0;
        }
        double wall =
                Math.min(
                        steepness / settings.steepness(),
                        ofChannel.flatShare() / settings.flatShare());
        double stillPerSecond = ofChannel.stillSamples() * 1e6 / PART_MICROS / WINDOW_PARTS;
        return Math.max(wall, stillPerSecond / settings.stillPerSecond());
    }

    @Override
    void clear() {
        complete = 0;
        next = 0;
        for (int channel = 0; channel < crests.size(); channel++) {
            histograms.get(channel).clear();
            crests.get(channel).clear();
        }
    }

    /** Version 1: parts, starts of the complete parts; histogram and crests of each channel. */
    @Override
    void saveRest(DataOutput out) throws IOException {
        out.writeByte(next);
        out.writeByte(complete);
        for (int i = 0; i < complete; i++) { // filled from slot 0 on
            out.writeLong(startMicros[i]);
        }
        for (int channel = 0; channel < crests.size(); channel++) {
            histograms.get(channel).save(out);
            crests.get(channel).save(out);
        }
    }

    @Override
    void restoreRest(int savedVersion, DataInput in) throws IOException {
        next = in.readUnsignedByte();
        complete = in.readUnsignedByte();
        for (int i = 0; i < complete; i++) {
            startMicros[i] = in.readLong();
        }
        for (int channel = 0; channel < crests.size(); channel++) {
            histograms.get(channel).restore(in);
            crests.get(channel).restore(in);
        }
    }
}
