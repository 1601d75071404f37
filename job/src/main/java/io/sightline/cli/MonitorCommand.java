package io.sightline.cli;

import io.sightline.config.NotifyFile;
import io.sightline.detect.DetectorCatalog;
import io.sightline.job.ClusterJob;
import io.sightline.job.JobVersion;
import io.sightline.job.MonitorPlan;
import io.sightline.model.ModelSettings;
import io.sightline.sink.FileDestination;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sightline monitor}: watches until the inputs end or somebody stops it. */
@Command(
        name = "monitor",
        header = "Watch files, live streams, or what a registry lists.",
        mixinStandardHelpOptions = true,
        versionProvider = SightlineVersion.class,
        sortOptions = false,
        description = {
            "",
            "Watches files and live streams. Files are examined as fast as they can be read; a run"
                    + " over files alone ends by itself. Live streams are watched until Ctrl-C,"
                    + " which ends the run cleanly.",
            ""
        },
        parameterListHeading = "Inputs:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:everything was watched, to its end or until Ctrl-C",
            "1:an incident as severe as --fail-on says occurred",
            "2:the command line or a file it names is wrong; nothing was started",
            "3:at least one input could never be watched",
            "4:the run failed"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sightline monitor recording.mp4 --fail-on major",
            "      a check for scripts: status 1 if anything major is wrong",
            "  sightline monitor https://example.org/live.m3u8 --print json | jq .message",
            "      one JSON object a line for each alert, nothing else on standard output",
            "  sightline monitor --registry streams.yaml --select tier=gold",
            "      the streams of a file that have this label, as the file changes"
        })
