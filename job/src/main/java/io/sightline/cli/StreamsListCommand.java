package io.sightline.cli;

import io.sightline.config.LabelSelector;
import io.sightline.config.Registry;
import io.sightline.registry.RegistryAddress;
import io.sightline.registry.RegistrySource;
import io.sightline.sink.OutputCheck;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.yaml.NearestWord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sightline streams list}: what a registry says. */
@Command(
        name = "list",
        header = "List the streams of a registry.",
        mixinStandardHelpOptions = true,
        versionProvider = SightlineVersion.class,
        sortOptions = false,
        description = {
            "",
            "Lists the streams of a registry. Entries that cannot be used are told on standard"
                    + " error, and make the exit status 1.",
            ""
        },
        optionListHeading = "Options:%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:every entry can be used",
            "1:at least one cannot",
            "2:the command line is wrong, or the registry cannot be read"
        })
final class StreamsListCommand extends RegistryCommand {

    private static final int WIDTH_OF_FILES = 200;

    @Option(
            names = "--select",
            paramLabel = "LABEL=VALUE",
            description = "Only streams with this label. May be repeated.")
    private List<String> select = new ArrayList<>();

    @Option(
            names = "--policy-file",
            paramLabel = "FILE",
            description = "Policy file that has the templates, to check the entries against.")
    private @Nullable Path policyFile;

    @Option(
            names = "--print",
            paramLabel = "KIND",
            defaultValue = "table",
            description = "table, or json (one object a line). Default: table.")
    private String print = "table";

    StreamsListCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run() throws IOException {
        boolean asJson = isJson();
        LabelSelector selector = selector();
        RegistryAddress address = options().address();
        Registry registry;
        try (RegistrySource source =
                RegistrySource.open(address, format(policyFile), OutputCheck.PATIENCE)) {
            registry = source.read();
        }
        List<StreamEntry> entries = registry.entries().stream().filter(selector::matches).toList();
        if (asJson) {
            entries.forEach(entry -> terminal().out().println(StreamsText.json(entry)));
        } else {
            int width =
                    terminal().interactive() ? terminal().size().get().columns() : WIDTH_OF_FILES;
            StreamsText.lines(entries, address.toString(), width, terminal().palette())
                    .forEach(terminal().out()::println);
        }
        registry.problems().forEach(problem -> terminal().err().println("skipped: " + problem));
        return registry.problems().isEmpty() ? ExitStatus.FINE : ExitStatus.INCIDENT;
    }

    private boolean isJson() {
        List<String> known = List.of("table", "json");
        if (!known.contains(print)) {
            throw new UsageException(
                    List.of(
                            "--print: unknown kind '"
                                    + print
                                    + "'"
                                    + NearestWord.hint(print, known)));
        }
        return print.equals("json");
    }

    private LabelSelector selector() {
        try {
            return select.isEmpty()
                    ? LabelSelector.EVERYTHING
                    : LabelSelector.parse(String.join(",", select));
        } catch (IllegalArgumentException e) {
            throw new UsageException(List.of("--select: " + e.getMessage()));
        }
    }
}
