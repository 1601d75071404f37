package io.sightline.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.source.SourceSettings;
import io.sightline.source.enumerator.RenditionsGone;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UdpTest {

    private static final int DATAGRAM_BYTES = 7 * 188;

    @TempDir private Path folder;

    @Test
    void followsDatagramsAndTheirAbsence() throws Exception {
        byte[] media = Files.readAllBytes(new Clips(folder).clip("clip.ts", 4));
        int port = freePort();
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS);
                DatagramSocket sender = new DatagramSocket()) {
            harness.read(ReaderHarness.split("udp", "udp://127.0.0.1:" + port));
            harness.until("no signal", () -> harness.saw("state NO_SIGNAL"));
            Sending first = new Sending(sender, port, media);
            harness.until("packets", () -> first.next() || harness.count("packet 0") >= 50);
            assertThat(harness.saw("state LIVE")).isTrue();
            harness.until("silence", () -> harness.state().equals("state NO_SIGNAL"));
            long breaks = harness.count("discontinuity");
            Sending second = new Sending(sender, port, media);
            harness.until(
                    "packets after a pause",
                    () -> second.next() || harness.count("discontinuity") > breaks);
            assertThat(harness.state()).isEqualTo("state LIVE");
            harness.reader.handleSourceEvents(
                    new RenditionsGone(List.of("udp/main"), "removed from the registry"));
            harness.until("farewell", () -> harness.saw("removed"));
            assertThat(harness.saw("state NOT_WATCHED removed from the registry")).isTrue();
            assertThat(harness.reader.snapshotState(1)).isEmpty();
        }
    }

    @Test
    void refusesAFloodAndWatchesItAgainOnceItIsOver() throws Exception {
        byte[] media = Files.readAllBytes(new Clips(folder).clip("clip.ts", 4));
        int port = freePort();
        long most = media.length; // half of the clip, over four seconds
        try (ReaderHarness harness =
                        new ReaderHarness(SourceSettings.DEFAULTS.withMaxBitrateBps(most));
                DatagramSocket sender = new DatagramSocket()) {
            harness.read(ReaderHarness.split("udp", "udp://127.0.0.1:" + port));
            harness.until("no signal", () -> harness.saw("state NO_SIGNAL"));
            Sending[] flood = {new Sending(sender, port, media)};
            harness.until(
                    "a refusal",
                    () -> {
                        if (flood[0].isOver()) {
                            flood[0] = new Sending(sender, port, media);
                        }
                        return flood[0].next() || harness.state().equals("state BROKEN");
                    });
            assertThat(harness.lines)
                    .anyMatch(
                            line ->
                                    line.startsWith("state BROKEN")
                                            && line.contains("the limit is")
                                            && line.contains("lower the bit rate"));
            harness.until("silence", () -> harness.state().equals("state NO_SIGNAL"));
            int few = media.length / 3;
            Sending calm = new Sending(sender, port, Arrays.copyOf(media, few - few % 188));
            harness.until("media", () -> calm.next() || harness.state().equals("state LIVE"));
        }
    }

    @Test
    void refusesAnAddressWithoutAPort() throws Exception {
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(ReaderHarness.split("udp", "udp://127.0.0.1")).toTheEnd();
            assertThat(harness.saw("expected udp://host:port")).isTrue();
        }
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Sends one datagram each time it is asked. */
    private static final class Sending {
        private final DatagramSocket socket;
        private final int port;
        private final byte[] media;
        private int sent;

        Sending(DatagramSocket socket, int port, byte[] media) {
            this.socket = socket;
            this.port = port;
            this.media = media;
        }

        boolean isOver() {
            return sent >= media.length;
        }

        /** Returns false, so that it can be put in front of a condition. */
        boolean next() {
            if (sent < media.length) {
                byte[] part =
                        Arrays.copyOfRange(
                                media, sent, Math.min(media.length, sent + DATAGRAM_BYTES));
                sent += part.length;
                try {
                    socket.send(
                            new DatagramPacket(
                                    part, part.length, InetAddress.getLoopbackAddress(), port));
                } catch (IOException failure) {
                    throw new AssertionError(failure);
                }
            }
            return false;
        }
    }
}
