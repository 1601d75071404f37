package io.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.model.StreamId;
import io.sightline.isolation.CrashLedger;
import io.sightline.isolation.DeadProcess;
import io.sightline.isolation.IsolationSettings;
import io.sightline.isolation.MarkedInput;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsReleaseCommandTest {

    @TempDir private Path folder;

    private FakeTerminal screen = new FakeTerminal(80);

    @Test
    void listsWhatIsHeldAgainstStreamsAndReleasesThem() throws Exception {
        crash("news", 3);
        crash("sport", 1);
        String now = FakeTerminal.NOW.toString();

        assertThat(release()).isEqualTo(ExitStatus.FINE);
        assertThat(screen.out().lines())
                .containsExactlyInAnyOrder(
                        "news  crashes=3  quarantined until " + FakeTerminal.NOW.plusSeconds(3600),
                        "sport  crashes=1  suspected since " + now);

        assertThat(release("news")).isEqualTo(ExitStatus.FINE);
        assertThat(screen.out()).isEqualTo("Released stream 'news'.\n");

        assertThat(release("sport", "news")).isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err()).isEqualTo("sightline: nothing is held against stream 'news'\n");
        assertThat(release("sport")).isEqualTo(ExitStatus.FINE);
        assertThat(release()).isEqualTo(ExitStatus.FINE);
        assertThat(screen.out())
                .isEqualTo("Nothing is held against any stream in " + folder + ".\n");
    }

    @Test
    void saysThatThereAreNoMarks() {
        assertThat(run("--marks=" + folder.resolve("absent"), "news")).isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err())
                .isEqualTo(
                        "sightline: no crash marks are kept in "
                                + folder.resolve("absent")
                                + "; name their folder (--marks)\n");
    }

    private void crash(String stream, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            DeadProcess.examining(folder, MarkedInput.of(new StreamId(stream), "udp://a:1"));
            CrashLedger.open(IsolationSettings.in(folder), InstantSource.fixed(FakeTerminal.NOW))
                    .close();
        }
    }

    private int release(String... ids) {
        String[] all = new String[ids.length + 1];
        all[0] = "--marks=" + folder;
        System.arraycopy(ids, 0, all, 1, ids.length);
        return run(all);
    }

    private int run(String... arguments) {
        screen = new FakeTerminal(80);
        String[] all = new String[arguments.length + 2];
        all[0] = "streams";
        all[1] = "release";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return Sightline.run(
                screen.terminal(),
                (plan, listener) -> {
                    throw new AssertionError("A job was started");
                },
                all);
    }
}
