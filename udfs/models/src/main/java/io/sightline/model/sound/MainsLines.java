package io.sightline.model.sound;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * How far lines at 50 and 60 Hz and their harmonics stand out of what is next to them, how steady
 * they are and how loud, over the last four seconds. Before two seconds have passed all is 0.
 *
 * <p>Between tenths of a second it keeps an eighth of a second and what there is of the next second
 * at 1.6 kHz, and each line 32 times: 6 to 12 KB.
 */
final class MainsLines {

    static final int VALUES = 60;
    static final int HISTORY = 300; // samples before a tenth of a second

    private static final int LINES = 20;
    private static final int DECIMATION = 20;
    private static final int SLOW_HZ = Resampler.RATE_HZ / DECIMATION;
    private static final int SLOW_TENTH = SLOW_HZ / 10;
    private static final int LOW_PASS_TAPS = 320;
    private static final int PART = SLOW_HZ / 8;
    private static final int PARTS_PER_SECOND = 8;
    private static final int PARTS = 32;
    private static final int LEAST_PARTS = 16;
    private static final int BINS = 64; // in 8 Hz
    private static final int NARROW_BINS = 3;
    private static final int FLOOR_FROM_BIN = 6;
    private static final int FLOOR_TO_BIN = 24;
    private static final double LEAST_POWER = 1e-12;
    private static final double MOST_DECIBEL = 40;
    private static final double LEAST_LEVEL = -100;

    private final Polyphase lowPass;
    private final double[] waves = new double[2 * LINES * 2 * PART]; // cosines, then sines, by line
    private final double[] cosines = new double[BINS];
    private final double[] sines = new double[BINS];
    private final float[] slow =
            new float[PART + SLOW_HZ]; // its start is that of the second before
    private final float[][] real = new float[LINES][PARTS]; // oldest first, the last `filled`
    private final float[][] imaginary = new float[LINES][PARTS];
    private int filled;
    private final double[] magnitudes = new double[PARTS]; // scratch, as all below
    private final double[] keptReal = new double[PARTS];
    private final double[] keptImaginary = new double[PARTS];
    private final double[] window = new double[PARTS];
    private final double[] floor = new double[2 * (FLOOR_TO_BIN - FLOOR_FROM_BIN + 1)];

    MainsLines() {
        double[] taps = new double[LOW_PASS_TAPS];
        Arrays.setAll(taps, MainsLines::lowPassTap);
        double sum = Arrays.stream(taps).sum();
        Arrays.setAll(taps, tap -> taps[tap] / sum);
        lowPass = new Polyphase(1, DECIMATION, new double[][] {taps}, SLOW_TENTH);
        for (int line = 0; line < LINES; line++) {
            for (int i = 0; i < 2 * PART; i++) {
                // The weights add up to PART; a line is then as large as its amplitude.
                double weight = 2 * Filters.hann(i + 0.5, 2 * PART) / PART;
                double angle = 2 * Math.PI * hertz(line) * i / SLOW_HZ;
                waves[line * 4 * PART + i] = weight * Math.cos(angle);
                waves[line * 4 * PART + 2 * PART + i] = -weight * Math.sin(angle);
            }
        }
        for (int i = 0; i < BINS; i++) {
            cosines[i] = Math.cos(2 * Math.PI * i / BINS);
            sines[i] = Math.sin(2 * Math.PI * i / BINS);
        }
    }

    private static double lowPassTap(int tap) {
        double at = tap - (LOW_PASS_TAPS - 1) / 2.0;
        return Filters.sinc(2 * 800.0 / Resampler.RATE_HZ * at)
                * Filters.kaiser(at / (LOW_PASS_TAPS / 2.0), 6);
    }

    private static int hertz(int line) {
        return line < LINES / 2 ? 50 * (line + 1) : 60 * (line - LINES / 2 + 1);
    }

    /**
     * Takes a tenth of a second.
     *
     * @param samples at 32 kHz
     * @param from where the tenth starts
     * @param tenth of the second, from 0
     */
    void add(float[] samples, int from, int tenth) {
        lowPass.filter(samples, from - HISTORY - 1, slow, PART + tenth * SLOW_TENTH);
    }

    /** Writes the values of all lines at the end of a second. */
    void endSecond(float[] hum) {
        for (int part = 0; part < PARTS_PER_SECOND; part++) {
            for (int line = 0; line < LINES; line++) {
                demodulate(line, part);
            }
        }
        System.arraycopy(slow, SLOW_HZ, slow, 0, PART);
        filled = Math.min(filled + PARTS_PER_SECOND, PARTS);
        if (filled < LEAST_PARTS) {
            Arrays.fill(hum, 0);
            return;
        }
        for (int i = 0; i < filled; i++) {
            window[i] = Filters.hann(i + 0.5, filled) * 2 / filled;
        }
        for (int line = 0; line < LINES; line++) {
            measure(line, hum);
        }
    }

