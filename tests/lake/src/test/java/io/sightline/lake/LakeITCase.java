package io.sightline.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.query.LakeCatalog;
import io.sightline.testing.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The command in processes of its own, over a real broker, onto real files. */
class LakeITCase {

    /** How often it is killed; the profile {@code lake} says how often. */
    private static final int KILLS = Integer.getInteger("sightline.lake.kills", 2);

    private static final int ROWS_OF_A_TRANSACTION = 500;

    /** Two days, so that there are partitions: numbers are seconds. */
    private static final long BEGIN = 86_400 - 2_000;

    @TempDir static Path folder;

    private static KafkaBroker broker;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = KafkaBroker.startIn(folder);
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    /** Minutes of it: with -Plake. */
    @Test
    @EnabledIfSystemProperty(named = "sightline.lake.kills", matches = "\\d+")
    void bringsEachRowOnceThoughItIsKilledStoppedAndTidiedUp() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path warehouse = folder.resolve("warehouse");
        Path log = folder.resolve("lake.log");
        LakeRows lake = new LakeRows(warehouse);
        long next = BEGIN;
        try (TopicLoad load = TopicLoad.into(broker, "kills")) {
            for (int kill = 0; kill < KILLS; kill++) {
                try (LakeProcess process = start(log, warehouse, "kills")) {
                    // Under load, from the first commit of this attempt to one at random after it.
                    long enough = lake.count("alerts") + 1 + random.nextInt(3_000);
                    while (lake.count("alerts") < enough) {
                        assertThat(process.isAlive())
                                .as("%s\nseed %d", process.text(), seed)
                                .isTrue();
                        load.commit(next, next += ROWS_OF_A_TRANSACTION);
                        load.abort(next, next + 3);
                    }
                    process.kill();
                }
                if (kill == 0) {
                    // The commit that the checkpoint knows of must not be forgotten.
                    upkeep(warehouse);
                }
            }
            long end = next + ROWS_OF_A_TRANSACTION;
            load.commit(next, end);
            try (LakeProcess process = start(log, warehouse, "kills")) {
                process.awaitThat("all rows, seed " + seed, () -> isThere(lake, end - BEGIN));
                assertThat(process.stop()).as("%s\nseed %d", process.text(), seed).isZero();
                assertThat(process.text()).contains("it will go on from");
            }
            assertOnce(lake, end, seed);

            // From the savepoint that it took when it was stopped; upkeep comes in between.
            load.commit(end, end + 10);
            try (LakeProcess process = start(log, warehouse, "kills")) {
                upkeep(warehouse);
                process.awaitThat("ten more, seed " + seed, () -> isThere(lake, end + 10 - BEGIN));
                assertThat(process.stop()).as("%s\nseed %d", process.text(), seed).isZero();
            }
            assertOnce(lake, end + 10, seed);
        }
        assertThat(lake.table("measurements").spec().fields())
                .singleElement()
                .satisfies(
                        field ->
                                assertThat(field.name() + " " + field.transform())
                                        .isEqualTo("second_at_day day"));
    }

    @Test
    @EnabledIfSystemProperty(named = "sightline.lake.kills", matches = "\\d+")
    void addsColumnsOfANewerReleaseAndKeepsThoseItDoesNotKnow() throws Exception {
        Path warehouse = folder.resolve("evolving");
        Path log = folder.resolve("evolving.log");
        LakeRows lake = new LakeRows(warehouse);
        try (TopicLoad load = TopicLoad.into(broker, "evolving")) {
            load.commit(0, 10);
            try (LakeProcess process = start(log, warehouse, "evolving")) {
                process.awaitThat("rows", () -> isThere(lake, 10));
                assertThat(process.stop()).as(process.text()).isZero();
            }
            // As if this release had a column more, and another release had had one of its own.
            lake.table("alerts")
                    .updateSchema()
                    .deleteColumn("message")
                    .addColumn("of_a_newer_release", Types.StringType.get())
                    .commit();
            load.commitAlert(
                    "{\"alert_id\":\"10\",\"event_at\":\"1970-01-01T00:00:10.000Z\","
                            + "\"message\":\"hello\",\"of_a_newer_release\":\"kept\"}");

            try (LakeProcess process = start(log, warehouse, "evolving")) {
                process.awaitThat("one more", () -> lake.count("alerts") == 11);
                assertThat(process.stop()).as(process.text()).isZero();
            }

            assertThat(lake.values("alerts", "of_a_newer_release"))
                    .contains("kept")
                    .contains("null");
            assertThat(lake.values("alerts", "message")).contains("hello");

            // What has no column yet must not be lost without a word.
            load.commitAlert("{\"alert_id\":\"11\",\"loudness_of_2030\":1.5}");
            try (LakeProcess process = start(log, warehouse, "evolving")) {
                assertThat(process.awaitEnd()).as(process.text()).isEqualTo(2);
                assertThat(process.text()).contains("loudness_of_2030");
            }
        }
    }

    @Test
    void saysAllThatIsWrongAtTheStart() throws Exception {
        Path log = folder.resolve("wrong.log");
        try (LakeProcess process =
                LakeProcess.start(log, "lake", "--kafka", "nowhere", "--commit-interval", "soon")) {
            assertThat(process.awaitEnd()).isEqualTo(2);
            assertThat(process.text())
                    .contains("--kafka: 'nowhere'", "--warehouse: name", "'soon' is no duration");
        }
        try (LakeProcess process = start(log, folder.resolve("none"), "no-such-topics")) {
            assertThat(process.awaitEnd()).isEqualTo(2);
            assertThat(process.text()).contains("there is no topic no-such-topics.alerts");
        }
    }

    private static LakeProcess start(Path log, Path warehouse, String topics) throws Exception {
        return LakeProcess.start(
                log,
                "lake",
                "--kafka",
                broker.bootstrapServers(),
                "--topics",
                topics,
                "--warehouse",
                warehouse.toString(),
                "--commit-interval",
                "500ms");
    }

    private static void upkeep(Path warehouse) throws Exception {
        LakeEngine.find()
                .orElseThrow()
                .keepUp(
                        LakeCatalog.of(warehouse.toString(), Map.of()),
                        new Upkeep(128L << 20, Duration.ofMillis(1)));
    }

    private static boolean isThere(LakeRows lake, long rows) {
        return lake.count("alerts") >= rows
                && lake.count("measurements") >= rows
                && lake.count("stream_states") >= rows;
    }

    private static void assertOnce(LakeRows lake, long end, long seed) throws Exception {
        List<String> all = LongStream.range(BEGIN, end).mapToObj(Long::toString).sorted().toList();
        assertThat(sorted(lake.values("alerts", "alert_id"))).as("seed %d", seed).isEqualTo(all);
        assertThat(sorted(lake.values("measurements", "media_start_us")))
                .as("seed %d", seed)
                .isEqualTo(all);
        assertThat(sorted(lake.values("stream_states", "reason")))
                .as("seed %d", seed)
                .isEqualTo(all);
    }

    private static List<String> sorted(List<String> values) {
        List<String> sorted = new ArrayList<>(values);
        sorted.sort(null);
        return sorted;
    }
}
