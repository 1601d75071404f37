package io.sightline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.demo.media.Coding;
import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.PlantedDefect;
import io.sightline.demo.media.SyntheticMedia;
import io.sightline.sink.LocalChannel;
import io.sightline.sink.RowListener;
import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import io.sightline.testing.KafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The committed record of a disturbed run equals that of an undisturbed one, row by row: RocksDB
 * state, exactly-once Kafka, read by {@code read_committed}. One round takes half a minute; {@code
 * -Dsightline.drill.rounds=9} looks for what happens rarely, {@code -Dsightline.drill.seed=N} for
 * what happened.
 */
class CrashDrillITCase {

    private static final int FAILURES = 20;
    private static final long NANOS_PER_PACKET = 500_000;

    /** How often the drill is repeated, each time at other points; more than once by hand. */
    private static final int ROUNDS = Integer.getInteger("sightline.drill.rounds", 1);

    /** Every planted defect opens and clears. */
    private static final int ALERTS = 2 * (6 * 3 + 1);

    /** Rows of streams of 24 s and of one of 9 s. */
    private static final int MEASUREMENTS_AT_LEAST = 6 * 24 + 9;

    private static final List<String> LONG_STREAMS =
            List.of(
                    "broadcast",
                    "file",
                    "hls",
                    "broadcast-auto",
                    "file-auto",
                    "broadcast-reference");
    private static final String SHORT_STREAM = "hls-fmp4";

    @TempDir static Path folder;

    private static KafkaBroker broker;
    private static Map<String, Path> inputs;
    private static long packets;
    private static List<String> expectedAlerts;
    private static List<String> expectedMeasurements;

    @BeforeAll
    static void runUndisturbed() throws Exception {
        broker = KafkaBroker.startIn(Files.createDirectory(folder.resolve("kafka")));
        inputs = makeInputs();
        FailurePlan plan = FailurePlan.none();
        DrillJob undisturbed = job("undisturbed");
        undisturbed.runToEnd(PacedDecoders.following(plan, 0), 2);
        packets = plan.packets();
        expectedAlerts = undisturbed.alerts(ALERTS);
        expectedMeasurements = undisturbed.measurements(MEASUREMENTS_AT_LEAST);
    }

