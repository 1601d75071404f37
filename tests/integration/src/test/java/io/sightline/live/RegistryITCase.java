package io.sightline.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.config.PolicyFile;
import io.sightline.demo.media.Coding;
import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.PlantedDefect;
import io.sightline.demo.media.SyntheticMedia;
import io.sightline.flow.StreamState;
import io.sightline.job.EmbeddedRun;
import io.sightline.job.MonitorPlan;
import io.sightline.policy.Policy;
import io.sightline.registry.RegistryAddress;
import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import io.sightline.testing.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry file is edited while the job runs. */
class RegistryITCase {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What is promised for every edit. */
    private static final Duration PROMISE = Duration.ofSeconds(5);

    /** As in the built-in policy: a new incident needs so much more black. */
    private static final Duration OPEN_AFTER = Duration.ofSeconds(2);

    private static final String BLACK = "video.black";

    /** The template in which black pictures are fine, and which stands on the built-in policy. */
    private static final String POLICY =
            """
            version: registry-test
            templates:
              calm:
                video.black: {enabled: false}
            """;

    @TempDir private Path folder;

    private final Told told = new Told();
    private Path registry;
    private Origin origin;
    private LogLines log;

    @BeforeEach
    void serve() throws IOException {
        SyntheticMedia media =
                SyntheticMedia.lasting(Duration.ofMinutes(2))
                        .withSize(160, 96, 25)
                        .withCoding(Coding.MPEG2_MP2)
                        .withKeyFrameInterval(Duration.ofSeconds(1));
        media.write(folder.resolve("fine.m3u8"), Packaging.HLS_TS);
        media.with(PlantedDefect.Kind.BLACK, Duration.ZERO, Duration.ofMinutes(2))
                .write(folder.resolve("black.m3u8"), Packaging.HLS_TS);
        origin = new Origin(folder);
        registry = folder.resolve("streams.yaml");
        log = LogLines.open("io.sightline.source.enumerator.StreamEnumerator");
    }

    @AfterEach
    void close() {
        log.close();
        origin.close();
    }

    private LiveWindow live(String name) throws IOException {
        return new LiveWindow(folder.resolve(name + ".m3u8"), 3);
    }

    @Test
    void editsTakeEffectWithinFiveSecondsAndMistakesHarmNobody() throws Exception {
        origin.route("/one.m3u8", live("fine"));
        origin.route("/moved.m3u8", live("fine"));
        origin.route("/two.m3u8", live("black"));
        edit(entry("one", "one"));
        Policy policy = PolicyFile.parse("test", POLICY);
        try (EmbeddedRun run =
                EmbeddedRun.start(
                        Plans.of(
                                folder,
                                Map.of(),
                                RegistryAddress.parse(registry.toString()),
                                policy),
                        told)) {
            told.until("the first", PATIENCE, () -> told.isNow("one", StreamState.LIVE));
            addsChangesAndMoves();
            mistakesAreReportedOnce();
            aBadEditLeavesItsStreamAsItWas();
            withdrawsWhatIsNoLongerWatched();
            run.stop();
        }
    }

    @Test
    void goesOnWithTheLastGoodRegistryThoughItsFileIsGone() throws Exception {
        origin.route("/one.m3u8", live("fine"));
        origin.route("/two.m3u8", live("fine"));
        edit(entry("one", "one"), entry("two", "two"));
        MonitorPlan plan =
                Plans.of(
                        folder,
                        Map.of(),
                        RegistryAddress.parse(registry.toString()),
                        PolicyFile.builtIn());
        String savepoint;
        try (EmbeddedRun run = EmbeddedRun.start(plan, told)) {
            for (String id : List.of("one", "two")) {
                told.until(id, PATIENCE, () -> told.isNow(id, StreamState.LIVE));
            }
            savepoint = run.stop();
        }
        Files.delete(registry);
        int rows = told.stateRows("one").size();
        try (EmbeddedRun run = EmbeddedRun.start(plan.withRestoreFrom(savepoint), told)) {
            log.until("no file", PATIENCE, lines -> !lines.isEmpty());
            assertThat(log.lines().get(0))
                    .startsWith("Registry: the last good one stays in force: " + registry);
            requireGoesOn("one");
            requireGoesOn("two");
            assertThat(told.states("one").subList(rows, told.states("one").size()))
                    .doesNotContain(StreamState.NOT_WATCHED);

            edit(entry("two", "two"));
            soon("read again", () -> told.isNow("one", StreamState.NOT_WATCHED));
            requireGoesOn("two");
            run.stop();
        }
    }

    private void addsChangesAndMoves() throws Exception {
        edit(entry("one", "one"), entry("two", "two", "labels: {tier: bronze}"));
        soon("added", () -> told.isNow("two", StreamState.LIVE));
        told.until("black", PATIENCE, () -> told.events("two", BLACK).size() == 1);

        edit(entry("one", "one"), entry("two", "two", "policy: calm", "labels: {tier: gold}"));
        soon("another policy", () -> told.events("two", BLACK).size() == 2);
        edit(entry("one", "one"), entry("two", "two", "labels: {tier: gold}"));
        within(
                PROMISE.plus(OPEN_AFTER),
                "the former policy",
                () -> told.events("two", BLACK).size() == 3);

        List<Alert> black = told.alerts("two", BLACK);
        assertThat(black)
                .extracting(Alert::event)
                .containsExactly(Alert.Event.OPENED, Alert.Event.CLEARED, Alert.Event.OPENED);
        assertThat(black.get(0).labels()).isEqualTo(Map.of("tier", "bronze"));
        assertThat(black.get(2).labels()).isEqualTo(Map.of("tier", "gold"));
        assertThat(black.get(2).incidentId()).isNotEqualTo(black.get(0).incidentId());
        assertThat(told.states("two")).containsExactly(StreamState.CONNECTING, StreamState.LIVE);
        requireEveryFrame("two");

        edit(entry("one", "moved"), entry("two", "two", "labels: {tier: gold}"));
        soon("moved", () -> told.states("one").size() >= 5 && told.isNow("one", StreamState.LIVE));
        assertThat(told.stateRows("one"))
                .extracting(StreamStateRow::reason)
                .containsExactly(
                        "opening",
                        "media arrives",
                        "changed in the registry",
                        "opening",
                        "media arrives");
    }

