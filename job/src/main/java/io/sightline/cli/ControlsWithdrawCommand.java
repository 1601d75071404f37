package io.sightline.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sightline controls withdraw}: takes back what was said. */
@Command(
        name = "withdraw",
        header = "Take back controls.",
        mixinStandardHelpOptions = true,
        versionProvider = SightlineVersion.class,
        sortOptions = false,
        description = {
            "",
            "Controls end as if their time were over: what they held back and is still open is told.",
            ""
        },
        parameterListHeading = "Controls:%n",
        optionListHeading = "%nOptions:%n")
final class ControlsWithdrawCommand extends ControlCommand {

    @Parameters(paramLabel = "ID", arity = "1..*", description = "Ids of controls.")
    private List<String> ids = new ArrayList<>();

    @Mixin private ControlAuthor author;

    ControlsWithdrawCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run() throws IOException {
        List<String> wanted = ids.stream().map(String::strip).distinct().toList();
        store().withdraw(wanted, author.name(), nowMillis());
        terminal().out().println("Withdrew " + named(wanted) + " from " + address() + ".");
        return ExitStatus.FINE;
    }
}
