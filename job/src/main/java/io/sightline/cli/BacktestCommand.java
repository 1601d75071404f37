package io.sightline.cli;

import io.sightline.backtest.Backtest;
import io.sightline.backtest.Outcome;
import io.sightline.backtest.Trial;
import io.sightline.config.PolicyFile;
import io.sightline.config.RegistryFile;
import io.sightline.detect.DetectorCatalog;
import io.sightline.detector.model.StreamId;
import io.sightline.policy.Policy;
import io.sightline.readback.EventSpan;
import io.sightline.readback.MeasurementFiles;
import io.sightline.readback.MeasurementTopic;
import io.sightline.readback.MeasurementsRecord;
import io.sightline.readback.RecordedAlerts;
import io.sightline.readback.TopicRecord;
import io.sightline.readback.UnreadableRecordException;
import io.sightline.yaml.ConfigException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sightline backtest}: what another policy would have told. */
@Command(
        name = "backtest",
        header = "Try a policy on what was recorded.",
        mixinStandardHelpOptions = true,
        versionProvider = SightlineVersion.class,
        sortOptions = false,
        description = {
            "",
            "Judges the measurements of a record again, by another policy, and tells which incidents"
                    + " it adds, removes and changes: compared with the alerts of the record, or with"
                    + " a second policy. Decodes nothing and changes nothing. Measurements are whole"
                    + " seconds: times within one second of those recorded are the same.",
            ""
        },
        optionListHeading = "Options:%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:it was tried",
            "1:with --check: something is added, removed or changed",
            "2:the command line or a file it names is wrong",
            "4:the record cannot be read, or holds no measurements of that time"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sightline backtest --policy new.yaml",
            "  sightline backtest --policy new.yaml --against old.yaml --kafka localhost:9092",
            "  sightline backtest --policy new.yaml --from 2026-11-01 --to 2026-11-08 --format csv",
        })
final class BacktestCommand implements Callable<Integer> {

