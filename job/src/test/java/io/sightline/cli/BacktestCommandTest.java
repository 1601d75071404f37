package io.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.detect.DetectorCatalog;
import io.sightline.detector.api.Metric;
import io.sightline.sink.MeasurementsFile;
import io.sightline.table.Measurement;
import io.sightline.table.Provenance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestCommandTest {

    private static final long START = Instant.parse("2026-11-21T03:00:00Z").toEpochMilli();
    private static final List<Metric> COLUMNS =
            DetectorCatalog.load(BacktestCommandTest.class.getClassLoader()).columns();

    private static final String ALERT =
            """
            {"schema_version":1,"alert_id":"a1-cleared-1","incident_id":"a1","event":"CLEARED",\
            "stream_id":"news","rendition":"main","defect":"video.black","severity":"major",\
            "started_at":"2026-11-21T03:00:09.640Z","event_at":"2026-11-21T03:00:16.360Z",\
            "ended_at":"2026-11-21T03:00:14.360Z","duration_ms":4720,"media_start_us":10,\
            "media_end_us":4720010,"policy_version":"built-in-1"}
            """;

    @TempDir Path folder;

    private final FakeTerminal screen = new FakeTerminal(140);

    /** Black for the seconds 10 to 13 and 40 to 41; a plug-in's metric is bad from 20 to 29. */
    @BeforeEach
    void writeARecord() throws Exception {
        measure("measurements-a-0", 0, 20);
        measure("measurements-a-2", 35, 60);
        measure("measurements-a-10", 60, 90);
        measure("measurements-a-1", 20, 35);
        Path alerts = Files.createDirectory(folder.resolve("alerts"));
        Files.writeString(alerts.resolve("alerts-0.jsonl"), ALERT);
    }

    private void measure(String name, int from, int to) throws Exception {
        List<Measurement> rows = new ArrayList<>();
        for (int second = from; second < to; second++) {
            boolean isBlack = (second >= 10 && second < 14) || second == 40 || second == 41;
            boolean isOdd = second >= 20 && second < 30;
            rows.add(
                    new Measurement(
                            "news",
                            "main",
                            START + second * 1000L,
                            second * 1_000_000L,
                            "full",
                            1.0,
                            25,
                            Map.of("black_core_ratio", isBlack ? 1 : 0.1, "odd", isOdd ? 5.0 : 0),
                            new Provenance("1", "p", Map.of(), Map.of())));
        }
        MeasurementsFile.write(folder.resolve("measurements/" + name + ".parquet"), COLUMNS, rows);
    }

    private Path policy(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    private int backtest(String... more) {
        List<String> words = new ArrayList<>(List.of("backtest", "--output", folder.toString()));
        words.addAll(List.of(more));
        return Sightline.run(screen.terminal(), null, words.toArray(new String[0]));
    }

    @Test
    void comparesWithTheRecord() throws Exception {
        Path same = policy("same.yaml", "defaults: {}\n");

        assertThat(backtest("--policy", same.toString(), "--check")).isEqualTo(ExitStatus.INCIDENT);

        // Both seconds from 40 on are black: two seconds, as the rule asks; the record has none.
        assertThat(screen.out())
                .contains("90 seconds of 1 renditions from 2026-11-21T03:00:00.000Z")
                .containsPattern("news +main +video.black +1 +2 +\\+1 ")
                .containsPattern(
                        "added +news +main +video.black +- +2026-11-21T03:00:40.000Z, 2.00 s")
                .contains("Not judged, because measured by the wall clock");
    }

    @Test
    void comparesTwoPoliciesAndTellsMachinesTheSame() throws Exception {
        Path old = policy("old.yaml", "defaults: {}\n");
        Path longer =
                policy(
                        "new.yaml",
                        """
                        defaults:
                          video.black: {open-after: 3s, severity: warning}
                          video.odd: {metric: odd, level: {above: 1}, open-after: 5s, clear-after: 2s, severity: info}
                        """);

        int status =
                backtest(
                        "--policy",
                        longer.toString(),
                        "--against",
                        old.toString(),
                        "--format",
                        "json");

        assertThat(status).isEqualTo(ExitStatus.FINE);
        JsonNode found = new ObjectMapper().readTree(screen.out());
        assertThat(found.at("/total/before").intValue()).isEqualTo(2);
        assertThat(found.at("/total/removed").intValue()).isEqualTo(1);
        assertThat(found.at("/total/changed").intValue()).isEqualTo(1);
        assertThat(found.at("/total/added").intValue()).isEqualTo(1);
        assertThat(found.at("/differences/0/change").textValue()).isEqualTo("changed");
        assertThat(found.at("/differences/0/after/severity").textValue()).isEqualTo("warning");
        assertThat(found.at("/differences/2/defect").textValue()).isEqualTo("video.odd");
        assertThat(found.at("/differences/2/after/started_at").textValue())
                .isEqualTo("2026-11-21T03:00:20Z");
    }

    @Test
    void looksOnlyAtTheTimeThatIsAskedFor() throws Exception {
        Path same = policy("same.yaml", "defaults: {}\n");

        backtest(
                "--policy",
                same.toString(),
                "--from",
                "2026-11-21T03:00:30Z",
                "--to",
                "2026-11-21T03:01:00Z",
                "--format",
                "csv");

        assertThat(screen.out().lines())
                .containsExactly(
                        "change,stream_id,rendition,defect,before_started_at,before_ended_at,"
                                + "before_severity,after_started_at,after_ended_at,after_severity",
                        "added,news,main,video.black,,,,2026-11-21T03:00:40Z,2026-11-21T03:00:42Z,major");
    }

    @Test
    void tellsAllThatIsWrongWithTheCommandLine() throws Exception {
        Path bad = policy("bad.yaml", "defaults: {video.blakc: {open-after: soon}}\n");

        int status =
                backtest(
                        "--policy",
                        bad.toString(),
                        "--from",
                        "yesterday",
                        "--topics",
                        "x",
                        "--threads",
                        "0");

        assertThat(status).isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err())
                .contains("problems, nothing was started:")
                .contains("--policy: " + bad + ":1: 'open-after'")
                .contains("--from: 'yesterday' is no time such as")
                .contains("are of use only with --kafka")
                .contains("--threads: 0 is not 1 or more");
    }

    @Test
    void saysThatThereAreNoMeasurements() throws Exception {
        Path same = policy("same.yaml", "defaults: {}\n");

        assertThat(backtest("--policy", same.toString(), "--from", "2027-01-01"))
                .isEqualTo(ExitStatus.FAILED);
        assertThat(screen.err()).contains("no measurements of that time; look at --from and --to.");
        assertThat(backtest("--policy", same.toString(), "--output", folder + "/nowhere"))
                .isIn(ExitStatus.FAILED, ExitStatus.USAGE);
    }

    @Test
    void saysWhichFileIsNoneOfMeasurements() throws Exception {
        Files.writeString(folder.resolve("measurements/measurements-b-0.parquet"), "PAR1 no more");
        Path same = policy("same.yaml", "defaults: {}\n");

        assertThat(backtest("--policy", same.toString())).isEqualTo(ExitStatus.FAILED);
        assertThat(screen.err()).contains("measurements-b-0.parquet").contains("run it again");
    }
}
