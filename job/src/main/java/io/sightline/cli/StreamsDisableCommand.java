package io.sightline.cli;

import io.sightline.registry.RegistryAddress;
import io.sightline.registry.RegistryStore;
import io.sightline.registry.RegistryStore.Outcome;
import io.sightline.sink.OutputCheck;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sightline streams disable}. */
@Command(
        name = "disable",
        header = "Keep streams in a registry, unwatched.",
        mixinStandardHelpOptions = true,
        versionProvider = SightlineVersion.class,
        sortOptions = false,
        description = {
            "",
            "Keeps the entries of streams, but has them watched no longer. Their open incidents are cleared.",
            ""
        },
        parameterListHeading = "Streams:%n",
        optionListHeading = "%nOptions:%n")
final class StreamsDisableCommand extends RegistryCommand {

    @Parameters(paramLabel = "ID", arity = "1..*", description = "Ids of streams.")
    private List<String> ids = new ArrayList<>();

    StreamsDisableCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run() throws IOException {
        RegistryAddress address = options().address();
        Outcome outcome = RegistryStore.at(address, OutputCheck.PATIENCE).disable(wanted());
        terminal()
                .out()
                .println(
                        outcome == Outcome.ALREADY_SO
                                ? "Nothing to do: disabled already in " + address + "."
                                : "Disabled " + named(wanted()) + " in " + address + ".");
        return ExitStatus.FINE;
    }

    private List<String> wanted() {
        return ids.stream().distinct().toList();
    }
}
