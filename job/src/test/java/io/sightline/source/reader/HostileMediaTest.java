package io.sightline.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.sightline.source.HttpSettings;
import io.sightline.source.SourceSettings;
import io.sightline.testing.MemoryWatch;
import io.sightline.testing.Origin;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Media and servers made to do harm: read or refused soon, and with little memory. */
class HostileMediaTest {

    private static final long MEBIBYTE = 1 << 20;

    /**
     * Of one input; a segment is kept whole, so that long it may be, twice while it is put
     * together.
     */
    private static final long MOST_BYTES = 64 * MEBIBYTE;

    /** Counts heap that is touched for the first time, too. */
    private static final long MOST_NATIVE_BYTES = 128 * MEBIBYTE;

    private static final Duration SOON = Duration.ofMinutes(1);

    @TempDir private Path folder;

    private void surviving(SourceSettings settings, String location, Told told) throws Exception {
        long beginNanos = System.nanoTime();
        try (MemoryWatch memory = new MemoryWatch();
                ReaderHarness harness = new ReaderHarness(settings)) {
            harness.read(ReaderHarness.split("hostile", location));
            told.look(harness);
            assertThat(harness.saw("defect of this program")).isFalse();
            assertThat(memory.mostAliveBytes()).as("heap").isLessThan(MOST_BYTES);
            assertThat(memory.mostNativeBytes()).as("native").isLessThan(MOST_NATIVE_BYTES);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - beginNanos)).isLessThan(SOON);
    }

    private interface Told {
        void look(ReaderHarness harness) throws Exception;
    }

    @ParameterizedTest
    @ValueSource(strings = {"mpeg2", "vp9", "h264", "png"})
    void picturesOfAnySizeTakeNoMemoryBeforeTheyAreDecoded(String codec) throws Exception {
        HostileMedia media = new HostileMedia(folder);
        String file =
                switch (codec) {
                    case "mpeg2" -> media.largeMpeg2();
                    case "vp9" -> media.largeVp9();
                    case "h264" -> media.largeH264();
                    default -> media.largePng();
                };
        surviving(
                SourceSettings.DEFAULTS,
                file,
                harness -> {
                    harness.toTheEnd();
                    assertThat(harness.count("ended")).isEqualTo(1);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"moov", "trak", "stsd", "mdat", "ftyp"})
    void boxesOfAnySizeAreSurvived(String box) throws Exception {
        surviving(
                SourceSettings.DEFAULTS,
                new HostileMedia(folder).hugeBox(box),
                harness -> assertThat(harness.toTheEnd().count("ended")).isEqualTo(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stsz", "stts", "stsc", "stco"})
    void tablesOfAnyLengthAreSurvived(String box) throws Exception {
        surviving(
                SourceSettings.DEFAULTS,
                new HostileMedia(folder).hugeTable(box),
                harness -> assertThat(harness.toTheEnd().count("ended")).isEqualTo(1));
    }

    @Test
    void thousandsOfProgrammesAreSurvived() throws Exception {
        surviving(
                SourceSettings.DEFAULTS,
                new HostileMedia(folder).manyPrograms(),
                harness -> {
                    harness.toTheEnd();
                    assertThat(harness.state()).isEqualTo("state BROKEN");
                });
    }

    @Test
    void everyPacketIdentifierAtOnceIsSurvived() throws Exception {
        surviving(
                SourceSettings.DEFAULTS,
                new HostileMedia(folder).everyPid(),
                harness -> assertThat(harness.toTheEnd().count("packet 0")).isEqualTo(50));
    }

    @ParameterizedTest
    @ValueSource(strings = {"declared", "chunked"})
    void aSegmentOfTenGigabytesIsRefused(String form) throws Exception {
        HttpSettings http =
                HttpSettings.DEFAULTS.withSizes(
                        HttpSettings.DEFAULTS.maxManifestBytes(), MemorySize.ofMebiBytes(16));
        try (Origin origin = new Origin(folder)) {
            Files.writeString(
                    folder.resolve("vod.m3u8"),
                    """
                    #EXTM3U
                    #EXT-X-TARGETDURATION:2
                    #EXTINF:2,
                    huge.ts
                    #EXT-X-ENDLIST
                    """);
            long declared = form.equals("declared") ? 10_000_000_000L : 0;
            origin.route("/huge.ts", exchange -> endless(exchange, declared));
            surviving(
                    SourceSettings.DEFAULTS.withHttp(http),
                    origin.url("/vod.m3u8"),
                    harness -> {
                        harness.toTheEnd();
                        assertThat(harness.lines)
                                .anyMatch(
                                        line ->
                                                line.startsWith("state BROKEN")
                                                        && line.contains(
                                                                "longer than 16777216 bytes"));
                    });
        }
    }

    private static void endless(HttpExchange exchange, long declared) throws IOException {
        exchange.sendResponseHeaders(200, declared);
        OutputStream out = exchange.getResponseBody();
        byte[] some = new byte[1 << 16];
        while (true) { // until the other side hangs up
            out.write(some);
        }
    }

    @Test
    void aHeadWithoutEndIsCutOff() throws Exception {
        try (Origin origin = new Origin(folder);
                EndlessHead server = new EndlessHead()) {
            surviving(
                    SourceSettings.DEFAULTS,
                    server.url("/x.m3u8"),
                    harness ->
                            harness.until(
                                    "loss of signal",
                                    () -> harness.state().equals("state NO_SIGNAL")));
        }
    }

    @Test
    void privateAddressesAreOutOfReachIfWanted() throws Exception {
        SourceSettings guarded =
                SourceSettings.DEFAULTS.withHttp(HttpSettings.DEFAULTS.refusingPrivateAddresses());
        new Clips(folder).clip("clip.ts", 1);
        try (Origin origin = new Origin(folder)) {
            for (String path : List.of("/clip.ts", "/clip.m3u8", "/clip.mpd")) {
                surviving(
                        guarded,
                        origin.url(path),
                        harness -> {
                            harness.toTheEnd();
                            assertThat(harness.lines)
                                    .anyMatch(
                                            line ->
                                                    line.startsWith("state BROKEN")
                                                            && line.contains(
                                                                    "the private address of host"));
                        });
            }
        }
    }
}
