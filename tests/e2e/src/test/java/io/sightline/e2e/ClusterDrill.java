package io.sightline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * An operator's day on a real cluster, and the proof that the record of it is that of a day on
 * which nothing happened. docs/how-to/rehearse-an-operators-day.md tells how to run it.
 */
final class ClusterDrill {

    private static final Path TARGET =
            Path.of(System.getProperty("sightline.root"), "tests/e2e/target");

    @Test
    void theRecordIsThatOfAnUndisturbedRun() throws Exception {
        Path folder = Files.createTempDirectory(Files.createDirectories(TARGET), "day");
        List<Drill> drills;
        RecordVerdict verdict;
        try (OperatorsDay day = OperatorsDay.begin(folder)) {
            drills = day.run();
            verdict = day.verdict();
        }
        String table = DrillTable.of(drills) + "\n" + verdict.report() + "\n";
        System.out.println(table);
        Files.writeString(TARGET.resolve("drills.txt"), table);
        assertThat(verdict.status()).as(verdict.report()).isZero();
        assertThat(drills).allSatisfy(drill -> assertThat(drill.rows().differences()).isEmpty());
        assertThat(drills.stream().mapToInt(drill -> drill.rows().expected()).sum()).isPositive();
    }
}
