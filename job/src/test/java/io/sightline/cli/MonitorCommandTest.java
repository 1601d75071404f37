package io.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.flow.StreamState;
import io.sightline.job.MonitorPlan;
import io.sightline.policy.Severity;
import io.sightline.sink.RowListener;
import io.sightline.testing.MadeSavepoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorCommandTest {

    @TempDir private Path folder;

    private final FakeTerminal screen = new FakeTerminal(80);

    @Test
    void reportsEverythingThatIsWrongTogetherBeforeAnythingRuns() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        int status =
                monitor(
                        listener -> {
                            throw new AssertionError("It ran");
                        },
                        "--detectors=video.blak",
                        "--fail-on=majr",
                        "--parallelism=0",
                        "--print=tabel",
                        "--checkpoint-interval=1ms",
                        "--policy=" + folder.resolve("nothing.yaml"),
                        "--output=" + file);

        assertThat(status).isEqualTo(ExitStatus.USAGE);
        assertThat(screen.out()).isEmpty();
        assertThat(screen.err())
                .startsWith("sightline: 8 problems, nothing was started:")
                .contains(
                        "--detectors: unknown detector 'video.blak'; did you mean 'video.black'?",
                        "--fail-on: unknown severity 'majr'; did you mean 'major'?",
                        "--parallelism: '0' is no number of slots",
                        "--print: unknown kind 'tabel'; did you mean 'table'?",
                        "--checkpoint-interval: '1ms' is no duration such as 500ms",
                        "nothing.yaml: does not exist; give the path of a policy file",
                        "nothing to watch: name a file or a URL, or a registry",
                        "file is a file; name a folder")
                .endsWith("Try 'sightline monitor --help'.\n");
    }

    @Test
    void printsNothingButAlertsToStandardOutputAsJson() {
        int status = monitor(MonitorCommandTest::story, "clip.mp4", "--print=json", output());

        assertThat(status).isEqualTo(ExitStatus.FINE);
        assertThat(screen.out().lines()).hasSize(2);
        assertThat(screen.out().lines())
                .allSatisfy(line -> assertThat(line).startsWith("{").endsWith("}"))
                .first()
                .asString()
                .contains(
                        "\"event\":\"OPENED\"",
                        "\"stream_id\":\"clip\"",
                        "\"defect\":\"video.black\"",
                        "\"started_at\":\"1970-01-01T00:00:12.040Z\"",
                        "\"ended_at\":null");
        assertThat(screen.err()).contains("watching   clip  clip.mp4", "Incidents");
    }

    @Test
    void printsALineForEachAlertAndStateAndASummary() {
        monitor(MonitorCommandTest::story, "clip.mp4", "--print=lines", output());

        assertThat(screen.out())
                .contains(
                        "2026-11-21T03:10:15.000Z STATE     live  clip\n",
                        "2026-11-21T03:10:15.000Z OPENED    major     clip  video.black  Picture"
                                + " of 'clip' is black.\n",
                        "  clip    00:00:01   100.0 %          1  live\n",
                        "  clip    video.black  major     00:00:12.040  00:00:20.000  7.96 s");
    }

    @Test
    void saysThatAnIncidentIsStillOpen() {
        monitor(
                rows -> {
                    rows.onMeasurement(Rows.second("clip", 0, 1));
                    rows.onAlert(Rows.opened("clip", "video.black", Severity.MAJOR, 12_040));
                },
                "clip.mp4",
                output());

        assertThat(screen.out()).contains("00:00:12.040  still open");
    }

    @Test
    void failsOnIncidentsAsSevereAsAskedFor() {
        assertThat(monitor(MonitorCommandTest::story, "clip.mp4", output(), "--fail-on=major"))
                .isEqualTo(ExitStatus.INCIDENT);
        assertThat(monitor(MonitorCommandTest::story, "clip.mp4", output(), "--fail-on=critical"))
                .isEqualTo(ExitStatus.FINE);
    }

    @Test
    void tellsOfAnInputThatCouldNeverBeWatched() {
        int status = monitor(MonitorCommandTest::story, "clip.mp4", "missing.mp4", output());

        assertThat(status).isEqualTo(ExitStatus.NEVER_WATCHED);
        assertThat(screen.out()).contains("Stream 'missing' could never be watched.");
    }

    @Test
    void reportsAFailedRunWithItsInnermostReason() {
        int status =
                monitor(
                        rows -> {
                            throw new IllegalStateException(
                                    "Job failed", new IllegalArgumentException("disk is full"));
                        },
                        "clip.mp4",
                        output());

        assertThat(status).isEqualTo(ExitStatus.FAILED);
        assertThat(screen.err()).contains("the run failed: IllegalArgumentException: disk is full");
    }

    @Test
    void needsARegistryThatCanBeReadUnlessItGoesOn() throws Exception {
        Path missing = folder.resolve("missing.yaml");
        assertThat(monitor(rows -> {}, "--registry=" + missing, output()))
                .isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err())
                .contains("--registry: " + missing + ": does not exist; give the path of");

        Path savepoint = MadeSavepoint.ofSightline().writeTo(folder.resolve("savepoint"));
        assertThat(monitor(rows -> {}, "--registry=" + missing, "--restore=" + savepoint, output()))
                .isEqualTo(ExitStatus.FINE);
        assertThat(screen.out())
                .contains("note       the last good registry stays in force: " + missing);
        assertThat(monitor(rows -> {}, "--registry=kafka:host", output()))
                .isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err()).contains("--registry: 'kafka:host' is no topic of streams");
    }

    @Test
    void refusesNamesThatNoTopicCanHave() {
        assertThat(monitor(rows -> {}, "clip.mp4", "--kafka=localhost:9092", "--topics=our topics"))
                .isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err())
                .contains("--topics: 'our topics' is not 1 to 200 letters, digits, '.', '_' and");

        assertThat(monitor(rows -> {}, "clip.mp4", output(), "--transactional-id=ours"))
                .isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err()).contains("--transactional-id: are of use only with --kafka");
    }

    @Test
    void masksSecretsInTheSettings() {
        monitor(rows -> {}, "https://me:secret@example.org/news.m3u8?token=hidden", output());

        assertThat(screen.out() + screen.err())
                .contains("news  https://example.org/news.m3u8\n")
                .doesNotContain("secret", "hidden");
    }

    @Test
    void carriesWhatMayBeReachedIntoThePlan() {
        List<MonitorPlan> plans = new ArrayList<>();
        JobStarter starter =
                (plan, listener) -> {
                    plans.add(plan);
                    return new ScriptedJob(rows -> {}).start(plan, listener);
                };
        for (String option : List.of("--refuse-private-addresses", "--print=lines")) {
            Sightline.run(screen.terminal(), starter, "monitor", "clip.mp4", option, output());
        }

        assertThat(plans.get(0).reading().http().refusesPrivateAddresses()).isTrue();
        assertThat(plans.get(1).reading().http().refusesPrivateAddresses()).isFalse();
        assertThat(screen.out()).containsOnlyOnce("reach      public addresses only");
    }

    private static void story(RowListener rows) {
        rows.onStreamState(Rows.state("clip", StreamState.LIVE, ""));
        rows.onMeasurement(Rows.second("clip", 0, 1));
        rows.onAlert(Rows.opened("clip", "video.black", Severity.MAJOR, 12_040));
        rows.onAlert(Rows.cleared("clip", "video.black", Severity.MAJOR, 12_040, 20_000));
    }

    private String output() {
        return "--output=" + folder.resolve("out");
    }

    private int monitor(Consumer<RowListener> script, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "monitor";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Sightline.run(screen.terminal(), new ScriptedJob(script), all);
    }
}
