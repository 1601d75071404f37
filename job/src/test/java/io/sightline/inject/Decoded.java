package io.sightline.inject;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/** A clip as FFmpeg decodes it, and simple measures of it: nothing here is a detector's. */
final class Decoded {

    static final int WIDTH = 320;
    static final int HEIGHT = 176;
    static final int RATE_HZ = 48_000;
    static final int CHANNELS = 2;

    private final List<byte[]> pictures = new ArrayList<>();
    private final FloatBuffer sound;

    private Decoded(byte[] luma, FloatBuffer sound) {
        int size = WIDTH * HEIGHT;
        for (int at = 0; at + size <= luma.length; at += size) {
            byte[] picture = new byte[size];
            System.arraycopy(luma, at, picture, 0, size);
            pictures.add(picture);
        }
        this.sound = sound;
    }

    static Decoded of(Path clip) throws IOException {
        // 'extractplanes' leaves levels as they are coded.
        byte[] luma =
                run(
                        clip,
                        "-map 0:v -vf extractplanes=y -fps_mode passthrough -f rawvideo -pix_fmt gray -");
        byte[] samples = run(clip, "-map 0:a -c:a pcm_f32le -f f32le -");
        return new Decoded(
                luma, ByteBuffer.wrap(samples).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer());
    }

    private static byte[] run(Path clip, String options) throws IOException {
        return FfmpegProgram.ffmpeg().run(("-v error -i " + clip + " " + options).split(" ", -1));
    }

    /** The presentation times of the coded pictures, in seconds. */
    static List<Double> times(Path clip) throws IOException {
        String options =
                "-v error -select_streams v -show_entries packet=pts_time -of csv=p=0 " + clip;
        byte[] rows = FfmpegProgram.ffprobe().run(options.split(" ", -1));
        return new String(rows, StandardCharsets.US_ASCII)
                .lines()
                .map(row -> row.replace(",", ""))
                .filter(row -> !row.isEmpty())
                .map(Double::valueOf)
                .sorted()
                .toList();
    }

    int pictureCount() {
        return pictures.size();
    }

    int luma(int picture, int x, int y) {
        return pictures.get(picture)[y * WIDTH + x] & 0xff;
    }

    double mean(int picture) {
        return meanOf(picture, 0, HEIGHT);
    }

    double meanOf(int picture, int fromRow, int toRow) {
        double sum = 0;
        for (int y = fromRow; y < toRow; y++) {
            for (int x = 0; x < WIDTH; x++) {
                sum += luma(picture, x, y);
            }
        }
        return sum / WIDTH / (toRow - fromRow);
    }

    /** Mean absolute difference to the picture before. */
    double change(int picture) {
        double sum = 0;
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            sum +=
                    Math.abs(
                            (pictures.get(picture)[i] & 0xff)
                                    - (pictures.get(picture - 1)[i] & 0xff));
        }
        return sum / WIDTH / HEIGHT;
    }

    /** Mean absolute difference of neighbours in a line, at every n-th column, or at all others. */
    double acrossColumns(int picture, int grid, boolean onGrid) {
        double sum = 0;
        int count = 0;
        for (int x = 1; x < WIDTH; x++) {
            if ((x % grid == 0) == onGrid) {
                for (int y = 0; y < HEIGHT; y++) {
                    sum += Math.abs(luma(picture, x, y) - luma(picture, x - 1, y));
                    count++;
                }
            }
        }
        return sum / count;
    }

    long levels(int picture) {
        boolean[] seen = new boolean[256];
        for (byte sample : pictures.get(picture)) {
            seen[sample & 0xff] = true;
        }
        long count = 0;
        for (boolean one : seen) {
            count += one ? 1 : 0;
        }
        return count;
    }

    double share(int picture, IntPredicate wanted) {
        int count = 0;
        for (byte sample : pictures.get(picture)) {
            count += wanted.test(sample & 0xff) ? 1 : 0;
        }
        return (double) count / WIDTH / HEIGHT;
    }

    /** The mean of a measure over pictures. */
    static double over(int from, int to, IntToDoubleFunction measure) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += measure.applyAsDouble(i);
        }
        return sum / (to - from);
    }

    double sample(int channel, long index) {
        return sound.get((int) (index * CHANNELS + channel));
    }

    long samples() {
        return sound.limit() / CHANNELS;
    }

    /** Root mean square of an expression of two channels, between two seconds. */
    double rms(double fromSeconds, double toSeconds, DoubleBinaryOperator of) {
        double sum = 0;
        long from = Math.round(fromSeconds * RATE_HZ);
        long to = Math.min(samples(), Math.round(toSeconds * RATE_HZ));
        for (long i = from; i < to; i++) {
            double value = of.applyAsDouble(sample(0, i), sample(1, i));
            sum += value * value;
        }
        return Math.sqrt(sum / Math.max(1, to - from));
    }

    double left(double fromSeconds, double toSeconds) {
        return rms(fromSeconds, toSeconds, (left, right) -> left);
    }

    double right(double fromSeconds, double toSeconds) {
        return rms(fromSeconds, toSeconds, (left, right) -> right);
    }

    /** Amplitude of a tone in the first channel (Goertzel's sum, written out). */
    double tone(double hertz, double fromSeconds, double toSeconds) {
        double real = 0;
        double imaginary = 0;
        long from = Math.round(fromSeconds * RATE_HZ);
        long to = Math.round(toSeconds * RATE_HZ);
        for (long i = from; i < to; i++) {
            double phase = 2 * Math.PI * hertz * i / RATE_HZ;
            real += sample(0, i) * Math.cos(phase);
            imaginary += sample(0, i) * Math.sin(phase);
        }
        return 2 * Math.hypot(real, imaginary) / (to - from);
    }
}
