package io.sightline.benchmark;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Media as cheap or dear to decode as a broadcast: H.264 High profile with CABAC, a key frame every
 * two seconds, over a textured picture that pans, with an object that moves and sensor noise, and
 * AAC stereo at 48 kHz.
 *
 * <p>Twenty seconds are encoded; packets are then repeated, not encoded again, to any length.
 */
record BenchmarkClip(int width, int height, String bitRate) {

    private static final int ENCODED_SECONDS = 20;
    static final int FRAMES_PER_SECOND = 30;

    static final BenchmarkClip FULL_HD = new BenchmarkClip(1920, 1080, "5M");
    static final BenchmarkClip HD = new BenchmarkClip(1280, 720, "1500k");

    /** Makes it as MP4 below the folder, unless it is there. */
    Path asFile(Path folder, int seconds) throws IOException {
        Path file = folder.resolve("%dx%d-%ds.mp4".formatted(width, height, seconds));
        if (!Files.exists(file)) {
            repeat(folder, seconds, file, List.of("-f", "mp4"));
        }
        return file;
    }

    /** Makes it as an HLS playlist with segments of 4 seconds below the folder, unless there. */
    Path asPlaylist(Path folder, int seconds) throws IOException {
        Path playlist = folder.resolve("%dx%d-%ds.m3u8".formatted(width, height, seconds));
        if (!Files.exists(playlist)) {
            repeat(
                    folder,
                    seconds,
                    playlist,
                    List.of("-f", "hls", "-hls_time", "4", "-hls_playlist_type", "vod"));
        }
        return playlist;
    }

    private void repeat(Path folder, int seconds, Path target, List<String> packaging)
            throws IOException {
        Files.createDirectories(folder);
        Path encoded = folder.resolve("%dx%d.ts".formatted(width, height));
        if (!Files.exists(encoded)) {
            encode(encoded);
        }
        List<String> arguments = new ArrayList<>(List.of("-v", "error", "-y"));
        int repeats = (seconds + ENCODED_SECONDS - 1) / ENCODED_SECONDS - 1;
        arguments.addAll(List.of("-stream_loop", Integer.toString(repeats)));
        arguments.addAll(List.of("-i", encoded.toString(), "-c", "copy"));
        arguments.addAll(List.of("-t", Integer.toString(seconds)));
        arguments.addAll(packaging);
        arguments.add(target.toString());
        FfmpegProgram.ffmpeg().run(arguments);
    }

    private void encode(Path target) throws IOException {
        int wide = width * 7 / 5 / 2 * 2;
        int high = height * 7 / 5 / 2 * 2;
        String picture =
                "perlin=size=%dx%d:rate=%d:octaves=9:persistence=0.75:xscale=6:yscale=6"
                                .formatted(wide, high, FRAMES_PER_SECOND)
                        + ",trim=end_frame=1,loop=loop=-1:size=1:start=0,setpts=N/30/TB"
                        + ",format=yuv420p,crop=%d:%d".formatted(width, height)
                        + ":x='(iw-ow)/2*(1+sin(t*0.9))':y='(ih-oh)/2*(1+cos(t*0.7))'[ground];"
                        + "testsrc2=size=%dx%d:rate=%d,format=yuv420p[object];"
                                .formatted(width / 3, height / 3, FRAMES_PER_SECOND)
                        + "[ground][object]overlay=x='w*(1+sin(t*1.3))':y='h*(1+cos(t*1.1))'"
                        + ",noise=c0_seed=7:c0_strength=4:c0_flags=t+u";
        String sound =
                "aevalsrc='0.1*sin(2*PI*220*t)*(0.7+0.3*sin(2*PI*0.7*t))+0.03*(random(0)-0.5)"
                        + "|0.1*sin(2*PI*330*t)*(0.7+0.3*sin(2*PI*0.5*t))+0.03*(random(1)-0.5)'"
                        + ":sample_rate=48000";
        FfmpegProgram.ffmpeg()
                .run(
                        List.of(
                                "-v",
                                "error",
                                "-y",
                                "-nostdin",
                                "-f",
                                "lavfi",
                                "-i",
                                picture,
                                "-f",
                                "lavfi",
                                "-i",
                                sound,
                                "-t",
                                Integer.toString(ENCODED_SECONDS),
                                "-c:v",
                                "libopenh264",
                                "-profile:v",
                                "high",
                                "-coder",
                                "cabac",
                                "-rc_mode",
                                "bitrate",
                                "-allow_skip_frames",
                                "0",
                                "-b:v",
                                bitRate,
                                "-g",
                                Integer.toString(2 * FRAMES_PER_SECOND),
                                "-c:a",
                                "aac",
                                "-b:a",
                                "128k",
                                target.toString()));
    }
}