    private static Map<String, Path> makeInputs() throws Exception {
        SyntheticMedia plain =
                SyntheticMedia.lasting(Duration.ofSeconds(24)).withSize(480, 270, 25);
        SyntheticMedia media =
                plain.with(PlantedDefect.Kind.BLACK, seconds(2), seconds(6))
                        .with(PlantedDefect.Kind.FREEZE, seconds(8), seconds(15))
                        .with(PlantedDefect.Kind.SILENCE, seconds(16), seconds(21));
        Path file = folder.resolve("file.mp4");
        media.write(file, Packaging.MP4);
        Path broadcast = folder.resolve("broadcast.ts");
        media.withCoding(Coding.MPEG2_MP2).withPictures(2).write(broadcast, Packaging.TS);
        Path hls = Files.createDirectory(folder.resolve("hls")).resolve("index.m3u8");
        media.withPictures(3).write(hls, Packaging.HLS_TS);
        Path fmp4 = Files.createDirectory(folder.resolve("fmp4")).resolve("index.m3u8");
        SyntheticMedia.lasting(Duration.ofSeconds(9))
                .withSize(480, 270, 25)
                .with(PlantedDefect.Kind.BLACK, seconds(2), seconds(6))
                .withPictures(4)
                .write(fmp4, Packaging.HLS_FMP4);
        Map<String, Path> all = new TreeMap<>();
        all.put("file", file);
        all.put("broadcast", broadcast);
        all.put("hls", hls);
        all.put(SHORT_STREAM, fmp4);
        all.put("broadcast-auto", broadcast);
        all.put("file-auto", file);
        all.put("broadcast-reference", broadcast);
        return all;
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void seesEveryPlantedDefectOfEveryInput() {
        for (String stream : LONG_STREAMS) {
            for (String defect : List.of("video.black", "video.freeze", "audio.silence")) {
                assertOpenedAndCleared(stream, defect);
            }
        }
        assertOpenedAndCleared(SHORT_STREAM, "video.black");
        assertThat(expectedAlerts).hasSize(ALERTS);
    }

    private static void assertOpenedAndCleared(String stream, String defect) {
        for (String event : List.of("OPENED", "CLEARED")) {
            assertThat(expectedAlerts)
                    .filteredOn(row -> row.contains("\"event\":\"" + event + "\""))
                    .filteredOn(row -> row.contains("\"stream_id\":\"" + stream + "\""))
                    .filteredOn(row -> row.contains("\"defect\":\"" + defect + "\""))
                    .as("%s of %s on %s", event, defect, stream)
                    .hasSize(1);
        }
    }

    @Test
    void commitsTheSameRowsThoughTasksFailTwentyTimes() throws Exception {
        for (int round = 1; round <= ROUNDS; round++) {
            long seed = Long.getLong("sightline.drill.seed", System.nanoTime());
            FailurePlan plan = FailurePlan.atRandomPackets(FAILURES, packets, seed);
            DrillJob disturbed = job("disturbed-" + round);

            disturbed.runToEnd(PacedDecoders.following(plan, NANOS_PER_PACKET), 2);

            assertThat(plan.failures()).as("seed %d", seed).isEqualTo(FAILURES);
            assertSameRecord(disturbed, "seed " + seed);
        }
    }

    @Test
    void commitsTheSameRowsThoughTasksFailAtTheEndsOfTheirInputs() throws Exception {
        FailurePlan plan = FailurePlan.atEndsOfInput(inputs.size());
        DrillJob disturbed = job("ends");

        disturbed.runToEnd(PacedDecoders.following(plan, NANOS_PER_PACKET), 2);

        assertThat(plan.failures()).isGreaterThanOrEqualTo(inputs.size());
        assertSameRecord(disturbed, "ends");
    }

    @Tag("extended")
    @Test
    void goesOnFromASavepointTakenMidIncidentWithMoreSlots() throws Exception {
        goesOnFromASavepoint("more-slots", 2, 3, 1);
    }

    @Tag("extended")
    @Test
    void goesOnFromASavepointTakenMidPictureGroupWithFewerSlots() throws Exception {
        goesOnFromASavepoint("fewer-slots", 2, 1, 6);
    }

    /**
     * @param alertsBefore the savepoint is triggered when so many alerts were shown
     */
    private static void goesOnFromASavepoint(
            String name, int slotsBefore, int slotsAfter, int alertsBefore) throws Exception {
        DrillJob upgraded = job(name);
        String savepoint =
                runToSavepoint(upgraded, slotsBefore, null, new RowCount(alertsBefore, 0));
        int committedBefore = upgraded.alerts(alertsBefore).size();

        upgraded.start(PacedDecoders.undisturbed(0), slotsAfter, savepoint, null)
                .getJobExecutionResult()
                .get();

        assertThat(committedBefore).isBetween(alertsBefore, ALERTS - 1);
        assertSameRecord(upgraded, name);
    }

    /** Two rescales while every stream has an incident open: each goes on where its state is. */
    @Test
    void anIncidentStaysOpenWhileSlotsGoFromTwoToThreeToOne() throws Exception {
        Path film = folder.resolve("black.mp4");
        SyntheticMedia.lasting(Duration.ofSeconds(36))
                .withSize(320, 180, 25)
                .with(PlantedDefect.Kind.BLACK, seconds(3), seconds(31))
                .write(film, Packaging.MP4);
        Map<String, Path> films = new TreeMap<>();
        for (int i = 1; i <= 6; i++) {
            films.put("film-" + i, film);
        }
        DrillJob undisturbed = new DrillJob(broker, "films", films, folder.resolve("state-films"));
        undisturbed.runToEnd(PacedDecoders.undisturbed(0), 2);
        List<String> wholeAlerts = undisturbed.alerts(2 * films.size());
        List<String> wholeMeasurements = undisturbed.measurements(36 * films.size());

        DrillJob moved = new DrillJob(broker, "moved", films, folder.resolve("state-moved"));
        String first = runToSavepoint(moved, 2, null, new RowCount(films.size(), 0));
        int openedBefore = moved.alerts(films.size()).size();
        String second = runToSavepoint(moved, 3, first, new RowCount(0, films.size()));
        int openedAfter = moved.alerts(films.size()).size();
        moved.start(PacedDecoders.undisturbed(0), 1, second, null).getJobExecutionResult().get();

        assertThat(openedBefore).as("all open, none cleared").isEqualTo(films.size());
        assertThat(openedAfter).as("still open after the first rescale").isEqualTo(films.size());
        List<String> alerts = moved.alerts(wholeAlerts.size());
        for (String stream : films.keySet()) {
            for (String event : List.of("OPENED", "CLEARED")) {
                assertThat(alerts)
                        .filteredOn(row -> row.contains("\"event\":\"" + event + "\""))
                        .filteredOn(row -> row.contains("\"stream_id\":\"" + stream + "\""))
                        .filteredOn(row -> row.contains("\"defect\":\"video.black\""))
                        .as("%s of %s", event, stream)
                        .hasSize(1)
                        .allMatch(
                                row -> row.contains("\"started_at\":\"1970-01-01T00:00:03.000Z\""));
            }
        }
        assertThat(alerts).containsExactlyElementsOf(wholeAlerts);
        assertThat(moved.measurements(wholeMeasurements.size()))
                .containsExactlyElementsOf(wholeMeasurements);
    }

    /** Runs slowly until the rows were shown, then stops. */
    private static String runToSavepoint(
            DrillJob job, int slots, @Nullable String from, RowCount shown) throws Exception {
        try (LocalChannel channel = LocalChannel.open(shown)) {
            JobClient run =
                    job.start(
                            PacedDecoders.undisturbed(4 * NANOS_PER_PACKET), slots, from, channel);
            assertThat(shown.alerts.await(2, TimeUnit.MINUTES)).isTrue();
            assertThat(shown.measurements.await(2, TimeUnit.MINUTES)).isTrue();
            return run.stopWithSavepoint(
                            /* advanceToEndOfEventTime= */ false,
                            null,
                            SavepointFormatType.CANONICAL)
                    .get();
        }
    }

    private static void assertSameRecord(DrillJob job, String run) {
        assertThat(job.measurements(expectedMeasurements.size()))
                .as("measurements, %s", run)
                .containsExactlyElementsOf(expectedMeasurements);
        assertThat(job.alerts(expectedAlerts.size()))
                .as("alerts, %s", run)
                .containsExactlyElementsOf(expectedAlerts);
    }

    private static DrillJob job(String name) {
        return new DrillJob(broker, name, inputs, folder.resolve("state-" + name));
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    /** Counts rows down. */
    private record RowCount(CountDownLatch alerts, CountDownLatch measurements)
            implements RowListener {

        RowCount(int alerts, int measurements) {
            this(new CountDownLatch(alerts), new CountDownLatch(measurements));
        }

        @Override
        public void onAlert(Alert alert) {
            alerts.countDown();
        }

        @Override
        public void onMeasurement(Measurement measurement) {
            measurements.countDown();
        }

        @Override
        public void onStreamState(StreamStateRow state) {
            // Not what is waited for.
        }
    }
}
