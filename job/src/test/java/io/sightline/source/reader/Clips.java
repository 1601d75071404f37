package io.sightline.source.reader;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.file.Files;
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

    /** The same with pictures and sound in playlists of their own, sound in segments of 3 s. */
    Path hlsWithSoundApart(int seconds) throws IOException {
        Path whole = hls("fmp4", seconds);
        separate(whole, "pictures", "2", "-an", "-map", "0:v");
        separate(whole, "sound", "3", "-vn", "-map", "0:a");
        return Files.writeString(
                folder.resolve("apart.m3u8"),
                """
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="snd",NAME="other",URI="missing.m3u8"
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="snd",NAME="main",DEFAULT=YES,URI="sound.m3u8"
                #EXT-X-STREAM-INF:BANDWIDTH=300000,RESOLUTION=160x120,AUDIO="snd"
                pictures.m3u8
                """);
    }

    private void separate(Path from, String name, String seconds, String... choice)
            throws IOException {
        List<String> words =
                new ArrayList<>(List.of("-v", "error", "-y", "-allowed_extensions", "ALL", "-i"));
        words.add(from.toString());
        words.addAll(List.of(choice));
        words.addAll(
                List.of(
                        "-c",
                        "copy",
                        "-f",
                        "hls",
                        "-hls_time",
                        seconds,
                        "-hls_playlist_type",
                        "vod",
                        "-hls_segment_type",
                        "fmp4",
                        "-hls_fmp4_init_filename",
                        name + "-init.mp4",
                        "-hls_segment_filename",
                        folder.resolve(name + "%d.m4s").toString()));
        words.add(folder.resolve(name + ".m3u8").toString());
        FfmpegProgram.ffmpeg().run(words);
    }

    /** Segments of MPEG-TS encrypted with AES-128; the first vector is the sequence number. */
    Path encryptedHls(int seconds) throws IOException {
        Files.write(folder.resolve("secret.key"), "0123456789abcdef".getBytes(UTF_8));
        Path info =
                Files.writeString(
                        folder.resolve("key.info"),
                        "secret.key\n" + folder.resolve("secret.key") + "\n");
        return copyOfHls("encrypted", seconds, "-hls_key_info_file", info.toString());
    }

    /** All segments in one file, as byte ranges. */
    Path hlsInOneFile(int seconds) throws IOException {
        return copyOfHls("ranges", seconds, "-hls_flags", "single_file");
    }

    private Path copyOfHls(String name, int seconds, String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of("-v", "error", "-y", "-i"));
        words.add(hls("mpegts", seconds).toString());
        words.addAll(List.of("-c", "copy", "-f", "hls", "-hls_time", "2"));
        words.addAll(List.of("-hls_playlist_type", "vod"));
        words.addAll(List.of(options));
        Path playlist = folder.resolve(name + ".m3u8");
        words.add(playlist.toString());
        FfmpegProgram.ffmpeg().run(words);
        return playlist;
    }

    /** DASH by the bundled program; pictures and sound are apart, segments last two seconds. */
    Path dash(String name, int seconds, String... options) throws IOException {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "-v",
                                "error",
                                "-y",
                                "-i",
                                hls("fmp4", seconds).toString(),
                                "-c",
                                "copy",
                                "-f",
                                "dash",
                                "-seg_duration",
                                "2"));
        words.addAll(List.of(options));
        Path mpd = folder.resolve(name + ".mpd");
        words.add(mpd.toString());
        FfmpegProgram.ffmpeg().run(words);
        return mpd;
    }

    /** What tells the packets of a track apart: times since the first one, and sizes. */
    static List<String> sinceFirst(List<String> packets, int track) {
        List<String> own = packets.stream().filter(p -> p.startsWith("packet " + track)).toList();
        long first = decodeMicros(own.get(0));
        // Milliseconds: the containers count in ticks of their own.
        return own.stream()
                .map(p -> (decodeMicros(p) - first) / 1000 + p.replaceFirst(".* size", " size"))
                .toList();
    }

    static long decodeMicros(String line) {
        return Long.parseLong(line.replaceFirst(".* dts=(-?\\d+) .*", "$1"));
    }
}
