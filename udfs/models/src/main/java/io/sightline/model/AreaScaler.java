package io.sightline.model;

import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.api.VideoFrame;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Scales luma to a fixed size by areas: each value is the mean of the rectangle of the picture that
 * it covers, samples at its edges counted by the part that lies within; the shape of the picture is
 * not kept. 0 is nominal black and 1 nominal white, and nothing is beyond.
 *
 * <p>One for each thread; buffers are reused.
 */
final class AreaScaler {

    private final int width;
    private final int height;
    private byte[] row = new byte[0];
    private int[] sums = new int[0]; // of the samples before each
    private final float[] across; // one row of the picture, scaled across

    AreaScaler(int width, int height) {
        this.width = width;
        this.height = height;
        this.across = new float[width];
    }

    /**
     * Scales the luma of a picture.
     *
     * @param target takes {@code width * height} values, row by row
     */
    void scale(VideoFrame frame, float[] target) {
        LumaFormat format = frame.lumaFormat();
        int columns = frame.width();
        int rows = frame.height();
        if (sums.length < columns + 1) {
            sums = new int[columns + 1];
            row = new byte[columns * 2];
        }
        Arrays.fill(target, 0, width * height, 0);
        ByteBuffer luma = frame.luma();
        for (int y = 0; y < rows; y++) {
            int length = columns * format.bytesPerSample();
            luma.get(y * frame.lumaStrideBytes(), row, 0, length);
            addUp(format, columns);
            scaleAcross(columns);
            spread(y, rows, target);
        }
        normalise(format, columns, target);
    }

    private void addUp(LumaFormat format, int columns) {
        int sum = 0;
        if (format.bytesPerSample() == 1) {
            for (int x = 0; x < columns; x++) {
                sum += row[x] & 0xFF;
                sums[x + 1] = sum;
            }
            return;
        }
        for (int x = 0; x < columns; x++) {
            int code = (row[2 * x] & 0xFF) | (row[2 * x + 1] & 0xFF) << 8;
            sum += code >> format.shift();
            sums[x + 1] = sum;
        }
    }

    private void scaleAcross(int columns) {
        double step = (double) columns / width;
        double before = 0;
        for (int x = 0; x < width; x++) {
            double upTo = sumUpTo(Math.min(columns, (x + 1) * step), columns);
            across[x] = (float) (upTo - before);
            before = upTo;
        }
    }

    /** The sum of the samples left of a place, of which the last may be cut. */
    private double sumUpTo(double place, int columns) {
        int whole = (int) place;
        if (whole >= columns) {
            return sums[columns];
        }
        return sums[whole] + (place - whole) * (sums[whole + 1] - sums[whole]);
    }

    /** Adds a scaled row to the rows of the target that it lies in, by the part that does. */
    private void spread(int y, int rows, float[] target) {
        double scale = (double) height / rows;
        double from = y * scale;
        double to = Math.min(height, (y + 1) * scale);
        for (int line = (int) from; line < to; line++) {
            float part = (float) (Math.min(to, line + 1) - Math.max(from, line));
            if (part <= 0) {
                continue;
            }
            int at = line * width;
            for (int x = 0; x < width; x++) {
                target[at + x] += part * across[x];
            }
        }
    }

    private void normalise(LumaFormat format, int columns, float[] target) {
        // Parts of rows add up to 1 for each line, in rows of the target.
        double samples = (double) columns / width;
        float black = format.blackCode();
        float range = format.whiteCode() - format.blackCode();
        for (int i = 0; i < width * height; i++) {
            float mean = (float) (target[i] / samples);
            target[i] = Math.max(0, Math.min(1, (mean - black) / range));
        }
    }
}
