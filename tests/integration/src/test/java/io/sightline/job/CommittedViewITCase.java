package io.sightline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.demo.media.Coding;
import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.PlantedDefect;
import io.sightline.demo.media.SyntheticMedia;
import io.sightline.job.FailureScript.Extent;
import io.sightline.job.FailureScript.Failure;
import io.sightline.testing.CommittedReader;
import io.sightline.testing.KafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A {@code read_committed} reader never sees what a restored job contradicts, wherever the job
 * breaks down: not a row that is missing from an undisturbed run, none twice, none out of order.
 * {@code -Dsightline.views.tries=30} tries more, {@code -Dsightline.views.seed=N} what was tried
 * before.
 */
class CommittedViewITCase {

    private static final int TRIES = Integer.getInteger("sightline.views.tries", 1);
    private static final long FIRST_SEED = Long.getLong("sightline.views.seed", System.nanoTime());
    private static final int FAILURES = 10;
    private static final long NANOS_PER_PACKET = 4_000_000;

    private static final List<FailurePoint> AROUND_A_COMMIT =
            List.of(
                    FailurePoint.AFTER_PREPARE,
                    FailurePoint.BEFORE_COMMIT,
                    FailurePoint.AFTER_COMMIT);

    @TempDir static Path folder;

    private static KafkaBroker broker;
    private static Map<String, Path> inputs;
    private static Map<String, List<String>> alerts; // of an undisturbed run
    private static Map<String, List<String>> measurements;

    @BeforeAll
    static void runUndisturbed() throws Exception {
        broker = KafkaBroker.startIn(Files.createDirectory(folder.resolve("kafka")));
        inputs = makeInputs();
        DrillJob undisturbed = job("undisturbed");
        undisturbed.runToEnd(PacedDecoders.undisturbed(0), 2);
        alerts = rows(undisturbed.topics().alerts(), inputs.size() * 6);
        measurements = rows(undisturbed.topics().measurements(), inputs.size() * 24);
    }

    private static Map<String, Path> makeInputs() throws Exception {
        SyntheticMedia media =
                SyntheticMedia.lasting(Duration.ofSeconds(24))
                        .withSize(320, 180, 25)
                        .with(PlantedDefect.Kind.BLACK, seconds(2), seconds(6))
                        .with(PlantedDefect.Kind.SILENCE, seconds(8), seconds(14))
                        .with(PlantedDefect.Kind.FREEZE, seconds(15), seconds(22));
        Map<String, Path> all = new TreeMap<>();
        all.put("file", folder.resolve("file.mp4"));
        media.write(all.get("file"), Packaging.MP4);
        all.put("broadcast", folder.resolve("broadcast.ts"));
        media.withCoding(Coding.MPEG2_MP2)
                .withPictures(2)
                .write(all.get("broadcast"), Packaging.TS);
        all.put("hls", Files.createDirectory(folder.resolve("hls")).resolve("index.m3u8"));
        media.withPictures(3).write(all.get("hls"), Packaging.HLS_TS);
        return all;
    }

    private static Map<String, List<String>> rows(String topic, int atLeast) {
        try (CommittedReader reader = broker.openReader(topic)) {
            Map<String, List<String>> rows =
                    CommittedView.byStream(
                            reader.readUntil(
                                    records -> records.size() >= atLeast, Duration.ofMinutes(2)));
            assertThat(rows.values().stream().mapToInt(List::size).sum())
                    .isGreaterThanOrEqualTo(atLeast);
            return rows;
        }
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    /** The reader of these tests would notice: here the record and the other run differ. */
    @Test
    void seesRowsThatAreMissingDoubledOrOutOfOrder() {
        List<String> rows = alerts.get("file");
        List<String> missing = rows.subList(1, rows.size());
        List<String> doubled = new ArrayList<>(rows);
        doubled.add(1, rows.get(0));
        List<String> turned = new ArrayList<>(rows);
        Collections.swap(turned, 2, 3);

        for (List<String> other : List.of(missing, doubled, turned)) {
            Map<String, List<String>> expected = new TreeMap<>(alerts);
            expected.put("file", other);
            try (CommittedView view =
                    CommittedView.open(broker, job("undisturbed").topics().alerts(), expected)) {
                assertThatThrownBy(view::awaitEnd).hasMessageContaining("of file is seen as");
            }
        }
    }

    /** Every point once, in the order of a checkpoint; and the whole job around a commit. */
    @Test
    void isNotContradictedByAFailureAtEachPointOfACheckpoint() throws Exception {
        List<Failure> failures = new ArrayList<>();
        for (FailurePoint point : FailurePoint.values()) {
            failures.add(new Failure(point, Math.min(4, point.mostPasses()), Extent.TASK));
        }
        for (FailurePoint point : AROUND_A_COMMIT) {
            failures.add(new Failure(point, 2, Extent.JOB));
        }
        FailureScript script = FailureScript.of(failures);

        isNotContradicted("each-point", script);

        assertThat(script.happened()).isEqualTo(failures.size());
    }

    @Test
    void isNotContradictedByFailuresAtRandomPoints() throws Exception {
        int happened = 0;
        for (int i = 0; i < TRIES; i++) {
            long seed = FIRST_SEED + i;
            FailureScript script = FailureScript.draw(FAILURES, new SplittableRandom(seed));
            try {
                isNotContradicted("seed-" + seed, script);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed " + seed + ", " + script + ": " + e.getMessage(), e);
            }
            happened += script.happened();
        }

        assertThat(happened).as("failures of %d tries", TRIES).isGreaterThan(TRIES * FAILURES / 2);
    }

    private static void isNotContradicted(String name, FailureScript script) throws Exception {
        DrillJob disturbed = job(name).withSinks(sinks -> BreakingSink.around(sinks, script));
        disturbed.makeTopics();
        try (CommittedView alertsSeen =
                        CommittedView.open(broker, disturbed.topics().alerts(), alerts);
                CommittedView measurementsSeen =
                        CommittedView.open(
                                broker, disturbed.topics().measurements(), measurements)) {
            runWhateverBreaks(disturbed, script);

            assertThat(alertsSeen.awaitEnd()).as("alerts, %s", name).isEqualTo(alerts);
            assertThat(measurementsSeen.awaitEnd())
                    .as("measurements, %s", name)
                    .isEqualTo(measurements);
        }
    }

    /** Runs to the end; where the job breaks down as a whole, another goes on. */
    private static void runWhateverBreaks(DrillJob job, FailureScript script) throws Exception {
        PacedDecoders decoders =
                PacedDecoders.following(FailurePlan.following(script), NANOS_PER_PACKET);
        while (true) {
            @Nullable String checkpoint = job.latestCheckpoint();
            try {
                job.start(decoders, 2, checkpoint, null).getJobExecutionResult().get();
                return;
            } catch (ExecutionException e) {
                if (ExceptionUtils.findThrowable(e, SuppressRestartsException.class).isEmpty()) {
                    throw e;
                }
            }
        }
    }

    private static DrillJob job(String name) {
        return new DrillJob(broker, name, inputs, folder.resolve("state-" + name));
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
