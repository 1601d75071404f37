package io.sightline.cli;

import io.sightline.detect.DetectorCatalog;
import io.sightline.job.ClusterJob;
import io.sightline.lake.LakeEngine;
import io.sightline.lake.LakeException;
import io.sightline.lake.LakePlan;
import io.sightline.lake.LakeRun;
import io.sightline.query.LakeCatalog;
import io.sightline.query.RecordSource;
import io.sightline.sink.FileDestination;
import io.sightline.sink.TopicNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sightline lake}: brings the record into a lake, on and on. */
@Command(
        name = "lake",
        header = "Fill a lake of Apache Iceberg tables from the topics.",
        mixinStandardHelpOptions = true,
        versionProvider = SightlineVersion.class,
        sortOptions = false,
        subcommands = LakeUpkeepCommand.class,
        description = {
            "",
            "A job of its own beside the one that watches: it reads the topics of the record as"
                    + " read_committed sees them and brings each row into the Iceberg table of its"
                    + " name, exactly once, until Ctrl-C. Started again, also after it was killed,"
                    + " it goes on where it left off.",
            ""
        },
        optionListHeading = "Options:%n",
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:it was stopped",
            "2:the command line is wrong, or the topics or the lake cannot be used",
            "4:the job failed; start it again to go on"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sightline lake --kafka localhost:9092 --warehouse lake",
            "  sightline lake upkeep --warehouse lake",
            "  sightline sql --warehouse lake -e \"SELECT COUNT(*) FROM incidents\"",
        })
final class LakeCommand implements Callable<Integer> {

    private static final Duration COMMIT_INTERVAL = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int MOST_TASKS = 720;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "The Kafka cluster with the topics.")
    private @Nullable String kafka;

    @Option(
            names = "--kafka-properties",
            paramLabel = "FILE",
            description =
                    "More client properties for --kafka, security for example. Never printed.")
    private @Nullable Path kafkaProperties;

    @Option(
            names = "--topics",
            paramLabel = "PREFIX",
            description =
                    "Of the topics: PREFIX.alerts, PREFIX.measurements, PREFIX.stream-states."
                            + " Default: sightline.")
    private @Nullable String topics;

    @Option(
            names = "--warehouse",
            paramLabel = "DIR|URI",
            description = "Where the tables are kept; made if it is not there.")
    private @Nullable String warehouse;

    @Option(
            names = "--catalog",
            paramLabel = "FILE",
            description =
                    "Properties of an Iceberg catalog, such as type=rest and uri=..., instead of"
                            + " one that is its folder. Never printed.")
    private @Nullable Path catalog;

    @Option(
            names = "--commit-interval",
            paramLabel = "D",
            description =
                    "Between commits. Each writes a file for each table and day. Default: 1min.")
    private @Nullable String commitInterval;

    @Option(
            names = "--checkpoints",
            paramLabel = "DIR",
            description =
                    "Where this job alone keeps where it is. Default: .checkpoints in a warehouse"
                            + " of this machine. On a cluster its configuration says it.")
    private @Nullable String checkpoints;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "Readers and writers for each topic. Default: 1; on a cluster its own.")
    private @Nullable Integer parallelism;

    private final Terminal terminal;

    LakeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        try {
            List<String> problems = new ArrayList<>();
            LakePlan plan = plan(problems);
            Optional<LakeEngine> engine = LakeEngine.find();
            if (engine.isEmpty()) {
                problems.add(LakeOptions.NOT_HERE);
            }
            if (!problems.isEmpty()) {
                throw new UsageException(problems);
            }
            return run(engine.orElseThrow(), plan);
        } catch (UsageException | LakeException e) {
            terminal.err().println("sightline: " + e.getMessage());
            return ExitStatus.USAGE;
        }
    }

    private int run(LakeEngine engine, LakePlan plan) throws Exception {
        if (ClusterJob.isHere()) {
            engine.submit(plan);
            return ExitStatus.FINE;
        }
        try (StopSignal stop = StopSignal.install();
                LakeRun run = engine.start(plan)) {
            terminal.out()
                    .printf(
                            "Filling %s from %s.* at %s, a commit every %d s, %s. Ctrl-C stops.%n",
                            plan.catalog(),
                            topics == null ? TopicNames.DEFAULT_PREFIX : topics,
                            plan.source().bootstrapServers(),
                            plan.commitInterval().toSeconds(),
                            run.restoredFrom()
                                    .map(path -> "going on from " + path)
                                    .orElse("from the topics' beginning"));
            while (!run.await(LOOK)) {
                if (stop.isWanted()) {
                    terminal.out().println("Stopped; it will go on from " + run.stop());
                    return ExitStatus.FINE;
                }
            }
            return ExitStatus.FINE;
        }
    }

    private LakePlan plan(List<String> problems) {
        KafkaOptions kafkaOptions = new KafkaOptions(problems);
        if (kafka == null) {
            problems.add("--kafka: name the cluster with the topics, HOST:PORT");
        } else {
            kafkaOptions.requireServers(kafka);
        }
        Map<String, String> properties = kafkaOptions.properties(kafkaProperties);
        String prefix = kafkaOptions.prefix("--topics", topics, TopicNames.DEFAULT_PREFIX);
        LakeOptions options = new LakeOptions(problems);
        LakeCatalog lake = options.catalog(warehouse, catalog);
        if (parallelism != null && (parallelism < 1 || parallelism > MOST_TASKS)) {
            problems.add("--parallelism: " + parallelism + " is not 1 to " + MOST_TASKS);
        }
        return new LakePlan(
                new RecordSource.Topics(
                        kafka == null ? "" : kafka,
                        TopicNames.of(prefix),
                        RecordSource.Extent.ON_AND_ON,
                        properties),
                lake,
                options.duration("--commit-interval", commitInterval, COMMIT_INTERVAL),
                checkpoints(lake, problems),
                parallelism != null
                        ? parallelism
                        : ClusterJob.isHere() ? ClusterJob.parallelism() : 1,
                DetectorCatalog.load(LakeCommand.class.getClassLoader()).columns());
    }

    private @Nullable String checkpoints(LakeCatalog lake, List<String> problems) {
        if (ClusterJob.isHere()) {
            if (checkpoints != null) {
                problems.add(
                        "--checkpoints: on a cluster its configuration says where they are"
                                + " (execution.checkpointing.dir)");
            }
            return null;
        }
        if (checkpoints != null) {
            return new FileDestination(checkpoints).folder();
        }
        Optional<Path> folder = lake.folder();
        if (folder.isEmpty() && problems.isEmpty()) {
            problems.add(
                    "--checkpoints: name a folder; the default is for a warehouse of this machine");
        }
        return folder.map(path -> path.resolve(".checkpoints").toUri().toString()).orElse(null);
    }
}
