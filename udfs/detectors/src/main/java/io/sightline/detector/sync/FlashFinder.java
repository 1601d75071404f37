package io.sightline.detector.sync;

import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.LumaView;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Finds flashes: a part of the picture that becomes much brighter from one picture to the next and
 * falls back soon. A cut does not fall back; a fade does not jump.
 *
 * <p>The picture is seen as {@value #COLUMNS} by {@value #ROWS} regions. Allocates nothing per
 * picture.
 */
final class FlashFinder {

    static final long NONE = Long.MIN_VALUE;

    private static final int COLUMNS = 16;
    private static final int ROWS = 9;
    private static final int REGIONS = COLUMNS * ROWS;

    /** About as many cells a row are looked at: regions are means over some of their cells. */
    private static final int SAMPLED_COLUMNS = 64;

    private final FlashSettings settings;
    private int[] means = new int[REGIONS]; // of the last picture, units of LumaView
    private int[] next = new int[REGIONS];
    private final int[] counts = new int[REGIONS];
    private final boolean[] isLit = new boolean[REGIONS]; // the regions of a flash going on
    private boolean hasPicture;
    private long flashMicros = NONE; // when the flash going on began
    private int darkUnits; // mean of its regions before it
    private int riseUnits; // by how much they rose

    FlashFinder(FlashSettings settings) {
        this.settings = settings;
    }

    /** When the flash began that ends with this picture, or {@link #NONE}. */
    long onFrame(VideoFrame frame) {
        long timeMicros = frame.presentationTimeMicros();
        reduce(frame.features().smallLuma(), next);
        long found = NONE;
        if (flashMicros != NONE) {
            if (meanOfLit(next) <= darkUnits + riseUnits * settings.fallen()) {
                found = flashMicros;
                flashMicros = NONE;
            } else if (timeMicros - flashMicros > settings.longestMicros()) {
                flashMicros = NONE; // it stays: another scene
            }
        } else if (hasPicture) {
            begin(timeMicros);
        }
        int[] free = means;
        means = next;
        next = free;
        hasPicture = true;
        return found;
    }

    private void begin(long timeMicros) {
        int least = settings.leastRiseUnits();
        int lit = 0;
        for (int i = 0; i < REGIONS; i++) {
            isLit[i] = next[i] - means[i] >= least;
            lit += isLit[i] ? 1 : 0;
        }
        if (lit >= settings.leastArea() * REGIONS) {
            flashMicros = timeMicros;
            darkUnits = meanOfLit(means);
            riseUnits = meanOfLit(next) - darkUnits;
        }
    }

    private int meanOfLit(int[] of) {
        long sum = 0;
        int count = 0;
        for (int i = 0; i < REGIONS; i++) {
            if (isLit[i]) {
                sum += of[i];
                count++;
            }
        }
        return count == 0 ? 0 : (int) (sum / count);
    }

    private void reduce(LumaView luma, int[] into) {
        for (int i = 0; i < REGIONS; i++) {
            into[i] = 0;
            counts[i] = 0;
        }
        short[] cells = luma.cells();
        int columns = luma.columns();
        int rows = luma.rows();
        int step = Math.max(1, columns / SAMPLED_COLUMNS);
        for (int row = 0; row < rows; row += step) {
            int first = row * ROWS / rows * COLUMNS;
            for (int column = 0; column < columns; column += step) {
                int region = first + column * COLUMNS / columns;
                into[region] += cells[row * columns + column];
                counts[region]++;
            }
        }
        int last = 0;
        for (int i = 0; i < REGIONS; i++) {
            last = counts[i] == 0 ? last : into[i] / counts[i]; // tiny pictures: as the one before
            into[i] = last;
        }
    }

    void forget() {
        hasPicture = false;
        flashMicros = NONE;
    }

    void save(DataOutput out) throws IOException {
        out.writeBoolean(hasPicture);
        out.writeLong(flashMicros);
        out.writeInt(darkUnits);
        out.writeInt(riseUnits);
        for (int i = 0; i < REGIONS; i++) {
            out.writeShort(means[i]);
            out.writeBoolean(isLit[i]);
        }
    }

    void restore(DataInput in) throws IOException {
        hasPicture = in.readBoolean();
        flashMicros = in.readLong();
        darkUnits = in.readInt();
        riseUnits = in.readInt();
        for (int i = 0; i < REGIONS; i++) {
            means[i] = in.readShort();
            isLit[i] = in.readBoolean();
        }
    }
}
