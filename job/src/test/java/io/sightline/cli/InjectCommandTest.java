package io.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.inject.Kind;
import io.sightline.inject.Kinds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The pages and the command say the same. */
class InjectCommandTest {

    private static final Path DOCS = Path.of(System.getProperty("sightline.root"), "docs");

    @Test
    void describesEveryOptionInTheReference() throws Exception {
        String page = Files.readString(DOCS.resolve("reference/cli.md"));
        String section = page.substring(page.indexOf("\n## inject"));
        CommandLine command =
                Sightline.commandLine(
                                new FakeTerminal(200).terminal(),
                                (plan, listener) -> {
                                    throw new AssertionError("no job is started");
                                })
                        .getSubcommands()
                        .get("inject");
        for (CommandLine.Model.OptionSpec option : command.getCommandSpec().options()) {
            if (!List.of("--help", "--version").contains(option.longestName())) {
                assertThat(section).contains("`" + option.longestName());
            }
        }
    }

    @Test
    void describesEveryKindInTheGuide() throws Exception {
        String page = Files.readString(DOCS.resolve("how-to/test-your-setup.md"));
        for (Kind kind : Kinds.all()) {
            Kind.Strength strength = kind.strength();
            assertThat(page)
                    .contains(
                            "| `%s`: %s | %s, %s to %s (%s) |"
                                    .formatted(
                                            kind.id(),
                                            kind.what(),
                                            strength.meaning(),
                                            plain(strength.least()),
                                            plain(strength.most()),
                                            plain(strength.usual())));
        }
    }

    @Test
    void listsEveryKind() {
        List<String> lines = InjectCommand.kinds(200, Palette.PLAIN);
        for (Kind kind : Kinds.all()) {
            assertThat(lines).anyMatch(line -> line.startsWith(kind.id() + " "));
        }
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
