package io.sightline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.demo.media.Coding;
import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.PlantedDefect;
import io.sightline.demo.media.SyntheticMedia;
import io.sightline.media.NativeLedger;
import io.sightline.sink.LocalChannel;
import io.sightline.sink.RowListener;
import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import io.sightline.testing.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The committed record of a disturbed run equals that of an undisturbed one, row by row: RocksDB
 * state, exactly-once Kafka, read by {@code read_committed}.
 */
class CrashDrillITCase {

    private static final int FAILURES = 20;
    private static final long NANOS_PER_PACKET = 500_000;

    /** Three incidents open and clear in each stream. */
    private static final int ALERTS_AT_LEAST = 12;

    @TempDir static Path folder;

    private static KafkaBroker broker;
    private static Map<String, Path> inputs;
    private static List<String> expectedAlerts;
    private static List<String> expectedMeasurements;

    @BeforeAll
    static void runUndisturbed() throws Exception {
        Path kafkaFolder = folder.resolve("kafka");
        kafkaFolder.toFile().mkdirs();
        broker = KafkaBroker.startIn(kafkaFolder);
        SyntheticMedia media =
                SyntheticMedia.lasting(Duration.ofSeconds(36))
                        .withSize(320, 180, 25)
                        .with(PlantedDefect.Kind.BLACK, seconds(3), seconds(7))
                        .with(PlantedDefect.Kind.FREEZE, seconds(11), seconds(18))
                        .with(PlantedDefect.Kind.SILENCE, seconds(22), seconds(29));
        Path file = folder.resolve("file.mp4");
        media.write(file, Packaging.MP4);
        Path mpeg2 = folder.resolve("broadcast.ts");
        media.withCoding(Coding.MPEG2_MP2).withPictures(2).write(mpeg2, Packaging.TS);
        Path hls = folder.resolve("hls/index.m3u8");
        hls.getParent().toFile().mkdirs();
        media.withPictures(3).write(hls, Packaging.HLS_TS);
        inputs = Map.of("file", file, "broadcast", mpeg2, "hls", hls);

        DrillJob undisturbed = job("undisturbed");
        undisturbed.runToEnd(PacedDecoders.undisturbed(0), 2);
        expectedAlerts = undisturbed.alerts(ALERTS_AT_LEAST);
        expectedMeasurements = undisturbed.measurements(100);
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
        assertThat(NativeLedger.liveObjects()).isZero();
    }

    @Test
    void seesEveryPlantedDefectOfEveryInput() {
        for (String stream : inputs.keySet()) {
            for (String defect : List.of("video.black", "video.freeze", "audio.silence")) {
                for (String event : List.of("OPENED", "CLEARED")) {
                    assertThat(expectedAlerts)
                            .filteredOn(row -> row.contains("\"event\":\"" + event + "\""))
                            .filteredOn(row -> row.contains("\"stream_id\":\"" + stream + "\""))
                            .filteredOn(row -> row.contains("\"defect\":\"" + defect + "\""))
                            .as("%s of %s on %s", event, defect, stream)
                            .hasSize(1);
                }
            }
        }
        assertThat(expectedAlerts).hasSize(3 * 3 * 2);
    }

    @Test
    void commitsTheSameRowsThoughTasksFailTwentyTimes() throws Exception {
        long seed = System.nanoTime();
        FailurePlan plan = FailurePlan.random(FAILURES, seed);
        DrillJob disturbed = job("disturbed");

        disturbed.runToEnd(PacedDecoders.following(plan, NANOS_PER_PACKET), 2);

        assertThat(plan.failuresLeft()).as("seed %d", seed).isZero();
        assertThat(disturbed.alerts(expectedAlerts.size()))
                .as("seed %d", seed)
                .isEqualTo(expectedAlerts);
        assertThat(disturbed.measurements(expectedMeasurements.size()))
                .as("seed %d", seed)
                .isEqualTo(expectedMeasurements);
    }

    @Test
    void goesOnFromASavepointTakenMidIncidentAtAnotherParallelism() throws Exception {
        DrillJob upgraded = job("upgraded");
        CountDownLatch opened = new CountDownLatch(1);
        String savepoint;
        try (LocalChannel channel = LocalChannel.open(new FirstOpening(opened))) {
            JobClient before =
                    upgraded.start(PacedDecoders.undisturbed(NANOS_PER_PACKET), 2, null, channel);
            assertThat(opened.await(2, TimeUnit.MINUTES)).isTrue();
            savepoint =
                    before.stopWithSavepoint(
                                    /* advanceToEndOfEventTime= */ false,
                                    null,
                                    SavepointFormatType.CANONICAL)
                            .get();
        }
        int alertsBefore = upgraded.alerts(1).size();

        upgraded.start(PacedDecoders.undisturbed(0), 3, savepoint, null)
                .getJobExecutionResult()
                .get();

        assertThat(alertsBefore).isLessThan(expectedAlerts.size());
        assertThat(upgraded.alerts(expectedAlerts.size())).isEqualTo(expectedAlerts);
        assertThat(upgraded.measurements(expectedMeasurements.size()))
                .isEqualTo(expectedMeasurements);
    }

    private static DrillJob job(String name) {
        return new DrillJob(broker, name, inputs, folder.resolve("state-" + name));
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    /** Tells when the first incident opens. */
    private record FirstOpening(CountDownLatch opened) implements RowListener {

        @Override
        public void onAlert(Alert alert) {
            opened.countDown();
        }

        @Override
        public void onMeasurement(Measurement measurement) {
            // Not what is waited for.
        }

        @Override
        public void onStreamState(StreamStateRow state) {
            // Not what is waited for.
        }
    }
}
