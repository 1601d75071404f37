package io.sightline.accuracy;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Where the sound that goes into the coder is silent: what was planted, and what adjoins it without
 * one sample in any channel above the level of silence, as where a speaker pauses.
 *
 * @param fromMicros of the sound, which begins at 0
 * @param toMicros the first sample that is sound again
 */
record PlantedSilence(long fromMicros, long toMicros) {

    /** That of the built-in policy. */
    private static final double SILENT_DBFS = -60;

    static PlantedSilence of(PlantedClip clip, Path media) throws IOException {
        String[] format =
                new String(
                                FfmpegProgram.ffprobe()
                                        .run(
                                                "-v",
                                                "error",
                                                "-select_streams",
                                                "a:0",
                                                "-show_entries",
                                                "stream=sample_rate,channels",
                                                "-of",
                                                "csv=p=0",
                                                media.resolve(clip.sound()).toString()),
                                StandardCharsets.US_ASCII)
                        .lines()
                        .filter(line -> !line.isBlank())
                        .findFirst()
                        .orElseThrow()
                        .split(",", -1);
        byte[] sound = FfmpegProgram.ffmpeg().run(clip.soundArguments(media.toString()));
        FloatBuffer samples = ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        return around(samples, Integer.parseInt(format[0]), Integer.parseInt(format[1]));
    }

    private static PlantedSilence around(FloatBuffer samples, int rateHz, int channels) {
        long from = Math.round(PlantedClip.SILENCE_AT_SECONDS * rateHz);
        while (from > 0 && isSilent(samples, from - 1, channels)) {
            from--;
        }
        long to = Math.round(PlantedClip.SILENCE_TO_SECONDS * rateHz);
        while (to < samples.limit() / channels && isSilent(samples, to, channels)) {
            to++;
        }
        return new PlantedSilence(from * 1_000_000 / rateHz, to * 1_000_000 / rateHz);
    }

    private static boolean isSilent(FloatBuffer samples, long at, int channels) {
        double limit = Math.pow(10, SILENT_DBFS / 20);
        for (int channel = 0; channel < channels; channel++) {
            if (Math.abs(samples.get((int) at * channels + channel)) >= limit) {
                return false;
            }
        }
        return true;
    }
}
