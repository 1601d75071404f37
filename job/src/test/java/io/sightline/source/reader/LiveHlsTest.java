package io.sightline.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.flow.StreamEvent;
import io.sightline.flow.StreamState;
import io.sightline.source.SourceSettings;
import io.sightline.source.split.StreamSplit;
import io.sightline.testing.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A playlist whose window the test moves, served over HTTP. */
class LiveHlsTest {

    @TempDir private Path folder;

    private Origin server;
    private ReaderHarness harness;
    private List<String> segments;
    private volatile Window window = new Window(0, 3, false);

    /** What the playlist lists; replaced as a whole, since it is read at any time. */
    private record Window(int first, int end, boolean isLast) {}

    @BeforeEach
    void serve() throws IOException {
        Path playlist = new Clips(folder).hls("mpegts", 16);
        segments =
                Files.readAllLines(playlist).stream()
                        .filter(line -> line.endsWith(".ts"))
                        .collect(Collectors.toList());
        assertThat(segments).hasSizeGreaterThanOrEqualTo(8);
        server = new Origin(folder);
        server.text("/live.m3u8", this::playlist);
        harness = new ReaderHarness(SourceSettings.DEFAULTS);
    }

    private String playlist() {
        Window now = window;
        StringBuilder text =
                new StringBuilder("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n");
        text.append("#EXT-X-MEDIA-SEQUENCE:").append(now.first()).append('\n');
        for (int i = now.first(); i < now.end(); i++) {
            text.append("#EXTINF:2.0,\n").append(segments.get(i)).append('\n');
        }
        return now.isLast() ? text + "#EXT-X-ENDLIST\n" : text.toString();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
        server.close();
    }

    private void watch() throws Exception {
        harness.read(ReaderHarness.split("live", server.url("/live.m3u8")));
        harness.until("three segments", () -> harness.count("packet 0") >= 150);
    }

    private void finish() throws Exception {
        window = new Window(window.first(), segments.size(), true);
        harness.toTheEnd();
    }

    @Test
    void followsTheWindowToItsEnd() throws Exception {
        watch();
        window = new Window(1, 5, false);
        harness.until("two more segments", () -> harness.count("packet 0") >= 250);
        finish();
        assertThat(harness.count("packet 0")).isEqualTo(400);
        assertThat(harness.count("tracks")).isEqualTo(1);
        assertThat(harness.count("discontinuity")).isZero();
        assertThat(harness.count("anchor")).isEqualTo(1);
    }

    @Test
    void reportsLossOfSignalAndGoesOnWhereTheWindowAllows() throws Exception {
        long beginNanos = System.nanoTime();
        watch();
        server.stop();
        harness.until("no signal", () -> harness.saw("state NO_SIGNAL"));
        harness.until("a tick with its length", () -> harness.saw("tick NO_SIGNAL"));
        StreamEvent.Tick tick =
                harness.others.stream()
                        .filter(StreamEvent.Tick.class::isInstance)
                        .map(StreamEvent.Tick.class::cast)
                        .filter(one -> one.state() == StreamState.NO_SIGNAL)
                        .findFirst()
                        .orElseThrow();
        long elapsedMillis = (System.nanoTime() - beginNanos) / 1_000_000;
        assertThat(tick.noSignalMillis()).isBetween(1000L, elapsedMillis);
        window = new Window(0, 5, false);
        server.startAgain();
        harness.until("media again", () -> harness.count("packet 0") >= 250);
        finish();
        assertThat(harness.count("packet 0")).isEqualTo(400);
        assertThat(harness.count("discontinuity")).isZero();
        assertThat(harness.count("state LIVE")).isEqualTo(2);
    }

    @Test
    void reportsAPlaylistThatIsOverdueToChange() throws Exception {
        watch();
        harness.until("overdue", () -> staleMillis() > 500);
        window = new Window(1, 5, false);
        harness.until("two more segments", () -> harness.count("packet 0") >= 250);
        harness.until("in time again", () -> staleMillis() == 0);
        finish();
    }

