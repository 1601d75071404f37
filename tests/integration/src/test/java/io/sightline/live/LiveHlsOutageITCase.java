package io.sightline.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.demo.media.Coding;
import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.PlantedDefect;
import io.sightline.demo.media.SyntheticMedia;
import io.sightline.flow.StreamState;
import io.sightline.job.EmbeddedRun;
import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import io.sightline.testing.Origin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server of one of three live streams is gone for twenty seconds of real time. */
class LiveHlsOutageITCase {

    private static final String NO_SIGNAL = "stream.no_signal";
    private static final String BLACK = "video.black";

    /**
     * The moving test picture may look broken to who joins in its middle, or sees it after black,
     * until what is usual in it is known: docs/reference/detectors.md.
     */
    private static final String BLOCKS = "video.block_corruption";

    private static final Duration OUTAGE = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FRAMES_PER_SECOND = 25;

    /** As in the built-in policy. */
    private static final Duration OPEN_AFTER = Duration.ofSeconds(5);

    private static final Duration CLEAR_AFTER = Duration.ofSeconds(3);

    /** The longest wait between two attempts to reach a server. */
    private static final Duration BACK_OFF = Duration.ofSeconds(5);

    @TempDir private Path folder;

    /** The first second is not whole, and pictures may begin in the next one. */
    private static final int JOINING_SECONDS = 2;

    private final Told told = new Told();

    @Test
    void opensAndClearsNoSignalWhileTheNeighboursLoseNoFrame() throws Exception {
        SyntheticMedia media =
                SyntheticMedia.lasting(Duration.ofSeconds(100))
                        .withSize(320, 180, FRAMES_PER_SECOND)
                        .withCoding(Coding.MPEG2_MP2)
                        .withKeyFrameInterval(Duration.ofSeconds(1));
        media.with(PlantedDefect.Kind.BLACK, Duration.ofSeconds(4), Duration.ofSeconds(40))
                .write(folder.resolve("a.m3u8"), Packaging.HLS_TS);
        media.withPictures(1).write(folder.resolve("b.m3u8"), Packaging.HLS_TS);
        media.withPictures(2).write(folder.resolve("c.ts"), Packaging.TS);

        try (Origin originA = new Origin(folder);
                Origin originB = new Origin(folder);
                ProgramSender sender = ProgramSender.start(folder.resolve("c.ts"))) {
            originA.route("/live.m3u8", new LiveWindow(folder.resolve("a.m3u8"), 3));
            originB.route("/live.m3u8", new LiveWindow(folder.resolve("b.m3u8"), 3));
            Map<String, String> inputs =
                    Map.of(
                            "a", originA.url("/live.m3u8"),
                            "b", originB.url("/live.m3u8"),
                            "c", sender.url());
            try (EmbeddedRun run = EmbeddedRun.start(Plans.of(folder, inputs), told)) {
                watchOutage(originA);
                run.stop();
            }
        }
        requireStory();
        requireNothingLost("b");
        requireNothingLost("c");
    }

    private void watchOutage(Origin origin) throws Exception {
        told.until("three streams", PATIENCE, () -> isWatched("a", "b", "c"));
        told.until("black", PATIENCE, () -> !told.events("a", BLACK).isEmpty());

        origin.stop();
        long stoppedNanos = System.nanoTime();
        Duration opened =
                told.until("no signal", PATIENCE, () -> !told.events("a", NO_SIGNAL).isEmpty());
        assertThat(opened).as("from stop to OPENED").isLessThan(OPEN_AFTER.plusSeconds(2));
        told.until(
                "the end of the outage",
                PATIENCE,
                () -> System.nanoTime() - stoppedNanos >= OUTAGE.toNanos());
        assertThat(told.events("a", BLACK)).doesNotContain(Alert.Event.CLEARED);
        assertThat(told.events("a", NO_SIGNAL)).containsExactly(Alert.Event.OPENED);

        origin.startAgain();
        Duration cleared =
                told.until("signal", PATIENCE, () -> told.events("a", NO_SIGNAL).size() > 1);
        assertThat(cleared)
                .as("from return to CLEARED")
                .isLessThan(CLEAR_AFTER.plus(BACK_OFF).plusSeconds(3));
        told.until(
                "the end of black",
                PATIENCE,
                () -> told.events("a", BLACK).contains(Alert.Event.CLEARED));
        System.out.printf(
                "stream.no_signal: OPENED %d ms after the stop, CLEARED %d ms after the return%n",
                opened.toMillis(), cleared.toMillis());
    }

    private boolean isWatched(String... streams) {
        return List.of(streams).stream().allMatch(one -> told.measurements(one).size() >= 3);
    }

    private void requireStory() {
        assertThat(told.events("a", NO_SIGNAL))
                .containsExactly(Alert.Event.OPENED, Alert.Event.CLEARED);
        List<Alert> black = told.alerts("a", BLACK);
        assertThat(black).extracting(Alert::incidentId).containsOnly(black.get(0).incidentId());
        assertThat(black).first().extracting(Alert::event).isEqualTo(Alert.Event.OPENED);
        assertThat(black).last().extracting(Alert::event).isEqualTo(Alert.Event.CLEARED);
        assertThat(told.alerts("a")).extracting(Alert::defect).isSubsetOf(NO_SIGNAL, BLACK, BLOCKS);
        List<StreamStateRow> states = told.stateRows("a");
        assertThat(states)
                .extracting(StreamStateRow::state)
                .containsExactly(
                        StreamState.CONNECTING,
                        StreamState.LIVE,
                        StreamState.NO_SIGNAL,
                        StreamState.LIVE);
        assertThat(states.get(2).reason())
                .contains("stream 'a'", "no connection to http://127.0.0.1:")
                .endsWith("check the playlist and its server");
        assertThat(states.get(3).reason()).isEqualTo("media arrives");
        assertThat(told.alerts("b")).extracting(Alert::defect).isSubsetOf(BLOCKS);
        assertThat(told.alerts("c")).extracting(Alert::defect).isSubsetOf(BLOCKS);
        assertThat(told.states("b")).containsExactly(StreamState.CONNECTING, StreamState.LIVE);
        assertThat(told.states("c")).containsExactly(StreamState.CONNECTING, StreamState.LIVE);
    }

    /**
     * From the first whole second to the last, every second is there with all its frames. Joining
     * between key frames, which are a second apart, pictures may begin a second after the sound.
     */
    private void requireNothingLost(String stream) {
        List<Measurement> rows = told.measurements(stream);
        List<Measurement> whole = rows.subList(JOINING_SECONDS, rows.size() - 1);
        assertThat(whole).hasSizeGreaterThan((int) OUTAGE.toSeconds());
        assertThat(whole)
                .allSatisfy(
                        row -> {
                            assertThat(row.frames()).isEqualTo(FRAMES_PER_SECOND);
                            assertThat(row.coverage()).isEqualTo(1.0);
                        });
        long spanMillis =
                whole.get(whole.size() - 1).secondAtMillis() - whole.get(0).secondAtMillis();
        assertThat(spanMillis).isEqualTo((whole.size() - 1) * 1_000L);
    }
}