    private void mistakesAreReportedOnce() throws Exception {
        String good = entry("one", "moved") + entry("two", "two", "labels: {tier: gold}");
        String mistakes =
                entry("one", "elsewhere")
                        + entry("three", "three", "polcy: calm")
                        + "  - id: four\n";
        edit(good + mistakes);
        log.until("problems", PATIENCE, lines -> lines.size() >= 3);
        assertThat(log.lines())
                .anyMatch(
                        line ->
                                line.startsWith("Registry: " + registry)
                                        && line.contains("duplicate id 'one'"))
                .anyMatch(line -> line.contains("unknown key 'polcy'; did you mean 'policy'"))
                .anyMatch(line -> line.contains("a stream needs 'url'"));
        requireGoesOn("one");
        assertThat(log.lines()).hasSize(3);

        publish("streams: [{id: one, url: \n  - nonsense");
        log.until("broken YAML", PATIENCE, lines -> lines.size() >= 4);
        assertThat(log.lines().get(3))
                .startsWith("Registry: the last good one stays in force: " + registry)
                .doesNotContain("Exception")
                .doesNotContain("\n");
        requireGoesOn("two");

        Files.delete(registry);
        log.until("no file", PATIENCE, lines -> lines.size() >= 5);
        assertThat(log.lines().get(4))
                .startsWith("Registry: the last good one stays in force: " + registry)
                .doesNotContain("Exception");
        requireGoesOn("one");
        requireGoesOn("two");
        assertThat(log.lines()).hasSize(5);
    }

    private void aBadEditLeavesItsStreamAsItWas() throws Exception {
        edit(entry("one", "moved"), entry("two", "two", "labels: {tier: gold}", "decode: fast"));
        log.until(
                "the last good entry",
                PATIENCE,
                lines ->
                        lines.stream()
                                .anyMatch(
                                        line ->
                                                line.contains(
                                                        "'two' is watched by its last good entry")));
        requireGoesOn("two");
        assertThat(told.isNow("two", StreamState.NOT_WATCHED)).isFalse();
    }

    private void withdrawsWhatIsNoLongerWatched() throws Exception {
        assertThat(told.events("two", BLACK)).last().isNotEqualTo(Alert.Event.CLEARED);
        edit(entry("one", "moved", "enabled: false"));
        soon(
                "disabled and removed",
                () ->
                        told.isNow("one", StreamState.NOT_WATCHED)
                                && told.isNow("two", StreamState.NOT_WATCHED)
                                && told.events("two", BLACK).size() == 4);
        assertThat(told.stateRows("one"))
                .last()
                .extracting(StreamStateRow::reason)
                .isEqualTo("disabled in the registry");
        assertThat(told.stateRows("two"))
                .last()
                .extracting(StreamStateRow::reason)
                .isEqualTo("removed from the registry");
        assertThat(told.events("two", BLACK)).last().isEqualTo(Alert.Event.CLEARED);
        assertThat(told.alerts("one")).isEmpty();
    }

    private void requireGoesOn(String stream) throws InterruptedException {
        int before = told.measurements(stream).size();
        told.until(
                stream + " goes on",
                PATIENCE,
                () -> told.measurements(stream).size() >= before + 2);
    }

    /**
     * Every second after the one in which the pictures begin has its 25 of them. Sound may begin in
     * the second before that.
     */
    private void requireEveryFrame(String stream) {
        List<Measurement> rows = told.measurements(stream);
        List<Measurement> whole =
                rows.stream().dropWhile(row -> row.frames() == 0).skip(1).toList();
        assertThat(whole)
                .as(() -> "rows of " + stream + ": " + rows)
                .isNotEmpty()
                .extracting(Measurement::frames)
                .containsOnly(25);
        long spanMillis =
                whole.get(whole.size() - 1).secondAtMillis() - whole.get(0).secondAtMillis();
        assertThat(spanMillis).isEqualTo((whole.size() - 1) * 1_000L);
    }

    private void soon(String what, BooleanSupplier condition) throws InterruptedException {
        within(PROMISE, what, condition);
    }

    private void within(Duration limit, String what, BooleanSupplier condition)
            throws InterruptedException {
        Duration taken = told.until(what, limit, condition);
        System.out.printf("registry: %s after %d ms%n", what, taken.toMillis());
    }

    private String entry(String id, String path, String... more) {
        StringBuilder text = new StringBuilder("  - id: " + id + "\n");
        text.append("    url: ").append(origin.url("/" + path + ".m3u8")).append('\n');
        for (String line : more) {
            text.append("    ").append(line).append('\n');
        }
        return text.toString();
    }

    private void edit(String... entries) throws IOException {
        publish("streams:\n" + String.join("", entries));
    }

    /** As editors do: the file is there whole, or not at all. */
    private void publish(String text) throws IOException {
        Path draft = folder.resolve("streams.draft");
        Files.writeString(draft, text);
        Files.move(draft, registry, StandardCopyOption.REPLACE_EXISTING);
    }
}
