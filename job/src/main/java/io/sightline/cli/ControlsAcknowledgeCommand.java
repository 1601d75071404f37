package io.sightline.cli;

import io.sightline.notify.control.Control;
import io.sightline.policy.Severity;
import io.sightline.yaml.NearestWord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sightline controls acknowledge}: somebody looks after an incident. */
@Command(
        name = "acknowledge",
        header = "Say that somebody looks after incidents.",
        mixinStandardHelpOptions = true,
        versionProvider = SightlineVersion.class,
        sortOptions = false,
        description = {
            "",
            "Nothing more is told of these incidents until they clear, unless they become as severe"
                    + " as --below says. The id of a group acknowledges the group.",
            ""
        },
        parameterListHeading = "Incidents:%n",
        optionListHeading = "%nOptions:%n")
final class ControlsAcknowledgeCommand extends ControlCommand {

    private static final String EVERYTHING = "everything";

    @Parameters(paramLabel = "INCIDENT", arity = "1..*", description = "Ids of incidents.")
    private List<String> incidents = new ArrayList<>();

    @Option(
            names = "--below",
            paramLabel = "SEVERITY",
            defaultValue = "critical",
            description =
                    "What is as severe as this is told nevertheless: warning, major or critical;"
                            + " or everything: nothing is. Default: critical.")
    private String below = "critical";

    @Mixin private ControlAuthor author;

    ControlsAcknowledgeCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run() throws IOException {
        Severity severity = below();
        long now = nowMillis();
        List<String> ids = incidents.stream().map(String::strip).distinct().toList();
        put(
                ids.stream()
                        .map(
                                incident ->
                                        new Control(
                                                "ack-" + incident,
                                                Control.Kind.ACKNOWLEDGE,
                                                incident,
                                                null,
                                                Map.of(),
                                                null,
                                                null,
                                                null,
                                                null,
                                                severity,
                                                author.name(),
                                                author.reason(),
                                                now))
                        .toList());
        terminal().out().println("Acknowledged " + named(ids) + " in " + address() + ".");
        return ExitStatus.FINE;
    }

    private @Nullable Severity below() {
        if (below.equals(EVERYTHING)) {
            return null;
        }
        List<String> words = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            if (severity.id().equals(below)) {
                return severity;
            }
            words.add(severity.id());
        }
        words.add(EVERYTHING);
        throw new UsageException(
                List.of(
                        "--below: unknown severity '"
                                + below
                                + "'"
                                + NearestWord.hint(below, words)));
    }
}
