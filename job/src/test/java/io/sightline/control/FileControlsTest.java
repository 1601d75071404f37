package io.sightline.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.config.EditRefused;
import io.sightline.notify.control.Control;
import io.sightline.notify.control.ControlFeed;
import io.sightline.notify.control.ControlTable;
import io.sightline.notify.control.Controls;
import io.sightline.policy.Severity;
import io.sightline.registry.RegistryAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileControlsTest {

    private static final String SNOOZE =
            """
            {"control_id":"z1","kind":"snooze","stream_pattern":"news-*","until_at":"2026-11-22T04:00:00Z",\
            "author":"mia","created_at":"2026-11-22T02:00:00Z"}
            """;

    @TempDir private Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("controls.jsonl");
    }

    private Controls read(String text) throws IOException {
        Files.writeString(file, text);
        try (ControlSource source = new FileControls(file)) {
            return source.read();
        }
    }

    private ControlStore store() {
        return new ControlStore(RegistryAddress.parse(file.toString()), Duration.ofSeconds(1));
    }

    @Test
    void aFileThatDoesNotExistSaysNothing() throws IOException {
        assertThat(new FileControls(file).read()).isEqualTo(Controls.NONE);
    }

    @Test
    void skipsWhatIsBadAndKeepsTheOthers() throws IOException {
        Controls read =
                read(
                        """
                        not json
                        {"control_id":"all","kind":"snooze","until_at":"2026-11-22T04:00:00Z","author":"mia","created_at":"2026-11-22T02:00:00Z"}
                        {"control_id":"typo","kind":"snooze","stream_pattern":"a","unitl_at":"2026-11-22T04:00:00Z","author":"mia","created_at":"2026-11-22T02:00:00Z"}
                        {"control_id":"flapping","kind":"acknowledge","author":"","created_at":"yesterday"}
                        {"control_id":"m","kind":"maintenance","stream_pattern":"a","weekly":"sun 2-4","time_zone":"Mars/Base","author":"mia","created_at":"2026-11-22T02:00:00Z"}

                        """
                                + SNOOZE
                                + SNOOZE);

        assertThat(read.all()).extracting(Control::id).containsExactly("z1");
        assertThat(read.problems())
                .map(problem -> problem.replace(file.toString(), "F"))
                .contains(
                        "F:2: would silence everything; name 'stream_pattern', 'labels' or"
                                + " 'defect_pattern', or say so with 'stream_pattern': '*'",
                        "F:3: unknown key 'unitl_at'; did you mean 'until_at'?",
                        "F:3: a control of this kind needs 'until_at'",
                        "F:4: 'flapping' has a meaning of its own; choose another id",
                        "F:4: 'author' is text, but was \"\"",
                        "F:4: 'created_at' is a time such as 2026-11-21T02:26:41Z, but was"
                                + " 'yesterday'",
                        "F:5: 'time_zone' is no time zone, such as Europe/Berlin or UTC, but was"
                                + " 'Mars/Base'",
                        "F:8: duplicate id 'z1'; the first one is used")
                .anyMatch(problem -> problem.startsWith("F:1: is no JSON"));
    }

    @Test
    void writesWhatItReads() throws IOException {
        String line =
                "{\"schema_version\":1,\"control_id\":\"m1\",\"kind\":\"maintenance\","
                        + "\"incident_id\":null,\"stream_pattern\":\"news-?\",\"labels\":{\"cdn\":\"x\"},"
                        + "\"defect_pattern\":\"video.*\",\"from_at\":\"2026-11-22T02:00:00.000Z\","
                        + "\"until_at\":\"2026-11-22T04:00:00.000Z\","
                        + "\"weekly\":\"sun 02:00-04:00\",\"time_zone\":\"Europe/Berlin\","
                        + "\"below\":\"critical\",\"author\":\"mia\",\"reason\":\"new rack\","
                        + "\"created_at\":\"2026-11-21T02:00:00.000Z\"}";

        Controls read = read(line);

        assertThat(read.problems()).isEmpty();
        assertThat(read.all()).map(ControlTable::json).containsExactly(line);
        assertThat(read.all().get(0).below()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void editsKeepWhatTheyDoNotConcern() throws IOException {
        Files.writeString(file, "# to be corrected\n" + SNOOZE);
        Control other = read(SNOOZE.replace("z1", "z2")).all().get(0);
        Files.writeString(file, "# to be corrected\n" + SNOOZE);
        store().put(List.of(other));
        assertThat(store().read().all()).extracting(Control::id).containsExactly("z1", "z2");
        store().withdraw(List.of("z1"), "mia", 0);

        assertThat(Files.readAllLines(file))
                .containsExactly("# to be corrected", ControlTable.json(other));
        Assertions.assertThatThrownBy(() -> store().withdraw(List.of("z3"), "mia", 0))
                .isInstanceOf(EditRefused.class)
                .hasMessage("no control 'z3' in " + file + "; did you mean 'z2'?");
    }

    @Test
    void aWatchFollowsTheFile() throws Exception {
        try (ControlFeed feed =
                ControlWatch.start(new FileControls(file), "F", Duration.ofMillis(10))) {
            assertThat(feed.latest().all()).isEmpty();
            Files.writeString(file, SNOOZE);
            while (feed.latest().all().isEmpty()) {
                Thread.onSpinWait(); // until the watch has looked
            }
            assertThat(feed.latest().all()).extracting(Control::id).containsExactly("z1");
        }
    }
}
