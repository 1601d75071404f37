package io.sightline.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.testing.KafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How fast the lake is filled from a backlog, and how many files a commit makes when rows come one
 * by one. docs/how-to/fill-a-lake.md has the command and the figures.
 */
class LakeFigures {

    private static final long ROWS = Long.getLong("sightline.lake.rows", 300_000L);
    private static final int COMMITS = 20;

    /** Within a day, so that midnight adds no file. */
    private static final long BEGIN = 86_400L * 20_000;

    @TempDir private Path folder;

    @Test
    void measure() throws Exception {
        try (KafkaBroker broker = KafkaBroker.startIn(folder);
                TopicLoad load = TopicLoad.into(broker, "figures")) {
            LakeRows lake = new LakeRows(folder.resolve("lake"));
            long next = BEGIN;
            for (long done = 0; done < ROWS; done += 1_000) {
                long first = BEGIN + done % 80_000;
                load.commit(first, first + 1_000);
            }
            try (LakeProcess process = start(broker)) {
                process.awaitThat("the backlog", () -> lake.count("measurements") >= ROWS);
                Duration cpu = process.cpu();
                List<Snapshot> commits = commits(lake, "measurements");
                long rows = 0;
                for (Snapshot commit : commits.subList(1, commits.size())) {
                    rows += Long.parseLong(commit.summary().get("added-records"));
                }
                double seconds =
                        (commits.get(commits.size() - 1).timestampMillis()
                                        - commits.get(0).timestampMillis())
                                / 1e3;
                System.out.printf(
                        "backlog: %d rows of each table, %d columns of measurements%n"
                                + "measurements: %.0f rows/s between the first and the last of %d"
                                + " commits, beside as many of each other table%n"
                                + "CPU of the process: %.1f s, %.0f rows of all tables a CPU second,"
                                + " start included%n"
                                + "bytes on disk a row of measurements: %.0f%n",
                        ROWS,
                        lake.table("measurements").schema().columns().size(),
                        rows / seconds,
                        commits.size(),
                        cpu.toMillis() / 1e3,
                        3e3 * ROWS / cpu.toMillis(),
                        (double) bytes(folder.resolve("lake/sightline/measurements/data"))
                                / lake.count("measurements"));

                int filesBefore = lake.files("measurements");
                int commitsBefore = commits.size();
                while (commits(lake, "measurements").size() < commitsBefore + COMMITS) {
                    assertThat(process.isAlive()).isTrue();
                    load.commit(next, next += 10);
                }
                int files = lake.files("measurements") - filesBefore;
                int more = commits(lake, "measurements").size() - commitsBefore;
                System.out.printf(
                        "rows one by one: %d commits made %d files, %.0f an hour at a commit a"
                                + " minute%n",
                        more, files, 60.0 * files / more);
                assertThat(process.stop()).isZero();
            }
        }
    }

    private LakeProcess start(KafkaBroker broker) throws Exception {
        return LakeProcess.start(
                folder.resolve("lake.log"),
                "lake",
                "--kafka",
                broker.bootstrapServers(),
                "--topics",
                "figures",
                "--warehouse",
                folder.resolve("lake").toString(),
                "--commit-interval",
                "1s");
    }

    private static List<Snapshot> commits(LakeRows lake, String table) {
        List<Snapshot> commits = new ArrayList<>();
        for (Snapshot state : lake.table(table).snapshots()) {
            if (state.summary().containsKey("added-records")) {
                commits.add(state);
            }
        }
        return commits;
    }

    private static long bytes(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
