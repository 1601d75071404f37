package io.sightline.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import io.sightline.source.HttpSettings;
import io.sightline.source.SourceSettings;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.source.enumerator.StreamInput;
import io.sightline.source.split.Position;
import io.sightline.source.split.StreamSplit;
import io.sightline.testing.Origin;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP bodies with and without an end, and what private addresses and headers are kept from. */
class LiveHttpTest {

    private static final String HEADER = "X-Token";
    private static final SourceSettings REFUSING =
            SourceSettings.DEFAULTS.withHttp(HttpSettings.DEFAULTS.refusingPrivateAddresses());

    @TempDir private Path folder;

    private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private Origin origin;
    private byte[] media;

    @BeforeEach
    void serve() throws IOException {
        media = Files.readAllBytes(new Clips(folder).clip("clip.ts", 4));
        origin = new Origin(folder);
        origin.route("/live", this::endless);
    }

    @AfterEach
    void close() {
        closing.countDown();
        origin.close();
    }

    /** The whole clip at once, without a length; then the connection stays open. */
    private void endless(HttpExchange exchange) throws IOException {
        note(exchange);
        exchange.getResponseHeaders().set("Content-Type", "video/mp2t");
        exchange.sendResponseHeaders(200, /* chunked= */ 0);
        OutputStream out = exchange.getResponseBody();
        out.write(media);
        out.flush();
        try {
            closing.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void note(HttpExchange exchange) {
        requests.add(
                exchange.getRequestHeaders().getFirst("Host").replaceFirst(":.*", "")
                        + exchange.getRequestURI()
                        + " "
                        + exchange.getRequestHeaders().getFirst(HEADER));
    }

    @Test
    void readsAnEndlessBodyFromItsFirstRequestOn() throws Exception {
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(split("live", origin.url("/live")));
            harness.until("pictures", () -> harness.count("packet 0") >= 90);
            assertThat(harness.saw("state LIVE")).isTrue();
            harness.until("a stall", () -> harness.state().equals("state STALLED"));

            assertThat(requests).containsExactly("127.0.0.1/live null");
            assertThat(harness.saw("discontinuity")).isFalse();
        }
    }

    @Test
    void goesOnAfterARestoreWithWhatComesThen() throws Exception {
        StreamSplit position;
        try (ReaderHarness before = new ReaderHarness(SourceSettings.DEFAULTS)) {
            before.read(split("live", origin.url("/live")));
            before.until("pictures", () -> before.count("packet 0") >= 50);
            position = before.reader.snapshotState(1).get(0);
        }
        try (ReaderHarness after = new ReaderHarness(SourceSettings.DEFAULTS)) {
            after.read(position);
            after.until("pictures", () -> after.count("packet 0") >= 50);

            List<String> media = after.media();
            assertThat(media.indexOf("discontinuity restarted: what passed meanwhile is lost"))
                    .isBetween(0, 1);
            assertThat(after.saw("preroll")).isFalse();
            long resumedMicros =
                    Clips.decodeMicros(
                            media.stream()
                                    .filter(l -> l.startsWith("packet 0"))
                                    .findFirst()
                                    .orElseThrow());
            assertThat(resumedMicros)
                    .isGreaterThanOrEqualTo(position.position().presentationEndMicros() - 80_000);
        }
    }

    @Test
    void readsAFileWithHeadersButShowsThemToNobodyElse() throws Exception {
        origin.route(
                "/moved",
                exchange -> {
                    note(exchange);
                    String elsewhere = origin.url("/there").replace("127.0.0.1", "localhost");
                    exchange.getResponseHeaders().set("Location", elsewhere);
                    exchange.sendResponseHeaders(302, -1);
                });
        origin.route("/there", this::noteAndSend);
        origin.route("/here.ts", this::noteAndSend);
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(secret("here", "/here.ts"), secret("moved", "/moved")).toTheEnd();

            assertThat(harness.count("end of input")).isEqualTo(2);
            assertThat(harness.count("packet 0")).isEqualTo(200);
        }
        assertThat(requests)
                .containsOnly(
                        "127.0.0.1/here.ts s3cret",
                        "127.0.0.1/moved s3cret",
                        "localhost/there null");
    }

    private void noteAndSend(HttpExchange exchange) throws IOException {
        note(exchange);
        Origin.send(exchange, media);
    }

    @Test
    void waitsForALiveServerButNotForAFile() throws Exception {
        origin.stop();
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(split("live", origin.url("/live")));
            harness.until("no signal", () -> harness.state().equals("state NO_SIGNAL"));
            origin.startAgain();
            harness.until("media", () -> harness.state().equals("state LIVE"));
        }
        origin.stop();
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(split("file", origin.url("/clip.ts"))).toTheEnd();
            assertThat(harness.state()).isEqualTo("state BROKEN");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:9/live",
                "http://[::1]:9/clip.mp4",
                "srt://localhost:9?passphrase=s3cret-s3cret",
                "rtmp://192.168.1.1/live/s3cret",
                "rtsp://u:s3cret@169.254.169.254/1"
            })
    void refusesPrivateAddresses(String url) throws Exception {
        try (ReaderHarness harness = new ReaderHarness(REFUSING)) {
            harness.read(split("private", url)).toTheEnd();

            assertThat(harness.state()).isEqualTo("state BROKEN");
            assertThat(harness.saw("the input leads to the private address of host")).isTrue();
            assertThat(harness.saw("s3cret")).isFalse();
        }
    }

    private StreamSplit secret(String id, String path) {
        String url = origin.url(path);
        StreamEntry entry =
                StreamEntry.of(new StreamId(id), url)
                        .withInput(StreamInput.of(url).withHeaders(Map.of(HEADER, "s3cret")));
        return new StreamSplit(entry, RenditionId.MAIN, id + "#0", Position.START);
    }

    private static StreamSplit split(String id, String url) {
        return ReaderHarness.split(id, url);
    }
}
