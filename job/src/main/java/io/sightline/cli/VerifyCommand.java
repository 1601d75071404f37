package io.sightline.cli;

import io.sightline.readback.FileRecord;
import io.sightline.readback.UnreadableRecordException;
import io.sightline.verify.Findings;
import io.sightline.verify.Layout;
import io.sightline.verify.RecordCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.util.TimeUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sightline verify}: whether a record keeps what is promised of it. */
@Command(
        name = "verify",
        header = "Check that a record is sound.",
        mixinStandardHelpOptions = true,
        versionProvider = SightlineVersion.class,
        sortOptions = false,
        description = {
            "",
            "Reads the record of a deployment, topics or files, and checks what is promised of it:"
                    + " incidents open once, clear at most once and in order, alerts and"
                    + " measurements are there once and in order, times can be. Changes nothing;"
                    + " a job may go on writing meanwhile, what it commits later is left out.",
            ""
        },
        optionListHeading = "Options:%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the record is sound",
            "1:it is not",
            "2:the command line is wrong",
            "4:the record cannot be read"
        },
        footer = {
            "",
            "Examples:",
            "  sightline verify",
            "  sightline verify --kafka localhost:9092 --json",
        })
final class VerifyCommand implements Callable<Integer> {

    private static final Duration DEFAULT_AHEAD = Duration.ofMinutes(5);
    private static final int WIDTH_OF_FILES = 120;
    private static final int MOST_EXAMPLES = 100_000;

    private final Terminal terminal;

    @Mixin private RecordOptions where = new RecordOptions();

    @Option(
            names = "--ahead",
            paramLabel = "D",
            description =
                    "How far beyond this machine's clock a time may be before it counts as in the"
                            + " future. Default: 5min.")
    private @Nullable String ahead;

    @Option(
            names = "--show",
            paramLabel = "N",
            defaultValue = "5",
            description = "Show so many violations of each kind; all are counted. Default: 5.")
    private int examples = 5;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    VerifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Reads a record into a check. */
    @FunctionalInterface
    private interface Source {
        void readInto(RecordCheck check) throws UnreadableRecordException;
    }

    /** A record by name, with the order its rows have. */
    private record Chosen(String name, Layout layout, Source source) {}

    @Override
    public Integer call() {
        Chosen chosen;
        Duration tolerance;
        try {
            List<String> problems = new ArrayList<>();
            tolerance = tolerance(problems);
            if (examples < 1 || examples > MOST_EXAMPLES) {
                problems.add("--show: " + examples + " is not 1 to " + MOST_EXAMPLES);
            }
            chosen = chosen(problems);
            if (!problems.isEmpty()) {
                throw new UsageException(problems);
            }
        } catch (UsageException e) {
            terminal.err().println("sightline: " + e.getMessage());
            return ExitStatus.USAGE;
        }
        long latestMillis = terminal.clock().millis() + tolerance.toMillis();
        RecordCheck check = new RecordCheck(chosen.layout(), latestMillis, examples);
        try {
            chosen.source().readInto(check);
        } catch (UnreadableRecordException e) {
            terminal.err().println("sightline: " + e.getMessage());
            return ExitStatus.FAILED;
        }
        Findings findings = check.findings();
        if (json) {
            terminal.out().println(VerifyJson.of(chosen.name(), chosen.layout(), findings));
        } else {
            int width = terminal.interactive() ? terminal.size().get().columns() : WIDTH_OF_FILES;
            new VerifyText(chosen.layout(), width, terminal.palette())
                    .lines(chosen.name(), findings)
                    .forEach(terminal.out()::println);
        }
        return findings.isSound() ? ExitStatus.FINE : ExitStatus.UNSOUND;
    }

    private Duration tolerance(List<String> problems) {
        if (ahead == null) {
            return DEFAULT_AHEAD;
        }
        try {
            return TimeUtils.parseDuration(ahead);
        } catch (IllegalArgumentException e) {
            problems.add("--ahead: '" + ahead + "' is no duration such as 30s, 5min or 1h");
            return DEFAULT_AHEAD;
        }
    }

    private Chosen chosen(List<String> problems) {
        if (where.isKafka()) {
            RecordOptions.Topics topics = where.topics(problems);
            return new Chosen(topics.title(), Layout.PARTITIONS, topics.record()::readInto);
        }
        Path folder = where.folder(problems);
        return new Chosen("files below " + folder, Layout.FILES, new FileRecord(folder)::readInto);
    }
}
