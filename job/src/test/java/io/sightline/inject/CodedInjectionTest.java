package io.sightline.inject;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage to coded pictures, sound and packets is there, and nowhere else. */
class CodedInjectionTest {

    @TempDir static Path folder;

    private static TestClip clip;

    @BeforeAll
    static void makeAClip() throws IOException {
        clip = TestClip.in(folder);
    }

    @Test
    void damagesAndLosesPackets() throws Exception {
        Path output = folder.resolve("damaged.ts");
        InjectionRequest request =
                InjectionRequest.of(clip.file(), output, 7, TestClip.of("video.decode_error"))
                        .withCoding(new InjectionRequest.Coding("mpeg2video", "mp2", 0));
        Label label = Injection.run(request).labels().get(0);
        assertThat(label.toMicros()).isBetween(3_990_000L, 6_100_000L);
        Path log = folder.resolve("errors.log");
        Process decode =
                FfmpegProgram.ffmpeg()
                        .command(List.of("-v", "error", "-i", output.toString(), "-f", "null", "-"))
                        .redirectError(log.toFile())
                        .start();
        decode.waitFor();
        assertThat(Files.readString(log, StandardCharsets.ISO_8859_1))
                .containsAnyOf("ac-tex", "concealing", "mb incr", "invalid", "slice");

        Path missing = folder.resolve("missing.ts");
        Injection.run(
                InjectionRequest.of(clip.file(), missing, 7, TestClip.of("audio.missing"))
                        .withCoding(new InjectionRequest.Coding("mpeg2video", "mp2", 0)));
        Decoded quiet = Decoded.of(missing);
        assertThat(quiet.samples()).isBetween(47_000L * 4, 48_500L * 4);
    }

    @Test
    void harmsTransportStreams() throws Exception {
        InjectionRequest.Coding coding = new InjectionRequest.Coding("mpeg2video", "mp2", 800_000);
        Path whole = folder.resolve("whole.ts");
        Injection.run(InjectionRequest.of(clip.file(), whole, 7).withCoding(coding));
        long packets = Files.size(whole) / TransportStream.PACKET_BYTES;
        assertThat(breaks(whole)).isZero();
        Path lossy = folder.resolve("lossy.ts");
        Injection.run(
                InjectionRequest.of(
                                clip.file(),
                                lossy,
                                7,
                                TestClip.of("transport.continuity").withStrength(10))
                        .withCoding(coding));
        assertThat(packets - Files.size(lossy) / TransportStream.PACKET_BYTES)
                .isBetween(packets / 60, packets / 15);
        assertThat(breaks(lossy)).isGreaterThan(10);
        Path changed = folder.resolve("changed.ts");
        Injection.run(
                InjectionRequest.of(clip.file(), changed, 7, TestClip.of("video.format_change"))
                        .withCoding(coding));
        assertThat(breaks(changed)).isZero();
        String sizes =
                new String(
                        FfmpegProgram.ffprobe()
                                .run(
                                        ("-v error -select_streams v -show_entries frame=width -of csv=p=0 "
                                                        + changed)
                                                .split(" ", -1)),
                        StandardCharsets.US_ASCII);
        assertThat(sizes.lines().filter(row -> row.startsWith("160")))
                .hasSizeBetween(48, 50); // the decoder may lose one where the size changes
        assertThat(sizes.lines().filter(row -> row.startsWith("320"))).hasSizeBetween(97, 100);
    }

    /** How often the counters of a stream do not go on. */
    private static int breaks(Path file) throws IOException {
        byte[] stream = Files.readAllBytes(file);
        int[] last = new int[8192];
        Arrays.fill(last, -1);
        int breaks = 0;
        for (int at = 0; at + 188 <= stream.length; at += 188) {
            int pid = (stream[at + 1] & 0x1f) << 8 | (stream[at + 2] & 0xff);
            boolean hasPayload = (stream[at + 3] & 0x10) != 0;
            int counter = stream[at + 3] & 0xf;
            if (hasPayload && last[pid] >= 0 && counter != (last[pid] + 1) % 16) {
                breaks++;
            }
            last[pid] = counter;
        }
        return breaks;
    }
}
