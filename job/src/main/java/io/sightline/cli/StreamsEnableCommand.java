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

/** {@code sightline streams enable}. */
@Command(
        name = "enable",
        header = "Have disabled streams watched again.",
        mixinStandardHelpOptions = true,
        versionProvider = SightlineVersion.class,
        sortOptions = false,
        description = {"", "Has disabled streams watched again.", ""},
        parameterListHeading = "Streams:%n",
        optionListHeading = "%nOptions:%n")
final class StreamsEnableCommand extends RegistryCommand {

    @Parameters(paramLabel = "ID", arity = "1..*", description = "Ids of streams.")
    private List<String> ids = new ArrayList<>();

    StreamsEnableCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run() throws IOException {
        RegistryAddress address = options().address();
        Outcome outcome = RegistryStore.at(address, OutputCheck.PATIENCE).enable(wanted());
        terminal()
                .out()
                .println(
                        outcome == Outcome.ALREADY_SO
                                ? "Nothing to do: enabled already in " + address + "."
                                : "Enabled " + named(wanted()) + " in " + address + ".");
        return ExitStatus.FINE;
    }

    private List<String> wanted() {
        return ids.stream().distinct().toList();
    }
}
