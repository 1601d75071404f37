package io.sightline.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.sightline.flow.StreamEvent;
import io.sightline.media.ffmpeg.FfmpegProgram;
import io.sightline.source.SourceSettings;
import io.sightline.testing.Origin;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with the transport is told among the media, in the second where it is. */
class MeasuredInMediaTest {

    private static final int PACKET_BYTES = 188;

    @TempDir private Path folder;

    @Test
    void tellsOfLossesInAFileInTheirSecond() throws Exception {
        Path clip = new Clips(folder).clip("clip.ts", 10);
        byte[] damaged = withoutPackets(Files.readAllBytes(clip), 3);
        Files.write(clip, damaged);
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(ReaderHarness.split("file", clip.toString())).toTheEnd();
            assertThat(sum(harness, "ts_continuity_errors")).isEqualTo(3);
            assertThat(measured(harness, "ts_continuity_errors").map(m -> m.value()))
                    .hasSizeBetween(10, 12);
            assertThat(measured(harness, "ts_continuity_errors").filter(m -> m.value() > 0))
                    .allSatisfy(
                            m ->
                                    assertThat(m.presentationTimeMicros())
                                            .isBetween(3_500_000L, 5_500_000L));
            assertThat(sum(harness, "ts_psi_errors")).isZero();
        }
    }

    @Test
    void tellsOfLossesInSegmentsAndOfNothingBetweenThem() throws Exception {
        Path playlist = new Clips(folder).hls("mpegts", 9);
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(ReaderHarness.split("whole", playlist.toString())).toTheEnd();
            for (String metric :
                    List.of("ts_continuity_errors", "ts_psi_errors", "timestamp_errors")) {
                assertThat(measured(harness, metric)).isNotEmpty();
                assertThat(sum(harness, metric)).as(metric).isZero();
            }
        }
        List<Path> segments;
        try (Stream<Path> files = Files.list(playlist.getParent())) {
            segments = files.filter(file -> file.toString().endsWith(".ts")).sorted().toList();
        }
        Path third = segments.get(2);
        Files.write(third, withoutPackets(Files.readAllBytes(third), 2));
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(ReaderHarness.split("damaged", playlist.toString())).toTheEnd();
            assertThat(sum(harness, "ts_continuity_errors")).isEqualTo(2);
            assertThat(measured(harness, "ts_continuity_errors").filter(m -> m.value() > 0))
                    .allSatisfy(
                            m ->
                                    assertThat(m.presentationTimeMicros())
                                            .isBetween(3_900_000L, 6_100_000L));
        }
    }

    @Test
    void tellsOfLossesInDatagrams() throws Exception {
        byte[] media = withoutPackets(Files.readAllBytes(new Clips(folder).clip("clip.ts", 10)), 4);
        try (DatagramSocket sender = new DatagramSocket();
                ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            int port = freePort();
            harness.read(ReaderHarness.split("udp", "udp://127.0.0.1:" + port));
            harness.until("no signal", () -> harness.saw("state NO_SIGNAL"));
            int[] sent = {0};
            harness.until(
                    "the losses",
                    () -> {
                        sent[0] = send(sender, port, media, sent[0]);
                        return sum(harness, "ts_continuity_errors") == 4;
                    });
        }
    }

    /** Bodies begin where they like: here in the middle of a packet. */
    @ParameterizedTest
    @ValueSource(strings = {"/clip.ts", "/live"})
    void tellsOfLossesOverHttp(String path) throws Exception {
        byte[] media = withoutPackets(Files.readAllBytes(new Clips(folder).clip("clip.ts", 10)), 5);
        byte[] begun = Arrays.copyOfRange(media, path.equals("/live") ? 100 : 0, media.length);
        try (Origin origin = new Origin(folder);
                ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            origin.route("/clip.ts", exchange -> Origin.send(exchange, begun));
            origin.route(
                    "/live",
                    exchange -> {
                        exchange.sendResponseHeaders(200, /* chunked= */ 0);
                        exchange.getResponseBody().write(begun);
                        exchange.close();
                    });
            harness.read(ReaderHarness.split("http", origin.url(path)));
            harness.until("the losses", () -> sum(harness, "transport_losses") >= 5);
            assertThat(sum(harness, "ts_continuity_errors")).isEqualTo(5);
            assertThat(sum(harness, "transport_losses")).isEqualTo(5);
            assertThat(sum(harness, "ts_sync_losses")).isZero();
            assertThat(measured(harness, "rtp_lost_packets")).isEmpty();
        }
    }

    @Test
    void tellsOfTheSameLossesOverHttpWhenReadInRanges() throws Exception {
        Path clip = new Clips(folder).clip("clip.ts", 10);
        Files.write(clip, withoutPackets(Files.readAllBytes(clip), 5));
        List<String> read;
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            read = harness.read(ReaderHarness.split("file", clip.toString())).toTheEnd().media();
        }
        try (Origin origin = new Origin(folder);
                ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(ReaderHarness.split("file", origin.url("/clip.ts"))).toTheEnd();
            assertThat(harness.media()).isEqualTo(read);
            assertThat(sum(harness, "ts_continuity_errors")).isEqualTo(5);
        }
    }

    @Test
    void tellsOfLossesOverSrt() throws Exception {
        byte[] media = withoutPackets(Files.readAllBytes(new Clips(folder).clip("clip.ts", 10)), 5);
        Semaphore allowed = new Semaphore(0);
        try (Origin origin = new Origin(folder);
                ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            origin.route("/paced", exchange -> sendAsAllowed(exchange, media, allowed));
            String url = "srt://127.0.0.1:" + freePort();
            // As bytes: packed anew, they would be counted anew.
            String words =
                    "-v error -f data -raw_packet_size 1316 -i %s -map 0 -c copy -flush_packets 1"
                            + " -f data %s?mode=listener&pkt_size=1316";
            Process sender =
                    FfmpegProgram.ffmpeg()
                            .start(List.of(words.formatted(origin.url("/paced"), url).split(" ")));
            try {
                harness.read(ReaderHarness.split("srt", url));
                harness.until(
                        "the losses",
                        () -> {
                            allowed.release();
                            return sum(harness, "transport_losses") >= 5;
                        });
                assertThat(sum(harness, "ts_continuity_errors")).isEqualTo(5);
                assertThat(sum(harness, "ts_sync_losses")).isZero();
            } finally {
                sender.destroyForcibly();
                allowed.release(media.length); // the exchange ends
            }
        }
    }

    private static void sendAsAllowed(HttpExchange exchange, byte[] media, Semaphore allowed)
            throws IOException {
        exchange.sendResponseHeaders(200, /* chunked= */ 0);
        for (int from = 0; from < media.length; from += 7 * PACKET_BYTES) {
            allowed.acquireUninterruptibly();
            exchange.getResponseBody()
                    .write(media, from, Math.min(7 * PACKET_BYTES, media.length - from));
            exchange.getResponseBody().flush();
        }
    }

    /** As when null packets are lost: no counter shows it, the numbers of RTP do. */
    @Test
    void tellsOfLossesInRtpThatNoCounterShows() throws Exception {
        byte[] media = Files.readAllBytes(new Clips(folder).clip("clip.ts", 10));
        int datagram = 7 * PACKET_BYTES;
        try (DatagramSocket sender = new DatagramSocket();
                ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            int port = freePort();
            harness.read(ReaderHarness.split("rtp", "rtp://127.0.0.1:" + port));
            harness.until("no signal", () -> harness.saw("state NO_SIGNAL"));
            int[] sent = {0};
            harness.until(
                    "the losses",
                    () -> {
                        int number = sent[0] / datagram;
                        int missing = number > 60 ? 3 : 0; // as if sent after the sixtieth
                        sent[0] = sendRtp(sender, port, media, sent[0], number + missing);
                        return sum(harness, "transport_losses") > 0;
                    });
            assertThat(sum(harness, "rtp_lost_packets")).isEqualTo(3);
            assertThat(sum(harness, "transport_losses")).isEqualTo(3);
            assertThat(sum(harness, "ts_continuity_errors")).isZero();
        }
    }

    @Test
    void measuresNoTransportInALiveBodyThatIsNone() throws Exception {
        Path clip = new Clips(folder).clip("clip.flv", 3, "-c:v", "flv1", "-bf", "0", "-an");
        byte[] media = Files.readAllBytes(clip);
        try (Origin origin = new Origin(folder);
                ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            origin.route(
                    "/live",
                    exchange -> {
                        exchange.sendResponseHeaders(200, /* chunked= */ 0);
                        exchange.getResponseBody().write(media);
                        exchange.close();
                    });
            harness.read(ReaderHarness.split("flv", origin.url("/live")));
            harness.until("media", () -> measured(harness, "timestamp_errors").count() > 1);
            assertThat(measured(harness, "ts_continuity_errors")).isEmpty();
        }
    }

    @Test
    void measuresNoTransportWhereThereIsNone() throws Exception {
        Path clip = new Clips(folder).clip("clip.mp4", 3, "-c:v", "mpeg4", "-c:a", "aac");
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(ReaderHarness.split("file", clip.toString())).toTheEnd();
            assertThat(measured(harness, "ts_continuity_errors")).isEmpty();
            assertThat(measured(harness, "timestamp_errors")).isNotEmpty();
            assertThat(sum(harness, "timestamp_errors")).isZero();
        }
    }

    private static int send(DatagramSocket sender, int port, byte[] media, int from) {
        int to = Math.min(media.length, from + 7 * PACKET_BYTES);
        byte[] payload = Arrays.copyOfRange(media, from, to);
        try {
            sender.send(
                    new DatagramPacket(
                            payload, payload.length, InetAddress.getLoopbackAddress(), port));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
        return to;
    }

    private static int sendRtp(
            DatagramSocket sender, int port, byte[] media, int from, int number) {
        int to = Math.min(media.length, from + 7 * PACKET_BYTES);
        ByteBuffer packet = ByteBuffer.allocate(12 + to - from);
        packet.put((byte) 0x80).put((byte) 33).putShort((short) number).putInt(0).putInt(1);
        packet.put(media, from, to - from);
        try {
            sender.send(
                    new DatagramPacket(
                            packet.array(),
                            packet.capacity(),
                            InetAddress.getLoopbackAddress(),
                            port));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
        return to;
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Stream<StreamEvent.Measured> measured(ReaderHarness harness, String metric) {
        return harness.others.stream()
                .filter(StreamEvent.Measured.class::isInstance)
                .map(StreamEvent.Measured.class::cast)
                .filter(measured -> measured.metric().name().equals(metric));
    }

    private static double sum(ReaderHarness harness, String metric) {
        return measured(harness, metric).mapToDouble(StreamEvent.Measured::value).sum();
    }

    /** Without single packets of pictures, some apart from each other, from the middle on. */
    private static byte[] withoutPackets(byte[] bytes, int count) {
        byte[] left = bytes.clone();
        int length = bytes.length;
        int at = bytes.length / PACKET_BYTES / 2 * PACKET_BYTES;
        for (int lost = 0; lost < count; at += 20 * PACKET_BYTES) {
            while (left[at + 2] != 0
                    || (left[at + 1] & 0x1f) != 1
                    || (left[at + 3] & 0x30) != 0x10) {
                at += PACKET_BYTES;
            }
            System.arraycopy(left, at + PACKET_BYTES, left, at, length - at - PACKET_BYTES);
            length -= PACKET_BYTES;
            lost++;
        }
        return Arrays.copyOf(left, length);
    }
}
