package io.sightline.chaos;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What every stream of a chaos run sends: small moving pictures, five a second with a key frame
 * each second, made once, as segments of a second and as a transport stream of constant rate.
 * Immutable.
 */
final class ChaosMedia {

    static final int PICTURES_PER_SECOND = 5;

    private static final int BITS_PER_SECOND = 300_000;

    private final List<byte[]> segments;
    private final byte[] transport;

    private ChaosMedia(List<byte[]> segments, byte[] transport) {
        this.segments = segments;
        this.transport = transport;
    }

    /**
     * Makes it.
     *
     * @param folder for what is made
     */
    static ChaosMedia make(Path folder, int seconds) throws IOException {
        Path playlist = folder.resolve("made.m3u8");
        Path transport = folder.resolve("made.ts");
        run(
                ("-v error -y -f lavfi -i testsrc2=size=64x64:rate=%d:duration=%d -c:v libopenh264"
                                + " -g %d -b:v 40k -f hls -hls_time 1 -hls_playlist_type vod"
                                + " -hls_segment_filename %s %s")
                        .formatted(
                                PICTURES_PER_SECOND,
                                seconds,
                                PICTURES_PER_SECOND,
                                folder.resolve("made-%05d.ts"),
                                playlist));
        run(
                "-v error -y -i %s -c copy -f mpegts -muxrate %d %s"
                        .formatted(playlist, BITS_PER_SECOND, transport));
        List<byte[]> segments = new ArrayList<>();
        for (int i = 0; i < seconds; i++) {
            segments.add(Files.readAllBytes(folder.resolve("made-%05d.ts".formatted(i))));
        }
        return new ChaosMedia(segments, Files.readAllBytes(transport));
    }

    private static void run(String words) throws IOException {
        FfmpegProgram.ffmpeg().run(List.of(words.split(" ", -1)));
    }

    /** How many segments there are, and how many seconds. */
    int seconds() {
        return segments.size();
    }

    /** A copy, the caller's own. */
    byte[] segment(int number) {
        return segments.get(number).clone();
    }

    int transportBytes() {
        return transport.length;
    }

    /** A copy of so many bytes from there, or of what is left. */
    byte[] transport(int from, int count) {
        return Arrays.copyOfRange(transport, from, Math.min(transport.length, from + count));
    }

    /** How far the transport stream has come after so long. */
    static long transportBytesAfter(long nanos) {
        return (long) (nanos / 1e9 * BITS_PER_SECOND / 8);
    }
}
