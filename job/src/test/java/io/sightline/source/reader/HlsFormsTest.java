package io.sightline.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.source.SourceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same media in every form that HLS has for it. */
class HlsFormsTest {

    @TempDir private Path folder;
    private Clips clips;

    @BeforeEach
    void open() {
        clips = new Clips(folder);
    }

    @Test
    void decryptsWholeSegments() throws Exception {
        List<String> clear = media(clips.hls("mpegts", 6));
        assertThat(media(clips.encryptedHls(6))).isEqualTo(clear);
    }

    @Test
    void readsByteRanges() throws Exception {
        List<String> single = media(clips.hls("mpegts", 6));
        assertThat(packets(media(clips.hlsInOneFile(6)))).isEqualTo(packets(single));
    }

    @Test
    void interleavesSoundThatLiesApart() throws Exception {
        List<String> muxed = packets(media(clips.hls("fmp4", 7)));
        List<String> apart =
                packets(media(clips.hlsWithSoundApart(7))).stream()
                        .map(line -> line.replace("packet 1000 ", "packet 1 "))
                        .toList();
        for (int track = 0; track < 2; track++) {
            // Copying moves the begin of sound before that of the pictures by what primes decoders.
            assertThat(Clips.sinceFirst(apart, track)).isEqualTo(Clips.sinceFirst(muxed, track));
        }
        long furthest = 0;
        for (String line : apart) {
            assertThat(Clips.decodeMicros(line)).isGreaterThan(furthest - 3_000_000);
            furthest = Math.max(furthest, Clips.decodeMicros(line));
        }
    }

    @Test
    void saysThatAnEncryptionIsNotSupported() throws Exception {
        Path playlist = clips.hls("mpegts", 4);
        Files.writeString(
                playlist,
                Files.readString(playlist)
                        .replaceFirst(
                                "#EXTINF",
                                "#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"skd://key\"\n#EXTINF"));
        assertThat(ended(playlist))
                .contains("state BROKEN")
                .contains("encrypted with SAMPLE-AES, which is not supported");
    }

    @Test
    void saysThatAKeyIsWrong() throws Exception {
        Path playlist = clips.encryptedHls(4);
        Files.writeString(folder.resolve("secret.key"), "fedcba9876543210");
        assertThat(ended(playlist)).contains("it cannot be decrypted with the key");
    }

    private static List<String> media(Path input) throws Exception {
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            return harness.read(ReaderHarness.split("clip", input.toString())).toTheEnd().media();
        }
    }

    private static String ended(Path input) throws Exception {
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(ReaderHarness.split("clip", input.toString())).toTheEnd();
            return String.join("\n", harness.lines);
        }
    }

    private static List<String> packets(List<String> lines) throws IOException {
        return lines.stream().filter(line -> line.startsWith("packet")).toList();
    }
}
