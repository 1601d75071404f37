package io.sightline.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.media.NativeLedger;
import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole job, with the built-in policy, over transport streams with planted errors of transport,
 * time and format.
 */
class PlantedTransportITCase {

    private static final int PACKET_BYTES = 188;
    private static final int PAT = 0;
    private static final int VIDEO = 0x100;
    private static final int SECONDS = 12;

    @TempDir static Path folder;

    private static MonitoredRun run;

    @BeforeAll
    static void watchThemAll() throws Exception {
        List<byte[]> plain = packets(generate("plain.ts", "mpeg2video", 320, 48_000, 0));
        Map<String, List<byte[]>> streams = new TreeMap<>();
        streams.put("clean", plain);
        streams.put("losses", withLosses(plain));
        streams.put("wrong sync", withWrongSync(plain));
        streams.put("jumping clock", withJumpingClock(plain));
        streams.put("no tables", withoutTables(plain));
        streams.put(
                "size and rate",
                joined(plain, generate("l.ts", "mpeg2video", 640, 32_000, SECONDS + 0.5)));
        streams.put(
                "codec",
                joined(plain, generate("h.ts", "libopenh264", 320, 48_000, SECONDS + 0.5)));
        streams.put("jump", joined(plain, generate("j.ts", "mpeg2video", 320, 48_000, 3600)));
        Map<String, Path> inputs = new TreeMap<>();
        for (Map.Entry<String, List<byte[]>> stream : streams.entrySet()) {
            Path file = folder.resolve(stream.getKey().replace(' ', '_') + ".planted.ts");
            inputs.put(stream.getKey(), Files.write(file, bytes(stream.getValue())));
        }
        run = MonitoredRun.over(inputs, folder.resolve("run"));
    }

    @AfterAll
    static void nothingIsLeftOpen() {
        assertThat(NativeLedger.liveObjects()).as("native objects").isZero();
        assertThat(NativeLedger.packetBytes()).as("bytes of packets").isZero();
    }

    private static Path generate(
            String name, String codec, int width, int sampleRateHz, double startSeconds)
            throws IOException {
        Path file = folder.resolve(name);
        FfmpegProgram.ffmpeg()
                .run(
                        List.of(
                                "-v",
                                "error",
                                "-y",
                                "-f",
                                "lavfi",
                                "-i",
                                "testsrc2=size=" + width + "x240:rate=25:duration=" + SECONDS,
                                "-f",
                                "lavfi",
                                "-i",
                                "sine=frequency=440:sample_rate="
                                        + sampleRateHz
                                        + ":duration="
                                        + SECONDS,
                                "-c:v",
                                codec,
                                "-g",
                                "12",
                                "-b:v",
                                "800k",
                                "-c:a",
                                "mp2",
                                "-output_ts_offset",
                                String.valueOf(startSeconds),
                                file.toString()));
        return file;
    }

    private static List<byte[]> packets(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        List<byte[]> packets = new ArrayList<>();
        for (int at = 0; at + PACKET_BYTES <= bytes.length; at += PACKET_BYTES) {
            byte[] packet = new byte[PACKET_BYTES];
            System.arraycopy(bytes, at, packet, 0, PACKET_BYTES);
            packets.add(packet);
        }
        return packets;
    }

