package io.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlsCommandTest {

    @TempDir private Path folder;

    private Path file;
    private FakeTerminal screen = new FakeTerminal(80);

    @BeforeEach
    void nameFile() {
        file = folder.resolve("controls.jsonl");
    }

    private int controls(String command, String... arguments) {
        screen = new FakeTerminal(80);
        List<String> all = new ArrayList<>(List.of("controls", command, "--controls=" + file));
        all.addAll(List.of(arguments));
        return Sightline.run(
                screen.terminal(),
                (plan, listener) -> {
                    throw new AssertionError("A job was started");
                },
                all.toArray(String[]::new));
    }

    @Test
    void saysListsAndWithdraws() throws IOException {
        assertThat(controls("list")).isEqualTo(ExitStatus.FINE);
        assertThat(screen.out()).isEqualTo("No controls in " + file + ".\n");
        assertThat(controls("acknowledge", "3f9a", "--author=mia", "--reason=on it"))
                .isEqualTo(ExitStatus.FINE);
        assertThat(screen.out()).isEqualTo("Acknowledged '3f9a' in " + file + ".\n");
        assertThat(
                        controls(
                                "snooze",
                                "--stream=news-*",
                                "--label=cdn=x",
                                "--for=2h",
                                "--id=quiet",
                                "--author=mia"))
                .isEqualTo(ExitStatus.FINE);
        assertThat(screen.out())
                .isEqualTo("Snoozed until 2026-11-21T05:10:15Z as 'quiet' in " + file + ".\n");
        assertThat(
                        controls(
                                "maintenance",
                                "--defect=audio.*",
                                "--weekly=sun 02:00-04:00",
                                "--zone=Europe/Berlin",
                                "--id=nightly",
                                "--author=mia"))
                .isEqualTo(ExitStatus.FINE);
        assertThat(controls("list")).isEqualTo(ExitStatus.FINE);
        assertThat(screen.out())
                .isEqualTo(
                        """
                        CONTROL   KIND         NOW    ABOUT                WHEN                           AUTHOR  REASON
                        ack-3f9a  acknowledge  holds  3f9a below critical  until it clears                mia     on it
                        quiet     snooze       holds  stream news-* cdn=x  until 2026-11-21T05:10:15Z     mia
                        nightly   maintenance  waits  audio.*              sun 02:00-04:00 Europe/Berlin  mia

                        3 controls in %s.
                        """
                                .formatted(file));
        assertThat(controls("withdraw", "quiet")).isEqualTo(ExitStatus.FINE);
        assertThat(screen.out()).isEqualTo("Withdrew 'quiet' from " + file + ".\n");
        assertThat(Files.readString(file)).contains("ack-3f9a", "nightly").doesNotContain("quiet");
    }

    @Test
    void refusesWhatWouldSilenceTooMuchOrNothing() {
        assertThat(controls("snooze", "--for=2h")).isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err()).contains("would silence everything");
        assertThat(controls("snooze", "--stream=a")).isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err()).contains("either --for or --until");
        assertThat(controls("snooze", "--stream=a", "--until=2020-01-01 00:00"))
                .isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err()).contains("--until: is over already");
        assertThat(controls("maintenance", "--stream=a", "--weekly=sometimes"))
                .isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err()).contains("--weekly: is days and hours such as");
        assertThat(controls("acknowledge", "3f9a", "--below=critcal")).isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err()).contains("did you mean 'critical'?");
        assertThat(controls("withdraw", "nothing")).isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err()).contains("no control 'nothing' in");
        assertThat(file).doesNotExist();
    }

    @Test
    void listsWhatIsGoodThoughSomethingIsBad() throws IOException {
        assertThat(controls("snooze", "--stream=a", "--for=1d")).isEqualTo(ExitStatus.FINE);
        Files.writeString(file, "nonsense\n" + Files.readString(file));

        assertThat(controls("list", "--print=json")).isEqualTo(ExitStatus.INCIDENT);
        assertThat(screen.out()).startsWith("{\"schema_version\":1,").hasLineCount(1);
        assertThat(screen.err()).startsWith("skipped: " + file + ":1: is no JSON");
    }
}
