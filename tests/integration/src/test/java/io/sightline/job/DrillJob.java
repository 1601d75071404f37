package io.sightline.job;

import io.sightline.config.PolicyFile;
import io.sightline.decode.DecoderOpener;
import io.sightline.detect.DetectorCatalog;
import io.sightline.detector.api.Metric;
import io.sightline.detector.model.StreamId;
import io.sightline.evidence.EvidenceSettings;
import io.sightline.flow.DecodeMode;
import io.sightline.flow.Examination;
import io.sightline.policy.Policy;
import io.sightline.sink.KafkaDestination;
import io.sightline.sink.LocalChannel;
import io.sightline.sink.OutputCheck;
import io.sightline.sink.TableSinks;
import io.sightline.sink.TopicNames;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.table.TableSchemas;
import io.sightline.testing.CommittedReader;
import io.sightline.testing.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** The whole job over files and HLS into topics of its own, in ways a drill needs it. */
final class DrillJob {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final KafkaBroker broker;
    private final String name;
    private final Map<String, Path> inputs;
    private final Path stateFolder;
    private final UnaryOperator<TableSinks> sinks;
    private final TopicNames topics;

    /**
     * @param name of this run's topics and transactions
     * @param inputs by stream id
     */
    DrillJob(KafkaBroker broker, String name, Map<String, Path> inputs, Path stateFolder) {
        this(broker, name, inputs, stateFolder, UnaryOperator.identity());
    }

    private DrillJob(
            KafkaBroker broker,
            String name,
            Map<String, Path> inputs,
            Path stateFolder,
            UnaryOperator<TableSinks> sinks) {
        this.broker = broker;
        this.name = name;
        this.inputs = new TreeMap<>(inputs);
        this.stateFolder = stateFolder;
        this.sinks = sinks;
        this.topics =
                new TopicNames(name + ".alerts", name + ".measurements", name + ".stream-states");
    }

    /** The same with its sinks wrapped. */
    DrillJob withSinks(UnaryOperator<TableSinks> wrapper) {
        return new DrillJob(broker, name, inputs, stateFolder, wrapper);
    }

    private KafkaDestination kafka() {
        return KafkaDestination.at(broker.bootstrapServers())
                .withTransactionalIdPrefix(name)
                .withTopics(topics);
    }

    /** As a start does, so that a reader may come first. */
    void makeTopics() {
        OutputCheck.makeReady(kafka());
    }

    TopicNames topics() {
        return topics;
    }

    /** The newest complete checkpoint that runs have left; null if there is none. */
    @Nullable String latestCheckpoint() throws IOException {
        if (!Files.exists(stateFolder)) {
            return null;
        }
        try (Stream<Path> files = Files.walk(stateFolder, 3)) {
            return files.filter(file -> file.endsWith("_metadata"))
                    .max(Comparator.comparing(file -> file.toFile().lastModified()))
                    .map(file -> file.getParent().toUri().toString())
                    .orElse(null);
        }
    }

    /** Starts the job; the caller waits for it. */
    JobClient start(
            DecoderOpener decoders,
            int parallelism,
            @Nullable String savepoint,
            @Nullable LocalChannel show)
            throws Exception {
        makeTopics();
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(
                        parallelism, configuration(parallelism, savepoint));
        Policy policy = PolicyFile.builtIn();
        List<Metric> metrics = DetectorCatalog.load(getClass().getClassLoader()).columns();
        MonitorTopology.Tables tables =
                FixedTopology.of(entries(), decoders, policy, "drill", List.of(), evidence())
                        .build(env);
        MonitorTopology.sinkTo(
                tables,
                sinks.apply(TableSinks.of(kafka(), TableSchemas.measurements(metrics))),
                kafka());
        if (show != null) {
            MonitorTopology.showTo(tables, TableSinks.of(show));
        }
        ChainGuard.requireOneVertex(env.getStreamGraph(false));
        return env.executeAsync(name);
    }

    /** One place for all runs, as for all replays: what alerts say of it must not differ. */
    private EvidenceSettings evidence() {
        return EvidenceSettings.in(stateFolder.resolveSibling("evidence").toUri().toString());
    }

    /** Runs to the end of all inputs. */
    void runToEnd(DecoderOpener decoders, int parallelism) throws Exception {
        start(decoders, parallelism, null, null).getJobExecutionResult().get();
    }

    private List<StreamEntry> entries() {
        return inputs.entrySet().stream()
                .map(
                        input ->
                                StreamEntry.of(
                                                new StreamId(input.getKey()),
                                                input.getValue().toString())
                                        .withExamination(examination(input.getKey()))
                                        .withLabels(Map.of("input", input.getKey())))
                .toList();
    }

    /** A stream whose id ends with the name of a mode is decoded so. */
    private static Examination examination(String id) {
        Examination full = Examination.inFull("default");
        for (DecodeMode mode : DecodeMode.values()) {
            if (id.endsWith("-" + mode.id())) {
                return full.withDecode(mode);
            }
        }
        return full;
    }

    private Configuration configuration(int parallelism, @Nullable String savepoint) {
        Configuration configuration = EmbeddedConfiguration.common();
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(150));
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY, stateFolder.toUri().toString());
        configuration.set(
                CheckpointingOptions.SAVEPOINT_DIRECTORY,
                stateFolder.resolve("savepoints").toUri().toString());
        configuration.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
        configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, parallelism);
        if (savepoint != null) {
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        }
        return configuration;
    }

    /** All committed alerts as JSON, sorted. */
    List<String> alerts(int atLeast) {
        return rows(topics.alerts(), atLeast);
    }

    /** All committed measurements as JSON, sorted. */
    List<String> measurements(int atLeast) {
        return rows(topics.measurements(), atLeast);
    }

    private List<String> rows(String topic, int atLeast) {
        try (CommittedReader reader = broker.openReader(topic)) {
            return reader.readUntil(rows -> rows.size() >= atLeast, PATIENCE).stream()
                    .map(record -> record.value())
                    .sorted()
                    .toList();
        }
    }
}
