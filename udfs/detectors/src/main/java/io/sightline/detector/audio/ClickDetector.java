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
import java.util.Arrays;

/**
 * Measures how many clicks there are in a second: single outliers of the second difference of the
 * samples, which follows neither from what comes before nor from what comes after. A drum, a
 * castanet or a key is loud as suddenly, but it goes on to sound; a click is over at once.
 *
 * <p>The sound is looked at in parts of two thirds of a millisecond; a part with a click stands out
 * from those up to 16 ms to both sides, but for the nearest 3 ms, over which lossy coding smears
 * it. One instance for each rendition, on the task thread; allocates only when the format changes.
 */
public final class ClickDetector extends PartDetector {

    public static final Metric CLICKS =
            new Metric(
                    "clicks_per_second",
                    Unit.COUNT,
                    Fold.MAX,
                    "Clicks of any channel in the second that begins here: outliers of the second"
                            + " difference that are over at once.");

    private static final int STATE_VERSION = 1;
    private static final int PART_MICROS = 667;
    private static final int SIDE = 24; // parts to each side
    private static final int SMEARED = 5; // of them, the nearest, do not count
    private static final int RING = 2 * SIDE + 1;
    private static final int PARTS_PER_HOP = 150;
    private static final int HOPS = 10;

    private final Settings settings;
    private float[][] peaks = new float[0][RING]; // of the second difference, by channel, slot
    private final SecondDifferences differences = new SecondDifferences();
    private int slot;
    private int filled; // parts in the ring
    private int sinceClick = RING; // parts
    private final int[] clicks = new int[HOPS]; // by hop
    private final long[] hopMicros = new long[HOPS];
    private int hop;
    private int hopParts; // of the hop under way
    private int hops; // complete ones, at most HOPS

    public ClickDetector() {
        this(Settings.DEFAULT);
    }

    public ClickDetector(Settings settings) {
        super(DefectId.AUDIO_CLICK, STATE_VERSION, PART_MICROS, CLICKS);
        this.settings = settings;
    }

    @Override
    public int version() {
        return 2;
    }

    /**
     * What may be chosen.
     *
     * @param prominence how far a click stands out from what is around it, over 1
     * @param smallest second difference that counts; 1 is half of what full scale can have
     */
    public record Settings(float prominence, float smallest) {

        public static final Settings DEFAULT = new Settings(8, 0.003f);

        public Settings {
            if (!(prominence > 1)) {
                throw new IllegalArgumentException("prominence is over 1: " + prominence);
            }
        }
    }

    @Override
    void add(AudioBlock block) {
        for (int channel = 0; channel < peaks.length; channel++) {
            differences.of(channel, block.samples(channel), parts.from(), parts.to());
            peaks[channel][slot] = Math.max(peaks[channel][slot], differences.largest());
        }
    }

    @Override
    void endPart(MeasurementSink out) {
        slot = (slot + 1) % RING;
        filled = Math.min(filled + 1, RING);
        if (hopParts == 0) {
            hopMicros[hop] = parts.startMicros();
        }
        hopParts++;
        sinceClick = Math.min(sinceClick + 1, RING);
        if (filled == RING && sinceClick > SMEARED && isClickInTheMiddle()) {
            clicks[hop]++;
            sinceClick = 0;
        }
        for (float[] ofChannel : peaks) {
            ofChannel[slot] = 0;
        }
        if (hopParts == PARTS_PER_HOP) {
            endHop(out);
        }
    }

    private boolean isClickInTheMiddle() {
        int middle = slot + SIDE; // the oldest part is at slot
        for (float[] ofChannel : peaks) {
            float peak = ofChannel[middle % RING];
            if (peak >= settings.smallest()
                    && peak > settings.prominence() * highest(ofChannel, slot, SIDE - SMEARED)
                    && peak
                            > settings.prominence()
                                    * highest(ofChannel, middle + SMEARED + 1, SIDE - SMEARED)) {
                return true;
            }
        }
        return false;
    }

    private static float highest(float[] ofChannel, int from, int count) {
        float highest = 0;
        for (int i = from; i < from + count; i++) {
            highest = Math.max(highest, ofChannel[i % RING]);
        }
        return highest;
    }

    private void endHop(MeasurementSink out) {
        hopParts = 0;
        hop = (hop + 1) % HOPS;
        hops = Math.min(hops + 1, HOPS);
        if (hops == HOPS) {
            int sum = 0;
            for (int ofHop : clicks) {
                sum += ofHop;
            }
            out.measure(CLICKS, sum, parts.reportAt(hopMicros[hop]));
        }
        clicks[hop] = 0;
    }

    @Override
    void adoptFormat(SoundFormat format) {
        int channels = format.channelCount();
        peaks = new float[channels][RING];
        differences.begin(channels, parts.wholeSamples());
    }

    @Override
    void clear() {
        for (float[] ofChannel : peaks) {
            Arrays.fill(ofChannel, 0);
        }
        differences.clear();
        Arrays.fill(clicks, 0);
        slot = 0;
        filled = 0;
        sinceClick = RING;
        hop = 0;
        hopParts = 0;
        hops = 0;
    }

    /** Version 1: parts; place in the ring; clicks of each hop; of each channel the ring. */
    @Override
    void saveRest(DataOutput out) throws IOException {
        out.writeByte(slot);
        out.writeByte(filled);
        out.writeByte(sinceClick);
        out.writeByte(hop);
        out.writeShort(hopParts);
        out.writeByte(hops);
        for (int i = 0; i < HOPS; i++) {
            out.writeInt(clicks[i]);
            out.writeLong(hopMicros[i]);
        }
        for (int channel = 0; channel < peaks.length; channel++) {
            differences.save(channel, out);
            for (float peak : peaks[channel]) {
                out.writeFloat(peak);
            }
        }
    }

    @Override
    void restoreRest(int savedVersion, DataInput in) throws IOException {
        slot = in.readUnsignedByte();
        filled = in.readUnsignedByte();
        sinceClick = in.readUnsignedByte();
        hop = in.readUnsignedByte();
        hopParts = in.readUnsignedShort();
        hops = in.readUnsignedByte();
        for (int i = 0; i < HOPS; i++) {
            clicks[i] = in.readInt();
            hopMicros[i] = in.readLong();
        }
        for (int channel = 0; channel < peaks.length; channel++) {
            differences.restore(channel, in);
            for (int i = 0; i < RING; i++) {
                peaks[channel][i] = in.readFloat();
            }
        }
    }
}
