package io.sightline.accuracy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The folder of real clips, and what is truly wrong with some of them. */
final class RealClips {

    static final Path FOLDER = Path.of(System.getProperty("sightline.media", "absent"));

    /** Defects that are there, by stream; every other incident is false. */
    static final Map<String, Known> KNOWN =
            new TreeMap<>(
                    Map.ofEntries(
                            known(
                                    "bokeh_flower_540p.mp4",
                                    "the track is digital silence",
                                    Span.SILENCE),
                            known(
                                    "motion_dog_run_720p30.mp4",
                                    "the track is digital silence",
                                    Span.SILENCE),
                            known(
                                    "static_cam_carpark_432p.mp4",
                                    "the track is digital silence",
                                    Span.SILENCE),
                            known(
                                    "noise_rain.mp3",
                                    "wind at 9 to 12 s is clipped in the recording",
                                    "audio.clipping"),
                            known(
                                    "odd/mp4_failing_audio.mp4",
                                    "the sound stops at 4.6 s of 11.3 s",
                                    Span.SILENCE),
                            known(
                                    "odd/ts_audio_declared_but_absent.ts",
                                    "sound is announced and never comes",
                                    "audio.missing"),
                            known(
                                    "odd/ts_1440x1080i_real_reception_errors.ts",
                                    "50 continuity errors, visible block damage",
                                    "transport.continuity",
                                    "video.decode_error"),
                            known(
                                    "odd/ts_576i_h264_real_reception_errors.ts",
                                    "31 continuity errors, the picture is largely destroyed",
                                    "transport.continuity",
                                    "video.decode_error"),
                            known(
                                    "odd/ts_pmt_declares_missing_pids.ts",
                                    "130 continuity errors, damaged tables, 10 jumps of the clock in 0.6 s",
                                    "stream.timestamp",
                                    "transport.continuity",
                                    "transport.pcr",
                                    "video.decode_error"),
                            known(
                                    "dash_croatia_1080p/aac/init.mp4 with its segments",
                                    "two of its segments are of the same time; one channel is silent",
                                    "audio.channel_dead",
                                    "stream.timestamp"),
                            known(
                                    "dash_croatia_1080p/combined.mpd",
                                    "one channel is silent",
                                    "audio.channel_dead"),
                            known(
                                    "odd/mp4_odd_rate_29.88_blurry_watch.mp4",
                                    "out of focus",
                                    "video.blur"),
                            known(
                                    "odd/h264_error_i_p.264",
                                    "pictures of 640x480 among some of 352x288",
                                    "video.format_change"),
                            known(
                                    "odd/h264_p_frame_lost.264",
                                    "a coded picture is missing",
                                    "video.decode_error")));

    private RealClips() {}

    /**
     * A true defect of an untouched clip.
     *
     * @param why in a few words
     */
    record Known(String why, Set<String> defects) {}

    private static Map.Entry<String, Known> known(String stream, String why, String... defects) {
        return Map.entry(stream, new Known(why, Set.of(defects)));
    }

    /** Whether this is a clip, and not a part of one or a text about it. */
    static boolean isClip(String name) {
        boolean isPart =
                name.endsWith(".m4s")
                        || name.endsWith("init.mp4")
                        || name.matches(".*/.*/.*\\.ts|(hls|dash).*\\.ts");
        boolean isText = name.endsWith(".md") || name.endsWith("SUMS") || name.endsWith(".mpd");
        return !isPart && !isText;
    }

    static boolean areHere() {
        return Files.isDirectory(FOLDER);
    }

    /**
     * Everything in the folder by its path: media, playlists, single segments, texts. Segments of
     * DASH, which are nothing without their header, are put behind it first.
     */
    static Map<String, Path> all(Path folder) throws IOException {
        Map<String, Path> inputs = new TreeMap<>();
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                inputs.put(FOLDER.relativize(file).toString(), file);
            }
        }
        for (Path header : List.copyOf(inputs.values())) {
            if (header.getFileName().toString().endsWith("init.mp4")) {
                Path name = FOLDER.relativize(header);
                Path joined = folder.resolve(name.toString().replace('/', '_'));
                join(header, joined);
                inputs.put(name + " with its segments", joined);
            }
        }
        return inputs;
    }

    private static void join(Path header, Path joined) throws IOException {
        String prefix = header.getFileName().toString().replace("init.mp4", "");
        List<Path> segments;
        try (Stream<Path> files = Files.list(header.getParent())) {
            segments =
                    files.filter(file -> file.toString().endsWith(".m4s"))
                            .filter(file -> file.getFileName().toString().startsWith(prefix))
                            .sorted((a, b) -> Long.compare(number(a, prefix), number(b, prefix)))
                            .toList();
        }
        try (OutputStream out = Files.newOutputStream(joined)) {
            Files.copy(header, out);
            for (Path segment : segments) {
                Files.copy(segment, out);
            }
        }
    }

    private static long number(Path segment, String prefix) {
        String name = segment.getFileName().toString();
        return Long.parseLong(name.substring(prefix.length(), name.length() - ".m4s".length()));
    }
}
