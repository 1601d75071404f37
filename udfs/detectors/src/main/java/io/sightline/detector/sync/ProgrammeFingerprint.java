package io.sightline.detector.sync;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.LumaView;
import java.util.Arrays;

/**
 * How the last seconds of a programme looked and sounded: enough to find the same moments in
 * another rendition, or at another tap, of it. Each picture is means of luma in {@value #AREAS}
 * areas; sound is the level of each {@value #BIN_MICROS} µs. About 60 kB for each rendition;
 * allocates nothing for a picture or a block. One thread.
 */
public final class ProgrammeFingerprint {

    static final int ACROSS = 8;
    static final int DOWN = 6;
    static final int AREAS = ACROSS * DOWN;
    static final int BIN_MICROS = 5_000;

    /** Ten seconds that are compared, four on either side that they may be off by, and one more. */
    static final long KEPT_MICROS = 19_000_000;

    private static final int PICTURES = 19 * 60;
    private static final int BINS = (int) (KEPT_MICROS / BIN_MICROS);
    private static final float SILENT_DB = -80;

    private final long[] pictureTimes = new long[PICTURES]; // a ring, in order
    private final short[] pictureAreas = new short[PICTURES * AREAS];
    private int newestPicture = -1;
    private int pictures;

    private final float[] levels = new float[BINS]; // a ring by number of the bin
    private long nextBin; // the first that has no level yet
    private int bins; // that have one, before it
    private double power; // of the bin under way
    private int samples;
    private int rateHz;

    /** Takes a picture. */
    public void add(VideoFrame frame) {
        newestPicture = (newestPicture + 1) % PICTURES;
        pictures = Math.min(PICTURES, pictures + 1);
        pictureTimes[newestPicture] = frame.presentationTimeMicros();
        describe(frame.features().smallLuma(), newestPicture * AREAS);
    }

    /** Means of the cells of each area; a picture is at least as many cells as it has areas. */
    private void describe(LumaView luma, int at) {
        int columns = luma.columns();
        int rows = luma.rows();
        for (int area = 0; area < AREAS; area++) {
            int left = area % ACROSS * columns / ACROSS;
            int right = Math.max(left + 1, (area % ACROSS + 1) * columns / ACROSS);
            int top = area / ACROSS * rows / DOWN;
            int bottom = Math.max(top + 1, (area / ACROSS + 1) * rows / DOWN);
            long sum = 0;
            for (int y = top; y < bottom; y++) {
                for (int x = left; x < right; x++) {
                    sum += luma.cells()[y * columns + x];
                }
            }
            pictureAreas[at + area] = (short) (sum / ((long) (right - left) * (bottom - top)));
        }
    }

    /** Takes a block of sound. */
    public void add(AudioBlock block) {
        long began = block.presentationTimeMicros();
        if (block.sampleRateHz() != rateHz || Math.abs(began - soundEndMicros()) > BIN_MICROS) {
            rateHz = block.sampleRateHz();
            nextBin = Math.floorDiv(began, BIN_MICROS);
            bins = 0;
            power = 0;
            samples = 0;
        }
        int channels = block.channels().size();
        for (int i = 0; i < block.sampleCount(); i++) {
            float sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                sum += block.samples(channel)[i];
            }
            power += (double) sum * sum;
            samples++;
            if (began + (i + 1) * 1_000_000L / rateHz >= (nextBin + 1) * BIN_MICROS) {
                endBin(channels);
            }
        }
    }

    private long soundEndMicros() {
        return nextBin * BIN_MICROS + (rateHz == 0 ? 0 : samples * 1_000_000L / rateHz);
    }

    private void endBin(int channels) {
        double mean = power / ((double) samples * channels * channels);
        float level = (float) Math.max(SILENT_DB, 10 * Math.log10(mean + 1e-12));
        levels[Math.floorMod(nextBin, BINS)] = level;
        nextBin++;
        bins = Math.min(BINS, bins + 1);
        power = 0;
        samples = 0;
    }

    /** Forgets everything: what comes next does not continue it. */
    public void clear() {
        pictures = 0;
        newestPicture = -1;
        bins = 0;
        rateHz = 0;
        samples = 0;
        power = 0;
        Arrays.fill(levels, SILENT_DB);
    }

    int pictures() {
        return pictures;
    }

    /** The time of a picture, from 0, the oldest that is kept. */
    long pictureMicros(int index) {
        return pictureTimes[slot(index)];
    }

    /** How far two pictures are apart: mean difference of areas, in levels of 8 bits. */
    double distance(int index, ProgrammeFingerprint other, int otherIndex) {
        int at = slot(index) * AREAS;
        int otherAt = other.slot(otherIndex) * AREAS;
        int sum = 0;
        for (int area = 0; area < AREAS; area++) {
            sum += Math.abs(pictureAreas[at + area] - other.pictureAreas[otherAt + area]);
        }
        return (double) sum / AREAS / LumaView.UNITS_PER_LEVEL;
    }

    private int slot(int index) {
        return Math.floorMod(newestPicture - pictures + 1 + index, PICTURES);
    }

    /** Number of the first bin of sound that is kept, by time since 0. */
    long firstBin() {
        return nextBin - bins;
    }

    /** Number of the bin after the last. */
    long endBin() {
        return nextBin;
    }

    /** The level of a bin, dB; at least {@code firstBin} and below {@code endBin}. */
    float level(long bin) {
        return levels[Math.floorMod(bin, BINS)];
    }
}
