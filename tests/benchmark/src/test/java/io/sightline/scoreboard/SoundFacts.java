package io.sightline.scoreboard;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What is in the sound of a clip, in parts of 10 ms, measured plainly and by no detector: it tells
 * where a defect can be heard at all.
 */
final class SoundFacts {

    private static final int RATE_HZ = 48_000;
    private static final int PART = RATE_HZ / 100;
    private static final double FLOOR_DB = -120;

    private final double[] peaks; // of the louder channel, amplitude
    private final double[] left; // mean squares
    private final double[] right;
    private final double[] side; // of left minus right

    private final boolean stereo;

    private SoundFacts(FloatBuffer samples, boolean stereo) {
        this.stereo = stereo;
        int parts = samples.limit() / 2 / PART;
        peaks = new double[parts];
        left = new double[parts];
        right = new double[parts];
        side = new double[parts];
        for (int part = 0; part < parts; part++) {
            for (int i = part * PART; i < (part + 1) * PART; i++) {
                double one = samples.get(2 * i);
                double two = samples.get(2 * i + 1);
                peaks[part] = Math.max(peaks[part], Math.max(Math.abs(one), Math.abs(two)));
                left[part] += one * one / PART;
                right[part] += two * two / PART;
                side[part] += (one - two) * (one - two) / PART;
            }
        }
    }

    static SoundFacts of(Path clip) throws IOException {
        String decode = "-v error -t 60 -i " + clip + " -map 0:a -ac 2 -ar 48000 -f f32le -";
        byte[] samples = FfmpegProgram.ffmpeg().run(decode.split(" ", -1));
        String probe = "-v error -select_streams a:0 -show_entries stream=channels -of csv=p=0 ";
        byte[] channels = FfmpegProgram.ffprobe().run((probe + clip).split(" ", -1));
        return new SoundFacts(
                ByteBuffer.wrap(samples).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer(),
                !new String(channels, StandardCharsets.US_ASCII).startsWith("1"));
    }

    /** Whether there is more than one channel. */
    boolean isStereo() {
        return stereo;
    }

    private static double decibels(double power) {
        return power <= 0 ? FLOOR_DB : Math.max(FLOOR_DB, 10 * Math.log10(power));
    }

    private double[] cut(double[] values, double fromSeconds, double toSeconds) {
        int from = Math.min(values.length, (int) Math.round(Math.max(0, fromSeconds) * 100));
        int to = Math.min(values.length, (int) Math.round(toSeconds * 100));
        return Arrays.copyOfRange(values, from, Math.max(from, to));
    }

    /** RMS in dBFS of the louder channel. */
    double levelDb(double fromSeconds, double toSeconds) {
        return Math.max(leftDb(fromSeconds, toSeconds), rightDb(fromSeconds, toSeconds));
    }

    double leftDb(double fromSeconds, double toSeconds) {
        return decibels(Arrays.stream(cut(left, fromSeconds, toSeconds)).average().orElse(0));
    }

    double rightDb(double fromSeconds, double toSeconds) {
        return decibels(Arrays.stream(cut(right, fromSeconds, toSeconds)).average().orElse(0));
    }

    /** What one channel has that the other has not, in dBFS. */
    double sideDb(double fromSeconds, double toSeconds) {
        return decibels(Arrays.stream(cut(side, fromSeconds, toSeconds)).average().orElse(0));
    }

    /** The level in dBFS that a share of the parts of 10 ms is below. */
    double quantileDb(double fromSeconds, double toSeconds, double share) {
        double[] levels = cut(left, fromSeconds, toSeconds);
        double[] others = cut(right, fromSeconds, toSeconds);
        for (int i = 0; i < levels.length; i++) {
            levels[i] = Math.max(levels[i], others[i]);
        }
        Arrays.sort(levels);
        return levels.length == 0
                ? FLOOR_DB
                : decibels(levels[(int) Math.min(levels.length - 1, share * levels.length)]);
    }

    /** The share of the parts of 10 ms whose peak is above a level. */
    double soundingShare(double fromSeconds, double toSeconds, double aboveDb) {
        double[] parts = cut(peaks, fromSeconds, toSeconds);
        double level = Math.pow(10, aboveDb / 20);
        return Arrays.stream(parts).map(peak -> peak > level ? 1 : 0).average().orElse(0);
    }
}
