package io.sightline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Processes of a real cluster are killed fifty times at random moments, and no alert is lost,
 * doubled or reordered. {@code -Dsightline.kill.rounds=5} plays fewer, {@code
 * -Dsightline.kill.seed=N} those of an earlier run. docs/how-to/rehearse-an-operators-day.md tells
 * how to run it.
 */
final class KillDrill {

    private static final Path TARGET = FlinkCluster.ROOT.resolve("tests/e2e/target");
    private static final int ROUNDS = Integer.getInteger("sightline.kill.rounds", 50);
    private static final long SEED =
            Long.getLong("sightline.kill.seed", System.currentTimeMillis() % 1_000_000);

    @Test
    void noAlertIsLostDoubledOrReordered() throws Exception {
        System.out.println("seed " + SEED + ", " + ROUNDS + " rounds");
        Path folder = Files.createTempDirectory(Files.createDirectories(TARGET), "rounds");
        List<Drill> drills;
        RecordVerdict verdict;
        String summary;
        long incidents;
        try (KillRounds rounds = KillRounds.begin(folder, SEED, ROUNDS)) {
            drills = rounds.run();
            verdict = rounds.verdict();
            summary = rounds.summary();
            incidents = rounds.incidents();
        }
        String table =
                "seed %d%s\n%s\n%s\n"
                        .formatted(SEED, DrillTable.of(drills), summary, verdict.report());
        System.out.println(table);
        Files.writeString(TARGET.resolve("kills.txt"), table);
        assertThat(verdict.status()).as(verdict.report()).isZero();
        assertThat(drills)
                .as("seed %d", SEED)
                .allSatisfy(drill -> assertThat(drill.rows().differences()).isEmpty());
        assertThat(incidents).isPositive();
    }
}
