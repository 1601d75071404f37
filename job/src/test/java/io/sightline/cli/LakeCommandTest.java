package io.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command line alone; tests/lake has the job. */
class LakeCommandTest {

    private static final Path DOCS = Path.of(System.getProperty("sightline.root"), "docs");

    @TempDir private Path folder;

    private final FakeTerminal screen = new FakeTerminal(100);

    @Test
    void listsEverythingThatIsWrong() {
        assertThat(
                        run(
                                "lake",
                                "--kafka=",
                                "--topics=our topics",
                                "--commit-interval=0s",
                                "--parallelism=0",
                                "--warehouse=s3://bucket/lake",
                                "--catalog=" + folder.resolve("missing")))
                .isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err())
                .contains(
                        "--kafka: '' is no HOST:PORT",
                        "--topics: 'our topics' is not",
                        "--commit-interval: '0s' is no duration",
                        "--parallelism: 0 is not 1 to",
                        "--catalog: cannot read",
                        LakeOptions.NOT_HERE);
    }

    @Test
    void asksForAFolderOfCheckpointsWhereTheWarehouseIsElsewhere() {
        assertThat(run("lake", "--kafka=localhost:9092", "--warehouse=s3://bucket/lake"))
                .isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err()).contains("--checkpoints: name a folder");
    }

    @Test
    void upkeepListsEverythingThatIsWrong() {
        assertThat(run("lake", "upkeep", "--keep=long", "--target-file-size=big"))
                .isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err())
                .contains(
                        "--warehouse: name the folder",
                        "--keep: 'long' is no duration",
                        "--target-file-size: 'big' is no size");
    }

    @Test
    void sqlTellsThatTheLakeIsNotHere() {
        assertThat(run("sql", "--warehouse=" + folder, "-e", "SELECT 1"))
                .isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err()).contains(LakeOptions.NOT_HERE);
    }

    @Test
    void describesEveryOptionInTheReference() throws Exception {
        String page = Files.readString(DOCS.resolve("reference/cli.md"));
        String section = page.substring(page.indexOf("\n## lake"), page.indexOf("\n## size"));
        CommandLine lake =
                Sightline.commandLine(screen.terminal(), noJob()).getSubcommands().get("lake");
        Stream.of(lake, lake.getSubcommands().get("upkeep"))
                .flatMap(command -> command.getCommandSpec().options().stream())
                .map(CommandLine.Model.OptionSpec::longestName)
                .filter(name -> !List.of("--help", "--version").contains(name))
                .forEach(name -> assertThat(section).contains(name));
    }

    private int run(String... arguments) {
        return Sightline.run(screen.terminal(), noJob(), arguments);
    }

    private static JobStarter noJob() {
        return (plan, rows) -> {
            throw new AssertionError("nothing is to be started");
        };
    }
}
