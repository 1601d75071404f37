package io.sightline.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.flow.StreamEvent;
import io.sightline.source.SourceSettings;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The 33 bits of PTS, DTS and PCR run over after 26.5 hours: nobody may notice. */
class WrapTest {

    private static final int SECONDS = 60;
    private static final double WRAP_SECONDS = (1L << 33) / 90_000.0;

    @TempDir private Path folder;

    private List<String> plain;

    @BeforeEach
    void readTheSameWithoutWrap() throws Exception {
        Path clip = new Clips(folder).clip("plain.ts", SECONDS);
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            plain = harness.read(ReaderHarness.split("plain", clip.toString())).toTheEnd().lines;
        }
        assertThat(Clips.sinceFirst(plain, 0)).hasSize(SECONDS * 25);
    }

    /** The same media, so many seconds before the wrap. */
    private Path wrapping(String name, double secondsBefore, String... form) throws IOException {
        String offset = String.format(Locale.ROOT, "%.6f", WRAP_SECONDS - secondsBefore);
        String[] words = {"-muxdelay", "0", "-muxpreload", "0", "-output_ts_offset", offset};
        String[] all = Arrays.copyOf(words, words.length + form.length);
        System.arraycopy(form, 0, all, words.length, form.length);
        return new Clips(folder).clip(name, SECONDS, all);
    }

    private void requireUnnoticed(ReaderHarness harness) {
        for (int track = 0; track < 2; track++) {
            assertThat(Clips.sinceFirst(harness.lines, track))
                    .isEqualTo(Clips.sinceFirst(plain, track));
        }
        assertThat(harness.saw("discontinuity")).isFalse();
        assertThat(harness.count("anchor")).isEqualTo(1);
        assertThat(harness.count("tracks")).isEqualTo(1);
        for (String metric :
                List.of(
                        "timestamp_errors",
                        "ts_pcr_discontinuity_errors",
                        "ts_continuity_errors")) {
            assertThat(harness.others)
                    .filteredOn(StreamEvent.Measured.class::isInstance)
                    .map(StreamEvent.Measured.class::cast)
                    .filteredOn(one -> one.metric().name().equals(metric))
                    .as(metric)
                    .isNotEmpty()
                    .allSatisfy(one -> assertThat(one.value()).isZero());
        }
    }

    @Test
    void aFileGoesOn() throws Exception {
        Path clip = wrapping("wrap.ts", 30);
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(ReaderHarness.split("file", clip.toString())).toTheEnd();
            requireUnnoticed(harness);
        }
    }

    /** Segments last 4 s: the wrap comes within one, and where one begins. */
    @ParameterizedTest
    @ValueSource(doubles = {30, 28})
    void segmentsGoOn(double secondsBefore) throws Exception {
        Path playlist =
                wrapping(
                        "wrap.m3u8",
                        secondsBefore,
                        "-f",
                        "hls",
                        "-hls_time",
                        "4",
                        "-hls_playlist_type",
                        "vod");
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(ReaderHarness.split("hls", playlist.toString())).toTheEnd();
            requireUnnoticed(harness);
        }
    }

    @Test
    void datagramsGoOn() throws Exception {
        byte[] media = Files.readAllBytes(wrapping("wrap.ts", 30));
        int port;
        try (DatagramSocket free = new DatagramSocket(0)) {
            port = free.getLocalPort();
        }
        try (DatagramSocket sender = new DatagramSocket();
                ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(ReaderHarness.split("udp", "udp://127.0.0.1:" + port));
            harness.until("a tick", () -> harness.saw("tick"));
            int datagram = 7 * 188;
            for (int at = 0; at < media.length; at += datagram) {
                int count = Math.min(datagram, media.length - at);
                sender.send(
                        new DatagramPacket(
                                media, at, count, InetAddress.getLoopbackAddress(), port));
                // What the reader has taken in is not in the way of what comes.
                while (harness.step()) {
                    assertThat(harness.saw("discontinuity")).isFalse();
                }
            }
            harness.until("the other side of the wrap", () -> harness.count("packet 0") > 40 * 25);
            assertThat(harness.saw("discontinuity")).isFalse();
        }
    }
}
