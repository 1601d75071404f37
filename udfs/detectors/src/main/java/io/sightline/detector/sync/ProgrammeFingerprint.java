package io.sightline.detector.sync;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.LumaView;

/**
 * How the last seconds of a programme looked and sounded: enough to find the same moments in
 * another rendition, or at another tap, of it. Each picture is means of luma in {@value #AREAS}
 * areas; sound is the level of each {@value #BIN_MICROS} µs. About 320 kB for each rendition;
 * allocates nothing for a picture or a block. One thread.
 */
public final class ProgrammeFingerprint {

    static final int ACROSS = 8;
    static final int DOWN = 6;
    static final int AREAS = ACROSS * DOWN;
    static final int BIN_MICROS = 5_000;

    private static final int ENOUGH_ROWS = 8; // of cells, for the mean of an area

    /**
     * For so long what was seen and heard is kept. Two of one programme need not arrive together:
     * one is compared when the other has had time to come.
     */
    public static final long KEPT_MICROS = 45_000_000;

    private static final int PICTURES = 45 * 60;
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
        short[] cells = luma.cells();
        for (int area = 0; area < AREAS; area++) {
            int left = area % ACROSS * columns / ACROSS;
            int right = Math.max(left + 1, (area % ACROSS + 1) * columns / ACROSS);
            int top = area / ACROSS * rows / DOWN;
            int bottom = Math.max(top + 1, (area / ACROSS + 1) * rows / DOWN);
            int step = Math.max(1, (bottom - top) / ENOUGH_ROWS);
            int sum = 0;
            int count = 0;
            for (int y = top; y < bottom; y += step) {
                for (int cell = y * columns + left; cell < y * columns + right; cell++) {
                    sum += cells[cell];
                }
                count += right - left;
            }
            pictureAreas[at + area] = (short) (sum / count);
        }
    }

    /** Takes a block of sound. */
    public void add(AudioBlock block) {
        long began = block.presentationTimeMicros();
        if (block.sampleRateHz() != rateHz || Math.abs(began - soundEndMicros()) > BIN_MICROS) {
            rateHz = block.sampleRateHz();
            resumeAt(Math.floorDiv(began + BIN_MICROS - 1, BIN_MICROS));
        }
        int count = block.sampleCount();
        int from = (int) Math.min(count, samplesBefore(nextBin * BIN_MICROS, block));
        while (from < count) {
            long binEnd = samplesBefore((nextBin + 1) * BIN_MICROS, block);
            int to = (int) Math.min(count, Math.max(from + 1, binEnd));
            power += power(block, from, to);
            samples += to - from;
            if (to >= binEnd) {
                endBin();
            }
            from = to;
        }
    }

    /** How many samples from the begin of a block on end before an instant, or with it. */
    private static long samplesBefore(long micros, AudioBlock block) {
        long since = Math.max(0, micros - block.presentationTimeMicros());
        return since * block.sampleRateHz() / 1_000_000;
    }

    /** Of all channels together, as one. */
    private static double power(AudioBlock block, int from, int to) {
        int channels = block.channels().size();
        float[] first = block.samples(0);
        double power = 0;
        for (int i = from; i < to; i++) {
            float sum = first[i];
            for (int channel = 1; channel < channels; channel++) {
                sum += block.samples(channel)[i];
            }
            power += (double) sum * sum;
        }
        return power / ((double) channels * channels);
    }

    private long soundEndMicros() {
        return nextBin * BIN_MICROS + (rateHz == 0 ? 0 : samples * 1_000_000L / rateHz);
    }

    /** Sound begins, or goes on after a gap, whose levels nobody knows. */
    private void resumeAt(long bin) {
        if (bins == 0) {
            nextBin = bin;
        }
        for (long gap = Math.max(nextBin, bin - BINS); gap < bin; gap++) {
            levels[Math.floorMod(gap, BINS)] = Float.NaN;
        }
        bins = (int) Math.min(BINS, bins + Math.max(0, bin - nextBin));
        nextBin = Math.max(nextBin, bin);
        power = 0;
        samples = 0;
    }

    private void endBin() {
        float level = (float) Math.max(SILENT_DB, 10 * Math.log10(power / samples + 1e-12));
        levels[Math.floorMod(nextBin, BINS)] = level;
        nextBin++;
        bins = Math.min(BINS, bins + 1);
        power = 0;
        samples = 0;
    }

    /** What comes next does not continue what came: nothing is found across this instant. */
    public void onDiscontinuity() {
        if (bins > 0) {
            resumeAt(nextBin + 1);
        }
    }

    /** Whether no picture between two instants is forgotten or still to come. */
    boolean hasPictures(long fromMicros, long toMicros) {
        return pictures > 0
                && pictureMicros(0) <= fromMicros
                && pictureMicros(pictures - 1) >= toMicros;
    }

    /** Whether the level of every bin from one on, and before another, is known and kept. */
    boolean hasLevels(long fromBin, long endBin) {
        if (fromBin < nextBin - bins || endBin > nextBin) {
            return false;
        }
        for (long bin = fromBin; bin < endBin; bin++) {
            if (Float.isNaN(level(bin))) {
                return false;
            }
        }
        return true;
    }

    /**
     * What the areas were like at instants a step apart, in between of the pictures before and
     * after, so that it does not matter how many there are a second.
     *
     * @return levels of 8 bits: {@value #AREAS} series, a value for each instant
     */
    double[][] areas(long fromMicros, int stepMicros, int steps) {
        double[][] areas = new double[AREAS][steps];
        int next = Math.min(pictures - 1, firstPictureFrom(fromMicros));
        for (int step = 0; step < steps; step++) {
            long at = fromMicros + (long) step * stepMicros;
            while (next < pictures - 1 && pictureMicros(next) < at) {
                next++;
            }
            int before = Math.max(0, next - 1);
            double apart = pictureMicros(next) - pictureMicros(before);
            double share = apart > 0 ? (at - pictureMicros(before)) / apart : 0;
            share = Math.max(0, Math.min(1, share));
            int from = slot(before) * AREAS;
            int to = slot(next) * AREAS;
            for (int area = 0; area < AREAS; area++) {
                double earlier = pictureAreas[from + area];
                double later = pictureAreas[to + area];
                areas[area][step] =
                        (earlier + share * (later - earlier)) / LumaView.UNITS_PER_LEVEL;
            }
        }
        return areas;
    }

    /** The first picture at or after an instant; the number of pictures if there is none yet. */
    private int firstPictureFrom(long micros) {
        int from = 0;
        int to = pictures;
        while (from < to) {
            int middle = (from + to) / 2;
            if (pictureMicros(middle) < micros) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** The time of a picture, from 0, the oldest that is kept. */
    private long pictureMicros(int index) {
        return pictureTimes[slot(index)];
    }

    private int slot(int index) {
        return Math.floorMod(newestPicture - pictures + 1 + index, PICTURES);
    }

    /** The level of a bin that is kept, dB; bins are numbered by time since 0. */
    float level(long bin) {
        return levels[Math.floorMod(bin, BINS)];
    }
}