    private static byte[] bytes(List<byte[]> packets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        packets.forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static int pid(byte[] packet) {
        return (packet[1] & 0x1f) << 8 | (packet[2] & 0xff);
    }

    private static List<byte[]> copy(List<byte[]> packets) {
        List<byte[]> copies = new ArrayList<>();
        packets.forEach(packet -> copies.add(packet.clone()));
        return copies;
    }

    /** Where the stream is {@code seconds} of its length. */
    private static int at(List<byte[]> packets, double seconds) {
        return (int) (packets.size() * seconds / SECONDS);
    }

    private static boolean isPlainVideo(byte[] packet) {
        return pid(packet) == VIDEO && (packet[3] & 0x30) == 0x10;
    }

    private static List<byte[]> withLosses(List<byte[]> plain) {
        List<byte[]> packets = copy(plain);
        int lost = 0;
        for (int i = at(packets, 5); lost < 3; i += 30) {
            while (!isPlainVideo(packets.get(i))) {
                i++;
            }
            packets.remove(i);
            lost++;
        }
        return packets;
    }

    private static List<byte[]> withWrongSync(List<byte[]> plain) {
        List<byte[]> packets = copy(plain);
        packets.stream()
                .filter(PlantedTransportITCase::isPlainVideo)
                .skip(at(packets, 4))
                .limit(1)
                .forEach(packet -> packet[0] = 0x55);
        for (int i = at(packets, 5); i < at(packets, 6); i += 50) {
            packets.get(i)[0] = 0x55;
        }
        return packets;
    }

    private static List<byte[]> withJumpingClock(List<byte[]> plain) {
        List<byte[]> packets = copy(plain);
        for (byte[] packet : packets.subList(at(packets, 5), packets.size())) {
            if ((packet[3] & 0x20) != 0 && packet[4] > 0 && (packet[5] & 0x10) != 0) {
                packet[6]++; // 2^25 ticks of 90 kHz: six minutes
            }
        }
        return packets;
    }

    private static List<byte[]> withoutTables(List<byte[]> plain) {
        List<byte[]> packets = copy(plain);
        packets.subList(at(packets, 3), at(packets, 9)).removeIf(packet -> pid(packet) == PAT);
        return packets;
    }

    /** One after the other, with counters that go on. */
    private static List<byte[]> joined(List<byte[]> first, Path second) throws IOException {
        List<byte[]> packets = copy(first);
        packets.addAll(packets(second));
        Map<Integer, Integer> counters = new TreeMap<>();
        for (byte[] packet : packets) {
            boolean hasPayload = (packet[3] & 0x10) != 0;
            int before = counters.getOrDefault(pid(packet), packet[3] - (hasPayload ? 1 : 0));
            int counter = (hasPayload ? before + 1 : before) & 0xf;
            packet[3] = (byte) ((packet[3] & 0xf0) | counter);
            counters.put(pid(packet), counter);
        }
        return packets;
    }

    @Test
    void findsNothingInACleanStream() {
        assertThat(run.incidents("clean")).isEmpty();
    }

    @Test
    void findsErrorsOfTransportWhereTheyAre() {
        assertThat(run.defects("losses")).contains("transport.continuity");
        assertBeginsNear("losses", "transport.continuity", 5);
        assertThat(run.defects("wrong sync")).contains("transport.sync");
        assertThat(run.defects("wrong sync")).doesNotContain("transport.continuity");
        assertThat(run.defects("jumping clock")).containsOnly("transport.pcr");
        assertBeginsNear("jumping clock", "transport.pcr", 5);
        assertThat(run.defects("no tables")).contains("transport.psi");
        assertBeginsNear("no tables", "transport.psi", 3);
    }

    private static void assertBeginsNear(String stream, String defect, double seconds) {
        Span span =
                run.incidents(stream).stream()
                        .filter(one -> one.defect().equals(defect))
                        .findFirst()
                        .orElseThrow();
        assertThat(span.startMicros() / 1e6).isBetween(seconds - 1.5, seconds + 1.5);
    }

    @Test
    void findsChangesOfFormatWhereTheyAre() {
        // Half a second of sound is missing between the parts.
        assertThat(run.defects("size and rate"))
                .contains("video.format_change", "audio.format_change")
                .isSubsetOf("video.format_change", "audio.format_change", "audio.dropout");
        assertBeginsNear("size and rate", "video.format_change", SECONDS);
        assertBeginsNear("size and rate", "audio.format_change", SECONDS);
        assertThat(run.defects("codec")).contains("video.format_change");
    }

    @Test
    void findsAJumpOfTimeThatNothingAnnounced() {
        assertThat(run.defects("jump")).isEqualTo(Set.of("stream.timestamp", "transport.pcr"));
        assertBeginsNear("jump", "stream.timestamp", SECONDS);
    }
}