    /** As of the newest tick; -1 before the first. */
    private long staleMillis() {
        for (int i = harness.others.size() - 1; i >= 0; i--) {
            if (harness.others.get(i) instanceof StreamEvent.Tick tick) {
                return tick.staleMillis();
            }
        }
        return -1;
    }

    @Test
    void reportsSegmentsThatLeftTheWindow() throws Exception {
        watch();
        window = new Window(5, 7, false);
        harness.until("a gap", () -> harness.saw("discontinuity 2 segments left the playlist"));
        finish();
        assertThat(harness.count("packet 0")).isEqualTo(300);
    }

    @Test
    void stallsWhenThePlaylistNoLongerChanges() throws Exception {
        watch();
        harness.until("stall", () -> harness.saw("state STALLED"));
        harness.until("a tick with its length", () -> harness.saw("tick STALLED noSignal=0"));
        finish();
        assertThat(harness.count("packet 0")).isEqualTo(400);
    }

    @Test
    void skipsSegmentsThatAreMissingEmptyOrFail() throws Exception {
        server.status("/" + segments.get(3), 404);
        server.status("/" + segments.get(4), 500);
        server.text("/" + segments.get(5), () -> "");
        watch();
        finish();
        assertThat(harness.count("packet 0")).isEqualTo(250);
        assertThat(harness.count("discontinuity segment 3 is missing: HTTP 404")).isEqualTo(1);
        assertThat(harness.count("discontinuity segment 4 is missing: HTTP 500")).isEqualTo(1);
        assertThat(harness.count("discontinuity segment 5 is missing: it is empty")).isEqualTo(1);
    }

    @Test
    void outlivesAPlaylistThatVanishesForAWhile() throws Exception {
        watch();
        server.status("/live.m3u8", 404);
        harness.until("no signal", () -> harness.saw("live.m3u8): HTTP 404 for "));
        server.text("/live.m3u8", this::playlist);
        finish();
        assertThat(harness.count("packet 0")).isEqualTo(400);
        assertThat(harness.count("discontinuity")).isZero();
    }

    @Test
    void goesOnAfterTheMediaSequenceBeganAnew() throws Exception {
        window = new Window(5, 8, false);
        watch();
        window = new Window(0, 1, false);
        harness.until("a new beginning", () -> harness.saw("the media sequence began anew"));
        window = new Window(0, 1, true);
        harness.toTheEnd();
        assertThat(harness.count("packet 0")).isEqualTo(200);
    }

    private ReaderHarness restarted() throws Exception {
        StreamSplit reached = harness.reader.snapshotState(1).get(0);
        harness.close();
        harness = new ReaderHarness(SourceSettings.DEFAULTS);
        return harness.read(reached);
    }

    /** Event time minus presentation time. */
    private long eventOffsetMicros() {
        StreamEvent.Anchored anchored =
                harness.others.stream()
                        .filter(StreamEvent.Anchored.class::isInstance)
                        .map(StreamEvent.Anchored.class::cast)
                        .findFirst()
                        .orElseThrow();
        return anchored.eventTimeMicros() - anchored.presentationTimeMicros();
    }

    @Test
    void goesOnInTheWindowAfterARestartWithTheSameAnchor() throws Exception {
        watch();
        long before = harness.count("packet 0");
        long offsetMicros = eventOffsetMicros();
        window = new Window(1, 3, false);
        restarted();
        finish();
        assertThat(eventOffsetMicros()).isEqualTo(offsetMicros);
        assertThat(harness.saw("preroll 0")).isTrue();
        assertThat(before + harness.count("packet 0")).isEqualTo(400);
        assertThat(harness.count("discontinuity")).isZero();
    }

    @Test
    void saysWhatLeftTheWindowDuringARestart() throws Exception {
        watch();
        window = new Window(5, 7, false);
        restarted();
        finish();
        assertThat(harness.media().get(0)).isEqualTo("tracks [h264, aac]");
        assertThat(harness.count("segments left the playlist before they could be read"))
                .isEqualTo(1);
        assertThat(harness.count("anchor")).isEqualTo(1);
        assertThat(harness.saw("preroll")).isFalse();
        assertThat(harness.count("packet 0")).isEqualTo(150);
    }
}
