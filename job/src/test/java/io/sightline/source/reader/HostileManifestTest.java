package io.sightline.source.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.sightline.source.SourceSettings;
import io.sightline.testing.MemoryWatch;
import io.sightline.testing.Origin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Playlists and MPDs made to do harm: refused with a reason, soon, and with little memory. */
class HostileManifestTest {

    private static final long MEBIBYTE = 1 << 20;
    private static final long MOST_ALIVE_BYTES = 64 * MEBIBYTE;

    /** Counts heap that is touched for the first time, too. */
    private static final long MOST_NATIVE_BYTES = 128 * MEBIBYTE;

    private static final Duration SOON = Duration.ofMinutes(1);
    private static final String SECRET = "the content of a local file";

    @TempDir private Path folder;

    private Origin origin;

    @BeforeEach
    void serve() throws IOException {
        origin = new Origin(folder);
    }

    @AfterEach
    void close() {
        origin.close();
    }

    /** Reads it until it is broken; what is said then. */
    private String refusal(String path) throws Exception {
        long beginNanos = System.nanoTime();
        String said;
        try (MemoryWatch memory = new MemoryWatch();
                ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(ReaderHarness.split("hostile", origin.url(path)));
            harness.until(
                    "a refusal",
                    () -> harness.saw("state BROKEN") || harness.saw("state NOT_WATCHED"));
            said =
                    harness.lines.stream()
                            .filter(line -> line.startsWith("state BROKEN"))
                            .findFirst()
                            .orElse("not refused");
            assertThat(harness.saw("packet")).isFalse();
            assertThat(memory.mostAliveBytes()).as("heap").isLessThan(MOST_ALIVE_BYTES);
            assertThat(memory.mostNativeBytes()).as("native").isLessThan(MOST_NATIVE_BYTES);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - beginNanos)).isLessThan(SOON);
        assertThat(said)
                .doesNotContain("defect of this program", SECRET)
                .hasSizeLessThan(1_000)
                .matches("\\P{Cntrl}*");
        return said;
    }

    private String localFile() throws IOException {
        return Files.writeString(folder.resolve("passwd"), SECRET).toUri().toString();
    }

    private String media(String... lines) {
        return "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:2\n"
                + String.join("\n", lines)
                + "\n#EXT-X-ENDLIST\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXTINF:2,\n%s",
                "#EXT-X-KEY:METHOD=AES-128,URI=\"%s\"\n#EXTINF:2,\nsegment.ts",
                "#EXT-X-MAP:URI=\"%s\"\n#EXTINF:2,\nsegment.m4s",
                "#EXTINF:2,\n#EXT-X-BYTERANGE:10@0\n%s"
            })
    void aPlaylistFromTheNetworkReachesNoLocalFile(String form) throws Exception {
        String playlist = media(form.formatted(localFile()));
        origin.text("/local.m3u8", () -> playlist);
        assertThat(refusal("/local.m3u8")).contains("the scheme 'file', which it may not");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXT-X-STREAM-INF:BANDWIDTH=1\n%s",
                "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"b\",DEFAULT=YES,URI=\"%s\"\n"
                        + "#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO=\"a\"\nmedia.m3u8"
            })
    void aMasterPlaylistFromTheNetworkReachesNoLocalFile(String form) throws Exception {
        String master = "#EXTM3U\n" + form.formatted(localFile()) + "\n";
        String media = media("#EXTINF:2,\nsegment.ts");
        origin.text("/local.m3u8", () -> master);
        origin.text("/media.m3u8", () -> media);
        assertThat(refusal("/local.m3u8")).contains("the scheme 'file', which it may not");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gopher://127.0.0.1/", "data:text/plain,x", "jar:file:/x!/y", "ftp:x"})
    void aPlaylistReachesNoOtherScheme(String place) throws Exception {
        String playlist = media("#EXTINF:2,", place);
        origin.text("/scheme.m3u8", () -> playlist);
        assertThat(refusal("/scheme.m3u8")).contains("the scheme '");
    }

    @ParameterizedTest
    @CsvSource({
        "<BaseURL>%s</BaseURL>, ''",
        "'', 'media=\"%s\" duration=\"2\"'",
        "'', 'media=\"a.m4s\" duration=\"2\" initialization=\"%s\"'"
    })
    void anMpdFromTheNetworkReachesNoLocalFile(String base, String template) throws Exception {
        String local = localFile();
        String other = template.isEmpty() ? "media=\"a.m4s\" duration=\"2\"" : template;
        String mpd = mpd(base.formatted(local), other.formatted(local));
        origin.text("/local.mpd", () -> mpd);
        assertThat(refusal("/local.mpd")).contains("the scheme 'file', which it may not");
    }

    @Test
    void anMpdMovesToNoLocalFile() throws Exception {
        String moved =
                mpd("<Location>" + localFile() + "</Location>", "media=\"a.m4s\" duration=\"2\"")
                        .replace("mediaPresentationDuration=\"PT10S\"", "")
                        .replace(
                                "type=\"static\"",
                                "type=\"dynamic\" minimumUpdatePeriod=\"PT0S\""
                                        + " availabilityStartTime=\"2020-01-01T00:00:00Z\""
                                        + " timeShiftBufferDepth=\"PT10S\"");
        origin.text("/moved.mpd", () -> moved);
        assertThat(refusal("/moved.mpd")).contains("the scheme 'file', which it may not");
    }

    private static String mpd(String inside, String template) {
        return """
               <?xml version="1.0"?>
               <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" profiles="x"
                   mediaPresentationDuration="PT10S">%s
               <Period><AdaptationSet contentType="video" mimeType="video/mp4">
               <SegmentTemplate timescale="1" %s/>
               <Representation id="v" bandwidth="1"/></AdaptationSet></Period></MPD>
               """
                .formatted(inside, template);
    }

    @Test
    void anEntityBombIsNotExpanded() throws Exception {
        StringBuilder bomb = new StringBuilder("<!DOCTYPE bomb [<!ENTITY a0 \"aaaaaaaaaa\">");
        for (int i = 1; i < 30; i++) {
            bomb.append("<!ENTITY a%d \"%s\">".formatted(i, ("&a" + (i - 1) + ";").repeat(10)));
        }
        String mpd =
                mpd("<BaseURL>&a29;</BaseURL>", "media=\"a.m4s\" duration=\"2\"")
                        .replace("<MPD", bomb + "]><MPD");
        origin.text("/bomb.mpd", () -> mpd);
        // What is not expanded is nothing at all.
        assertThat(refusal("/bomb.mpd")).contains("a place is not said");
    }

    @ParameterizedTest
    @CsvSource({
        "'media=\"$Number%099999999d$.m4s\" duration=\"1\"', HTTP 404",
        "'media=\"a.m4s\" duration=\"0\"', segments have no duration",
        "'media=\"a.m4s\" duration=\"1\" timescale2=\"1\"><SegmentTimeline><S t=\"0\" d=\"1\""
                + " r=\"9223372036854775806\"/></SegmentTimeline></SegmentTemplate><x', it lists more than",
        "'media=\"a.m4s\"><SegmentTimeline><S t=\"0\" d=\"1\" r=\"999999999\"/><S d=\"1\""
                + " r=\"999999999\"/></SegmentTimeline></SegmentTemplate><x', it lists more than",
        "'media=\"a.m4s\" presentationTimeOffset=\"9223372036854775807\" duration=\"1\"', ''",
        "'media=\"a.m4s\" duration=\"9223372036854775807\"', ''",
        "'media=\"a.m4s\" startNumber=\"9223372036854775807\" duration=\"1\"', ''"
    })
    void anMpdThatListsWithoutEndOrSenseIsRefused(String template, String words) throws Exception {
        String mpd = mpd("", template);
        origin.text("/endless.mpd", () -> mpd);
        assertThat(refusal("/endless.mpd")).contains("BROKEN").contains(words);
    }

    @Test
    void anMpdNestedDeeplyIsRefused() throws Exception {
        String nested = "<x>".repeat(100_000) + "</x>".repeat(100_000);
        String mpd = mpd(nested, "media=\"a.m4s\" duration=\"2\"");
        origin.text("/nested.mpd", () -> mpd);
        assertThat(refusal("/nested.mpd")).contains("the MPD cannot be understood");
    }

    @Test
    void anMpdLeadsToNoOtherDocument() throws Exception {
        String mpd =
                mpd("", "media=\"a.m4s\" duration=\"2\"")
                        .replace(
                                "<Period>",
                                "<Period xmlns:xlink=\"http://www.w3.org/1999/xlink\""
                                        + " xlink:href=\""
                                        + origin.url("/linked.mpd")
                                        + "\" xlink:actuate=\"onLoad\">");
        boolean[] isAsked = new boolean[1];
        origin.route("/linked.mpd", exchange -> isAsked[0] = true);
        origin.text("/link.mpd", () -> mpd);
        assertThat(refusal("/link.mpd")).contains("HTTP 404");
        assertThat(isAsked[0]).isFalse();
    }

    @Test
    void masterPlaylistsLeadToEachOtherOnce() throws Exception {
        String master = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nmaster.m3u8\n";
        origin.text("/master.m3u8", () -> master);
        assertThat(refusal("/master.m3u8"))
                .contains("a master playlist leads to another master playlist");
    }

    @Test
    void aRedirectChangesNoScheme() throws Exception {
        String local = localFile();
        origin.route("/to-file.m3u8", exchange -> redirect(exchange, local));
        assertThat(refusal("/to-file.m3u8")).contains("the scheme 'file', which it may not");
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().set("Location", to);
        exchange.sendResponseHeaders(302, -1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/loop.m3u8", "/loop.mpd"})
    void redirectsEnd(String path) throws Exception {
        origin.route(path, exchange -> redirect(exchange, path));
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(ReaderHarness.split("hostile", origin.url(path)));
            harness.until("a state", () -> harness.saw("more than 5 redirects"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/endless.m3u8", "/endless.mpd"})
    void aManifestThatNeverEndsIsCutOff(String path) throws Exception {
        origin.route(path, exchange -> endless(exchange, "#EXTM3U\n", "#EXTINF:2,\nseg.ts\n"));
        assertThat(refusal(path)).contains("longer than 4194304 bytes");
    }

    private static void endless(HttpExchange exchange, String first, String next)
            throws IOException {
        exchange.sendResponseHeaders(200, 0); // chunked
        OutputStream out = exchange.getResponseBody();
        out.write(first.getBytes(UTF_8));
        byte[] more = next.repeat(100).getBytes(UTF_8);
        while (true) { // until the other side hangs up
            out.write(more);
        }
    }

    @Test
    void aMillionSegmentsAreTooMany() throws Exception {
        String tiny = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n" + "#EXTINF:1\na\n".repeat(340_000);
        assertThat(tiny.length()).isLessThan(4 << 20);
        origin.text("/many.m3u8", () -> tiny);
        assertThat(refusal("/many.m3u8")).contains("it lists more than");
    }

    @Test
    void manyRenditionsAreTooMany() throws Exception {
        StringBuilder master = new StringBuilder("#EXTM3U\n");
        for (int i = 0; i < 100_000; i++) {
            master.append("#EXT-X-STREAM-INF:BANDWIDTH=").append(i).append("\na\n");
        }
        origin.text("/wide.m3u8", master::toString);
        assertThat(refusal("/wide.m3u8")).contains("it offers more than");
    }

    @Test
    void aZippedBombIsCutOff() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
            zip.write("#EXTM3U\n".getBytes(UTF_8));
            byte[] blank = new byte[1 << 16];
            for (int i = 0; i < 16_000; i++) { // a gibibyte
                zip.write(blank);
            }
        }
        origin.route(
                "/bomb.m3u8",
                exchange -> {
                    exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                    Origin.send(exchange, zipped.toByteArray());
                });
        assertThat(refusal("/bomb.m3u8")).contains("longer than 4194304 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXTINF:2,\n#EXT-X-BYTERANGE:9223372036854775807@0\nsegment.ts",
                "#EXTINF:2,\n#EXT-X-BYTERANGE:100@9223372036854775800\nsegment.ts",
                "#EXTINF:2,\n#EXT-X-BYTERANGE:-5@-9\nsegment.ts",
                "#EXTINF:2,\n#EXT-X-BYTERANGE:0@0\nsegment.ts",
                "#EXTINF:1e308,\nsegment.ts",
                "#EXTINF:NaN,\nsegment.ts",
                "#EXTINF:-1e308,\nsegment.ts",
                "#EXT-X-MEDIA-SEQUENCE:9223372036854775807\n#EXTINF:2,\nsegment.ts\n#EXTINF:2,\ns.ts",
                "#EXT-X-TARGETDURATION:99999999999999999999\n#EXTINF:2,\nsegment.ts",
                "#EXT-X-PROGRAM-DATE-TIME:+999999999-12-31T23:59:59Z\n#EXTINF:2,\nsegment.ts",
                "#EXT-X-KEY:METHOD=AES-128,URI=\"key\",IV=0x123456789012345678901234567890123456789\n"
                        + "#EXTINF:2,\nsegment.ts",
                "#EXT-X-KEY:METHOD=AES-128,URI=\"short\"\n#EXTINF:2,\nsegment.ts",
                "#EXTINF:2,\n\u0000\u001B[2J\u001B]0;owned\u0007.ts",
                "#EXTINF:2,\nhttp://127.0.0.1:99999999/x.ts",
                "#EXTINF:2,\nhttp:\\\\\\x",
                "#EXTINF:2,\nhttp://[::bad/x.ts",
                "#EXT-X-\u001B[31mRED\u0000:x\n#EXTINF:\u001B[2J,\nsegment.ts"
            })
    void valuesOutOfAllBoundsAreRefused(String lines) throws Exception {
        Files.write(folder.resolve("segment.ts"), new byte[10_000]);
        Files.write(folder.resolve("key"), new byte[16]);
        Files.write(folder.resolve("short"), new byte[15]);
        String playlist = media(lines);
        origin.text("/odd.m3u8", () -> playlist);
        assertThat(refusal("/odd.m3u8")).startsWith("state BROKEN");
    }

    @Test
    void oneLongAttributeIsNoBurden() throws Exception {
        String value = "a=\"b\",".repeat(600_000);
        origin.text("/long.m3u8", () -> media("#EXT-X-MAP:" + value, "#EXTINF:2,", "segment.ts"));
        assertThat(refusal("/long.m3u8")).startsWith("state BROKEN");
    }
}
