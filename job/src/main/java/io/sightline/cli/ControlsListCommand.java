package io.sightline.cli;

import io.sightline.notify.control.Control;
import io.sightline.notify.control.ControlTable;
import io.sightline.notify.control.Controls;
import io.sightline.yaml.NearestWord;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sightline controls list}: what is said now. */
@Command(
        name = "list",
        header = "List what keeps notifications back.",
        mixinStandardHelpOptions = true,
        versionProvider = SightlineVersion.class,
        sortOptions = false,
        description = {
            "",
            "Lists controls that hold or will hold; --all lists also those that are over. Entries"
                    + " that cannot be used are told on standard error, and make the exit status 1.",
            ""
        },
        optionListHeading = "Options:%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:every entry can be used",
            "1:at least one cannot",
            "2:the command line is wrong, or controls cannot be read"
        })
final class ControlsListCommand extends ControlCommand {

    private static final int WIDTH_OF_FILES = 200;

    @Option(names = "--all", description = "Also those that are over.")
    private boolean all;

    @Option(
            names = "--print",
            paramLabel = "KIND",
            defaultValue = "table",
            description = "table, or json (one object a line). Default: table.")
    private String print = "table";

    ControlsListCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run() throws IOException {
        List<String> kinds = List.of("table", "json");
        if (!kinds.contains(print)) {
            throw new UsageException(
                    List.of(
                            "--print: unknown kind '"
                                    + print
                                    + "'"
                                    + NearestWord.hint(print, kinds)));
        }
        Controls read = store().read();
        long now = nowMillis();
        List<Control> shown =
                read.all().stream().filter(control -> all || !control.isOver(now)).toList();
        if (print.equals("json")) {
            shown.forEach(control -> terminal().out().println(ControlTable.json(control)));
        } else {
            int width =
                    terminal().interactive() ? terminal().size().get().columns() : WIDTH_OF_FILES;
            ControlsText.lines(shown, address().toString(), now, width, terminal().palette())
                    .forEach(terminal().out()::println);
        }
        read.problems().forEach(problem -> terminal().err().println("skipped: " + problem));
        return read.problems().isEmpty() ? ExitStatus.FINE : ExitStatus.INCIDENT;
    }
}
