package io.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SizeCommandTest {

    private static final Path GUIDE =
            Path.of(System.getProperty("sightline.root", ".."))
                    .resolve("docs/how-to/size-a-deployment.md");

    private final FakeTerminal terminal = new FakeTerminal(120);

    @Test
    void theGuideShowsWhatIsPrinted() throws Exception {
        List<MatchResult> examples =
                Pattern.compile("(?s)```\\n\\$ sightline (size [^\\n]*)\\n(.*?)```")
                        .matcher(Files.readString(GUIDE))
                        .results()
                        .toList();

        assertThat(examples).hasSize(3);
        for (MatchResult example : examples) {
            FakeTerminal own = new FakeTerminal(120);
            int status =
                    Sightline.run(own.terminal(), null, example.group(1).strip().split(" ", -1));

            assertThat(own.err()).isEmpty();
            assertThat(status).isEqualTo(ExitStatus.FINE);
            assertThat(own.out()).startsWith(example.group(2).replaceFirst("\\.\\.\\.\\n$", ""));
        }
    }

    @Test
    void everythingThatIsWrongIsToldTogether() {
        int status =
                run(
                        "size",
                        "--streams=many",
                        "--resolution=1080p,big",
                        "--codec=h266",
                        "--tier=half",
                        "--evidence=all",
                        "--evidence-memory=tiny",
                        "--slots-per-taskmanager=7");

        assertThat(status).isEqualTo(ExitStatus.USAGE);
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err())
                .contains("7 problems")
                .contains("--streams: 'many' is no number from 1 to 100000")
                .contains("--resolution: 'big' is no size")
                .contains("--codec: 'h266' is none of h264, hevc")
                .contains("--tier: 'half' is none of auto, full")
                .contains("--evidence: 'all' is no number from 0 to 100")
                .contains("--evidence-memory: 'tiny' is no size such as 256m")
                .contains("--slots-per-taskmanager: 7 is no divisor of 720");
    }

    @Test
    void moreThanOneDeploymentHasIsRefusedWithTheRemedy() {
        int status = run("size", "--streams=50000", "--tier=full");

        assertThat(status).isEqualTo(ExitStatus.USAGE);
        assertThat(terminal.err()).contains("at most 720").contains("--select");
    }

    private int run(String... arguments) {
        return Sightline.run(terminal.terminal(), null, arguments);
    }
}
