package io.sightline.source.reader;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Short synthetic inputs made with the bundled program. */
final class Clips {

    private final Path folder;

    Clips(Path folder) {
        this.folder = folder;
    }

    /** A moving picture with B frames, a key frame each second, and a tone. */
    Path clip(String name, int seconds, String... output) throws IOException {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "-v",
                                "error",
                                "-y",
                                "-f",
                                "lavfi",
                                "-i",
                                "testsrc2=size=160x120:rate=25:duration=" + seconds,
                                "-f",
                                "lavfi",
                                "-i",
                                "sine=frequency=440:duration=" + seconds,
                                "-c:v",
                                "mpeg2video",
                                "-bf",
                                "2",
                                "-g",
                                "25",
                                "-c:a",
                                "mp2"));
        words.addAll(List.of(output));
        Path file = folder.resolve(name);
        words.add(file.toString());
        FfmpegProgram.ffmpeg().run(words);
        return file;
    }

    /** HLS with segments of two seconds. */
    Path hls(String type, int seconds) throws IOException {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "-c:v",
                                "libopenh264",
                                "-g",
                                "25",
                                "-b:v",
                                "200k",
                                "-c:a",
                                "aac",
                                "-f",
                                "hls",
                                "-hls_time",
                                "2",
                                "-hls_playlist_type",
                                "vod",
                                "-hls_segment_type",
                                type));
        return clip(type + ".m3u8", seconds, words.toArray(new String[0]));
    }
}