final class MonitorCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "URL|FILE",
            arity = "0..*",
            description =
                    "A path, or a URL: http(s), udp, rtp, srt, rtmp, rtsp. The stream is"
                            + " named after it.")
    private List<String> inputs = new ArrayList<>();

    @Option(
            names = "--registry",
            paramLabel = "FILE|TOPIC",
            description =
                    "YAML file of streams, or a Kafka topic as kafka:HOST:PORT[/TOPIC]; changes"
                            + " take effect while it runs. 'sightline streams' edits both.")
    private @Nullable String registry;

    @Option(
            names = "--select",
            paramLabel = "LABEL=VALUE",
            description = "Only streams of the registry with this label. May be repeated.")
    private List<String> select = new ArrayList<>();

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description =
                    "YAML file with levels, durations and severities; what it leaves out is as"
                            + " built in.")
    private @Nullable Path policy;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description =
                    "Where alerts, measurements and states are written as files. Default:"
                            + " sightline-output.")
    private @Nullable Path output;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Write to topics of this Kafka cluster instead, exactly once.")
    private @Nullable String kafka;

    @Option(
            names = "--kafka-properties",
            paramLabel = "FILE",
            description =
                    "More client properties for --kafka and a registry topic, security for"
                            + " example. Never printed.")
    private @Nullable Path kafkaProperties;

    @Option(
            names = "--topics",
            paramLabel = "PREFIX",
            description =
                    "Of the topics that --kafka writes to: PREFIX.alerts and so on. Default:"
                            + " sightline.")
    private @Nullable String topics;

    @Option(
            names = "--transactional-id",
            paramLabel = "PREFIX",
            description =
                    "Of every Kafka transaction of this deployment. Two that write to one cluster"
                            + " need different ones; one deployment keeps its own for ever."
                            + " Default: as --topics.")
    private @Nullable String transactionalId;

    @Option(
            names = "--detectors",
            paramLabel = "LIST",
            description =
                    "Run only these, comma-separated: video.black,audio.*. A minus takes away:"
                            + " --detectors=-video.*. 'sightline detectors' lists them. Default:"
                            + " all.")
    private @Nullable String detectors;

    @Option(
            names = "--refuse-private-addresses",
            description =
                    "Inputs over HTTP and what they lead to must lie in public networks: not in"
                            + " private, loopback or link-local ones.")
    private boolean refusesPrivateAddresses;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description =
                    "Number of slots; each watches its streams on one core. Default: the number of"
                            + " cores, or of inputs if fewer; on a cluster what it is set to.")
    private @Nullable String parallelism;

    @Option(
            names = "--print",
            paramLabel = "KIND",
            defaultValue = "auto",
            description =
                    "auto, table (live, in place), lines (a log) or json (alerts only, one a"
                            + " line). Default: table on a terminal, else lines.")
    private String print = "auto";

    @Option(
            names = "--notify",
            paramLabel = "FILE",
            description =
                    "Also tell the targets of this file (webhooks, mail, pagers), in this process."
                            + " On a cluster 'sightline notify' is a job of its own.")
    private @Nullable Path notify;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            description =
                    "Exit with status 1 if an incident this severe or worse occurs: info, warning,"
                            + " major, critical.")
    private @Nullable String failOn;

    @Option(
            names = "--checkpoint-interval",
            paramLabel = "DURATION",
            description =
                    "How often results become part of the record. Default: 1s with --kafka, else"
                            + " 10s.")
    private @Nullable String checkpointInterval;

    @Option(
            names = "--restore",
            paramLabel = "PATH",
            description =
                    "Go on from this savepoint or checkpoint. On a cluster, its client or operator"
                            + " is told instead.")
    private @Nullable String restore;

    @Option(
            names = "--allow-non-restored-state",
            description =
                    "Drop what --restore holds for parts that this run does not have: its output,"
                            + " when that was elsewhere. Default: refuse to start.")
    private boolean allowsNonRestoredState;

    @Option(
            names = "--crash-marks",
            paramLabel = "DIR",
            description =
                    "Where it is kept which streams were at work when the process died; it must"
                            + " outlive the process. Default: checkpoints/crashes under --output;"
                            + " on a cluster nowhere.")
    private @Nullable Path crashMarks;

    @Option(
            names = "--metrics-per-stream",
            description =
                    "Also report metrics of every rendition by itself, labelled with its stream."
                            + " Default: only sums of each slot.")
    private boolean metricsPerStream;

    @Option(
            names = "--evidence",
            paramLabel = "DIR|URI",
            description =
                    "Keep a clip and two pictures of the start of every incident below this"
                            + " folder. Default: none are kept. 'evidence: false' in the registry"
                            + " exempts a stream.")
    private @Nullable String evidence;

    @Option(
            names = "--evidence-keep",
            paramLabel = "DURATION",
            description = "Delete evidence that is older; or 'forever'. Default: 7d.")
    private @Nullable String evidenceKeep;

    @Option(
            names = "--evidence-memory",
            paramLabel = "SIZE",
            description = "What each slot may hold in compressed media for it. Default: 256m.")
    private @Nullable String evidenceMemory;

    @Mixin private ModelOptions models = new ModelOptions();

    private final Terminal terminal;
    private final JobStarter starter;

    MonitorCommand(Terminal terminal, JobStarter starter) {
        this.terminal = terminal;
        this.starter = starter;
    }

    @Override
    public Integer call() {
        ModelSettings settingsOfModels = models.settings();
        DetectorCatalog installed =
                DetectorCatalog.find(MonitorCommand.class.getClassLoader(), settingsOfModels);
        PlanBuilder builder = new PlanBuilder(installed, settingsOfModels);
        ViewKind kind = builder.viewKind(print);
        MonitorSettings settings;
        Optional<NotifyFile.Notify> notified;
        try {
            notified = new NotifyOption(builder.problems()).check(notify);
            settings = builder.build(request());
        } catch (UsageException e) {
            terminal.err().println("sightline: " + e.getMessage());
            if (!ClusterJob.isHere()) {
                terminal.err().println("Try 'sightline monitor --help'.");
            }
            return ExitStatus.USAGE;
        }
        return ClusterJob.isHere()
                ? submit(settings)
                : run(settings, notified, kind, installed.ids().size());
    }

    private int submit(MonitorSettings settings) {
        try {
            ClusterJob.submit(settings.plan());
            settings.notes().forEach(note -> terminal.err().println("note: " + note));
            return ExitStatus.FINE;
        } catch (Exception e) {
            terminal.err().println("sightline: " + Failures.describe(e));
            return ExitStatus.FAILED;
        }
    }

    private int run(
            MonitorSettings settings,
            Optional<NotifyFile.Notify> notified,
            ViewKind kind,
            int installedDetectors) {
        PrintStream people = kind.forPeople(terminal);
        MonitorPlan plan = settings.plan();
        people.println("sightline " + JobVersion.current());
        SettingsText.lines(plan, installedDetectors).forEach(people::println);
        settings.notes().forEach(note -> people.println("  note       " + note));
        notified.ifPresent(to -> people.println("  telling    " + NotifyText.line(to)));
        people.println();

        RunRecord record = new RunRecord(terminal.clock());
        Optional<String> savepoint = Optional.empty();
        int status;
        try (StopSignal stop = StopSignal.install()) {
            MonitorView view = kind.create(terminal, record);
            JobStarter both =
                    notified.map(to -> NotifiedJob.starter(starter, to, people)).orElse(starter);
            savepoint = new MonitorSession(both).run(plan, view, record, stop::isWanted);
            status = MonitorSession.status(record, plan, settings.failOn());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            status = ExitStatus.FAILED;
        } catch (Exception e) {
            terminal.err().println("sightline: the run failed: " + Failures.describe(e));
            status = ExitStatus.FAILED;
        }
        summarise(people, record, plan, kind);
        savepoint.ifPresent(path -> people.println("Go on later with --restore " + path));
        return status;
    }

    private void summarise(PrintStream people, RunRecord record, MonitorPlan plan, ViewKind kind) {
        Palette palette = kind == ViewKind.JSON ? Palette.PLAIN : terminal.palette();
        int width = terminal.interactive() ? terminal.size().get().columns() : 200;
        people.println();
        Summary.lines(record, EventTimes.clock(terminal.zone()), width, palette)
                .forEach(people::println);
        people.println();
        for (String stream : MonitorSession.neverWatched(record, plan)) {
            people.println("Stream '" + stream + "' could never be watched.");
        }
        if (plan.destination() instanceof FileDestination files) {
            people.println("Results are in " + FileText.of(files) + ".");
        }
    }

    private MonitorRequest request() {
        return new MonitorRequest(
                inputs,
                registry,
                select.isEmpty() ? null : String.join(",", select),
                policy,
                output,
                kafka,
                kafkaProperties,
                topics,
                transactionalId,
                detectors,
                refusesPrivateAddresses,
                parallelism,
                failOn,
                checkpointInterval,
                restore,
                allowsNonRestoredState,
                crashMarks,
                metricsPerStream,
                evidence,
                evidenceKeep,
                evidenceMemory);
    }
}