    private static final int WIDTH_OF_FILES = 140;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            required = true,
            description = "The policy to try; what it leaves out is as built in.")
    private @Nullable Path policy;

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description =
                    "Compare with what this policy makes of the same measurements. Default: with"
                            + " the alerts of the record.")
    private @Nullable Path against;

    @Option(
            names = "--registry",
            paramLabel = "FILE",
            description =
                    "Which template of the policy each stream has. Default: template 'default' for"
                            + " all.")
    private @Nullable Path registry;

    @Mixin private RecordOptions where = new RecordOptions();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description =
                    "Only incidents that begin at this event time or later: 2026-11-01 or"
                            + " 2026-11-01T06:00:00Z, UTC.")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "Only incidents that begin before this event time.")
    private @Nullable String to;

    @Option(
            names = "--format",
            paramLabel = "KIND",
            defaultValue = "table",
            description =
                    "table, json (one object) or csv (a line for each difference). Default: table.")
    private SqlFormat format = SqlFormat.TABLE;

    @Option(
            names = "--show",
            paramLabel = "N",
            defaultValue = "20",
            description = "Show so many differences in the table; all are counted. Default: 20.")
    private int shown = 20;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Judge on so many cores. Default: all.")
    private @Nullable Integer threads;

    @Option(names = "--check", description = "Exit with status 1 if anything differs.")
    private boolean checks;

    private final Terminal terminal;

    BacktestCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** A record by name. */
    private record Chosen(String name, MeasurementsRecord measurements, RecordedAlerts alerts) {}

    @Override
    public Integer call() throws InterruptedException {
        Chosen chosen;
        Backtest backtest;
        try {
            List<String> problems = new ArrayList<>();
            chosen = chosen(problems);
            backtest = backtest(problems);
            if (!problems.isEmpty()) {
                throw new UsageException(problems);
            }
        } catch (UsageException e) {
            terminal.err().println("sightline: " + e.getMessage());
            return ExitStatus.USAGE;
        }
        Outcome outcome;
        long beganNanos = System.nanoTime();
        try {
            outcome = backtest.run(chosen.measurements(), chosen.alerts());
        } catch (UnreadableRecordException e) {
            terminal.err().println("sightline: " + e.getMessage());
            return ExitStatus.FAILED;
        }
        if (outcome.seconds() == 0) {
            terminal.err()
                    .println(
                            "sightline: "
                                    + chosen.name()
                                    + ": there are no measurements"
                                    + (from == null && to == null
                                            ? " yet; they appear with the first checkpoint."
                                            : " of that time; look at --from and --to."));
            return ExitStatus.FAILED;
        }
        tell(chosen.name(), outcome, Duration.ofNanos(System.nanoTime() - beganNanos));
        return checks && !outcome.total().isSame() ? ExitStatus.INCIDENT : ExitStatus.FINE;
    }

    private void tell(String record, Outcome outcome, Duration took) {
        switch (format) {
            case JSON -> terminal.out().println(BacktestJson.of(record, outcome));
            case CSV -> BacktestCsv.lines(outcome).forEach(terminal.out()::println);
            case TABLE -> {
                int width =
                        terminal.interactive() ? terminal.size().get().columns() : WIDTH_OF_FILES;
                new BacktestText(width, terminal.palette(), shown)
                        .lines(record, outcome, took)
                        .forEach(terminal.out()::println);
            }
        }
    }

    private Backtest backtest(List<String> problems) {
        Map<StreamId, String> templates = templates(problems);
        Trial trial = trial("--policy", policy, templates, problems);
        Trial other = against == null ? null : trial("--against", against, templates, problems);
        EventSpan span =
                new EventSpan(
                        time("--from", from, Long.MIN_VALUE, problems),
                        time("--to", to, Long.MAX_VALUE, problems));
        if (span.fromMillis() >= span.toMillis()) {
            problems.add("--to: " + to + " is not after --from " + from);
        }
        int cores = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        if (cores < 1) {
            problems.add("--threads: " + cores + " is not 1 or more");
        }
        if (shown < 0) {
            problems.add("--show: " + shown + " is not 0 or more");
        }
        return new Backtest(trial, other, span, cores);
    }

    private Trial trial(
            String option,
            @Nullable Path file,
            Map<StreamId, String> templates,
            List<String> problems) {
        Policy read = PolicyFile.builtIn();
        if (file != null) {
            try {
                read = PolicyFile.read(file);
            } catch (ConfigException e) {
                e.problems().forEach(problem -> problems.add(option + ": " + problem));
            }
        }
        for (Map.Entry<StreamId, String> stream : templates.entrySet()) {
            if (!read.templates().contains(stream.getValue())) {
                problems.add(
                        "--registry: stream '"
                                + stream.getKey()
                                + "' has the template '"
                                + stream.getValue()
                                + "', which "
                                + file
                                + " does not");
            }
        }
        return new Trial(String.valueOf(file), read, templates);
    }

    private Map<StreamId, String> templates(List<String> problems) {
        Map<StreamId, String> templates = new HashMap<>();
        if (registry != null) {
            try {
                var detectors = DetectorCatalog.find(BacktestCommand.class.getClassLoader()).ids();
                var read = RegistryFile.withAnyTemplate(detectors).read(registry);
                read.problems().forEach(problem -> problems.add("--registry: " + problem));
                read.entries().forEach(one -> templates.put(one.id(), one.examination().policy()));
            } catch (ConfigException e) {
                e.problems().forEach(problem -> problems.add("--registry: " + problem));
            }
        }
        return templates;
    }

    private static long time(
            String option, @Nullable String given, long usual, List<String> problems) {
        if (given == null) {
            return usual;
        }
        try {
            return given.contains("T")
                    ? Instant.parse(given).toEpochMilli()
                    : LocalDate.parse(given)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                            .toEpochMilli();
        } catch (DateTimeException e) {
            problems.add(
                    option
                            + ": '"
                            + given
                            + "' is no time such as 2026-11-01 or 2026-11-01T06:00:00Z");
            return usual;
        }
    }

    private Chosen chosen(List<String> problems) {
        if (where.isKafka()) {
            RecordOptions.Topics topics = where.topics(problems);
            TopicRecord record = topics.record();
            return new Chosen(
                    topics.title(), new MeasurementTopic(record), RecordedAlerts.ofTopic(record));
        }
        Path folder = where.folder(problems);
        return new Chosen(
                "files below " + folder,
                new MeasurementFiles(folder),
                RecordedAlerts.ofFiles(folder));
    }
}
