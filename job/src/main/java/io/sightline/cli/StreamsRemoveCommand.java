package io.sightline.cli;

import io.sightline.registry.RegistryAddress;
import io.sightline.registry.RegistryStore;
import io.sightline.sink.OutputCheck;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sightline streams remove}. */
@Command(
        name = "remove",
        header = "Remove streams from a registry.",
        mixinStandardHelpOptions = true,
        versionProvider = SightlineVersion.class,
        sortOptions = false,
        description = {
            "",
            "Removes streams and their entries. Their open incidents are cleared; nothing else in a file is touched.",
            ""
        },
        parameterListHeading = "Streams:%n",
        optionListHeading = "%nOptions:%n")
final class StreamsRemoveCommand extends RegistryCommand {

    @Parameters(paramLabel = "ID", arity = "1..*", description = "Ids of streams.")
    private List<String> ids = new ArrayList<>();

    StreamsRemoveCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run() throws IOException {
        RegistryAddress address = options().address();
        RegistryStore.at(address, OutputCheck.PATIENCE).remove(wanted());
        terminal().out().println("Removed " + named(wanted()) + " from " + address + ".");
        return ExitStatus.FINE;
    }

    private List<String> wanted() {
        return ids.stream().distinct().toList();
    }
}