    private void demodulate(int line, int part) {
        int wave = line * 4 * PART;
        double r = Filters.dot(waves, wave, slow, part * PART, 2 * PART);
        double i = Filters.dot(waves, wave + 2 * PART, slow, part * PART, 2 * PART);
        // Eight parts are whole periods of every line.
        int turn = Math.floorMod(-hertz(line) * part, PARTS_PER_SECOND) * BINS / PARTS_PER_SECOND;
        System.arraycopy(real[line], 1, real[line], 0, PARTS - 1);
        System.arraycopy(imaginary[line], 1, imaginary[line], 0, PARTS - 1);
        real[line][PARTS - 1] = (float) (r * cosines[turn] - i * sines[turn]);
        imaginary[line][PARTS - 1] = (float) (r * sines[turn] + i * cosines[turn]);
    }

    private void measure(int line, float[] hum) {
        limit(line);
        int strongest = -NARROW_BINS;
        double most = -1;
        for (int bin = -NARROW_BINS; bin <= NARROW_BINS; bin++) {
            double power = power(bin);
            if (power > most) {
                most = power;
                strongest = bin;
            }
        }
        int count = 0;
        for (int bin = FLOOR_FROM_BIN; bin <= FLOOR_TO_BIN; bin++) {
            floor[count++] = power(bin);
            floor[count++] = power(-bin);
        }
        Arrays.sort(floor);
        double median = (floor[count / 2 - 1] + floor[count / 2]) / 2;
        double ratio = 10 * Math.log10((most + LEAST_POWER) / (median + LEAST_POWER));
        hum[line] = (float) Math.min(Math.max(ratio, 0), MOST_DECIBEL);
        hum[LINES + line] = (float) steadiness(strongest);
        hum[2 * LINES + line] = (float) Math.max(Filters.decibel(most, LEAST_POWER), LEAST_LEVEL);
    }

    /** What is louder than the median for less than half of the time leaves a line as it is. */
    private void limit(int line) {
        int oldest = PARTS - filled;
        for (int i = 0; i < filled; i++) {
            double r = real[line][oldest + i];
            double q = imaginary[line][oldest + i];
            keptReal[i] = r;
            keptImaginary[i] = q;
            magnitudes[i] = Math.sqrt(r * r + q * q);
        }
        Arrays.sort(magnitudes, 0, filled);
        double limit = magnitudes[filled / 2];
        for (int i = 0; i < filled; i++) {
            double r = keptReal[i];
            double q = keptImaginary[i];
            double magnitude = Math.sqrt(r * r + q * q);
            if (magnitude > limit) {
                keptReal[i] = r * limit / magnitude;
                keptImaginary[i] = q * limit / magnitude;
            }
        }
    }

    private double power(int bin) {
        double r = 0;
        double q = 0;
        for (int i = 0; i < filled; i++) {
            int turn = -bin * i & BINS - 1; // modulo a power of two
            double a = window[i] * keptReal[i];
            double b = window[i] * keptImaginary[i];
            r += a * cosines[turn] - b * sines[turn];
            q += a * sines[turn] + b * cosines[turn];
        }
        return r * r + q * q;
    }

    /** The least magnitude of a quarter over their mean. */
    private double steadiness(int bin) {
        double least = Double.POSITIVE_INFINITY;
        double sum = 0;
        for (int quarter = 0; quarter < 4; quarter++) {
            double r = 0;
            double q = 0;
            for (int i = quarter * filled / 4; i < (quarter + 1) * filled / 4; i++) {
                int turn = -bin * i & BINS - 1; // modulo a power of two
                r += keptReal[i] * cosines[turn] - keptImaginary[i] * sines[turn];
                q += keptReal[i] * sines[turn] + keptImaginary[i] * cosines[turn];
            }
            double magnitude = Math.sqrt(r * r + q * q);
            least = Math.min(least, magnitude);
            sum += magnitude;
        }
        return (least + 1e-9) / (sum / 4 + 1e-9);
    }

    void clear() {
        Arrays.fill(slow, 0);
        filled = 0;
    }

    /**
     * @param tenths of the second that were taken
     */
    void save(DataOutput out, int tenths) throws IOException {
        out.writeByte(filled);
        for (int i = 0; i < PART + tenths * SLOW_TENTH; i++) {
            out.writeFloat(slow[i]);
        }
        for (int line = 0; line < LINES; line++) {
            for (int i = PARTS - filled; i < PARTS; i++) {
                out.writeFloat(real[line][i]);
                out.writeFloat(imaginary[line][i]);
            }
        }
    }

    void restore(DataInput in, int tenths) throws IOException {
        filled = in.readUnsignedByte();
        for (int i = 0; i < PART + tenths * SLOW_TENTH; i++) {
            slow[i] = in.readFloat();
        }
        for (int line = 0; line < LINES; line++) {
            for (int i = PARTS - filled; i < PARTS; i++) {
                real[line][i] = in.readFloat();
                imaginary[line][i] = in.readFloat();
            }
        }
    }
}
