package io.sightline.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.sink.KafkaDestination;
import io.sightline.source.SourceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.kafka.coordinator.transaction.TransactionStateManagerConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The configurations for one machine, a cluster and Kubernetes, overlays included. */
class ConfigurationTest {

    private static final Path README = FlinkConf.ROOT.resolve("flink-conf/README.md");

    /** What a slot has for decoders beside its packet queues. */
    private static final long DECODERS_OF_A_SLOT_MEBIBYTES = 640;

    /** What the operator itself hands to Flink, of other fields. */
    private static final Set<String> WHOLE_PROCESSES =
            Set.of("taskmanager.memory.process.size", "jobmanager.memory.process.size");

    private static KnownOptions known;

    @BeforeAll
    static void findOptions() throws IOException {
        known = KnownOptions.onClassPath();
    }

    static List<FlinkConf> all() throws IOException {
        List<FlinkConf> all = new ArrayList<>();
        all.add(FlinkConf.local());
        all.add(FlinkConf.cluster());
        all.add(FlinkConf.kubernetes());
        for (String overlay : FlinkConf.overlays()) {
            all.add(FlinkConf.overlay(overlay));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyKeyIsKnownAndEveryValueOfItsType(FlinkConf conf) {
        assertThat(conf.settings()).hasSizeGreaterThan(30);
        assertThat(known.problems(conf.settings())).isEmpty();
    }

    @Test
    void typosOldNamesAndWrongValuesAreFound() {
        assertThat(known.count()).isGreaterThan(400);
        assertThat(known.problems(Map.of("execution.checkpointing.intervall", "2 s")))
                .singleElement()
                .asString()
                .contains("no key");
        assertThat(known.problems(Map.of("state.checkpoints.dir", "s3://x/y")))
                .singleElement()
                .asString()
                .contains("is called execution.checkpointing.dir now");
        assertThat(known.problems(Map.of("execution.checkpointing.interval", "often")))
                .singleElement()
                .asString()
                .contains("often");
        assertThat(known.problems(Map.of("metrics.reporter.prom.prot", "9249"))).hasSize(1);
        assertThat(known.problems(Map.of("kubernetes.taskmanager.service-acount", "x"))).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("all")
    void aTransactionOutlivesAFailedCheckpointAndARestart(FlinkConf conf) {
        Configuration configuration = conf.configuration();
        Duration lost =
                configuration
                        .get(CheckpointingOptions.CHECKPOINTING_INTERVAL)
                        .plus(configuration.get(CheckpointingOptions.CHECKPOINTING_TIMEOUT))
                        .plus(configuration.get(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT))
                        .plus(
                                configuration.get(
                                        RestartStrategyOptions
                                                .RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF));
        Duration life = KafkaDestination.DEFAULT_TRANSACTION_TIMEOUT;

        assertThat(lost).isLessThan(life.dividedBy(2));
        assertThat(life)
                .isLessThan(
                        Duration.ofMillis(
                                TransactionStateManagerConfig.TRANSACTIONS_MAX_TIMEOUT_MS_DEFAULT));
    }

    @ParameterizedTest
    @MethodSource("all")
    void checkpointsMayFailForFiveMinutesWithoutARestart(FlinkConf conf) {
        Configuration configuration = conf.configuration();
        Duration patience =
                configuration
                        .get(CheckpointingOptions.CHECKPOINTING_INTERVAL)
                        .multipliedBy(
                                configuration.get(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER));

        assertThat(patience).isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @MethodSource("all")
    void stateSurvivesAndFramesAreNotCopied(FlinkConf conf) {
        Configuration configuration = conf.configuration();

        assertThat(configuration.get(StateBackendOptions.STATE_BACKEND))
                .isEqualTo(decodes(conf) ? "rocksdb" : "hashmap");
        assertThat(configuration.get(CheckpointingOptions.INCREMENTAL_CHECKPOINTS)).isTrue();
        assertThat(configuration.get(CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION))
                .isEqualTo(ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        assertThat(configuration.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY)).isNotBlank();
        assertThat(configuration.get(CheckpointingOptions.SAVEPOINT_DIRECTORY)).isNotBlank();
        assertThat(conf.settings()).containsKey(PipelineOptions.OBJECT_REUSE.key());
        assertThat(configuration.get(PipelineOptions.OBJECT_REUSE)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("all")
    void flinkAcceptsTheMemoryAndNativeCodeHasItsShare(FlinkConf conf) {
        Configuration configuration = conf.configuration();
        TaskExecutorProcessSpec spec =
                TaskExecutorProcessUtils.processSpecFromConfig(configuration);
        JobManagerProcessUtils.processSpecFromConfig(configuration);
        long slots = configuration.get(TaskManagerOptions.NUM_TASK_SLOTS);
        long queues = SourceSettings.DEFAULTS.allQueuesBytes().getMebiBytes();
        boolean isSmall = conf.name().equals("overlay dev"); // says so, and why

        if (decodes(conf)) {
            assertThat(spec.getTaskOffHeapSize().getMebiBytes())
                    .isEqualTo(
                            isSmall
                                    ? queues + DECODERS_OF_A_SLOT_MEBIBYTES
                                    : slots * (queues + DECODERS_OF_A_SLOT_MEBIBYTES));
        }
        assertThat(configuration.get(TaskManagerOptions.NETWORK_MEMORY_MIN))
                .isEqualTo(configuration.get(TaskManagerOptions.NETWORK_MEMORY_MAX));
        assertThat(configuration.get(TaskManagerOptions.JVM_OVERHEAD_MIN))
                .isEqualTo(configuration.get(TaskManagerOptions.JVM_OVERHEAD_MAX));
    }

    @Test
    void memoryIsTheSameWhereverThereAreAsManySlots() throws IOException {
        assertThat(memory(FlinkConf.local())).isEqualTo(memory(FlinkConf.kubernetes()));
        assertThat(memory(FlinkConf.cluster())).isEqualTo(memory(FlinkConf.overlay("prod")));
    }

    /** The second job has neither decoders nor state that a heap would not hold. */
    private static boolean decodes(FlinkConf conf) {
        return !conf.name().equals("overlay notify");
    }

    private static TaskExecutorProcessSpec memory(FlinkConf conf) {
        return TaskExecutorProcessUtils.processSpecFromConfig(conf.configuration());
    }

    @Test
    void whereTheThreeDifferIsWrittenDownWithTheReason() throws IOException {
        List<FlinkConf> three =
                List.of(FlinkConf.local(), FlinkConf.cluster(), FlinkConf.kubernetes());
        Set<String> keys =
                three.stream()
                        .flatMap(conf -> conf.settings().keySet().stream())
                        .filter(key -> !WHOLE_PROCESSES.contains(key))
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> differing = new TreeSet<>();
        for (String key : keys) {
            Set<Object> values =
                    three.stream()
                            .map(conf -> conf.settings().get(key))
                            .map(text -> text == null ? "not set" : known.value(key, text))
                            .collect(Collectors.toSet());
            if (values.size() > 1) {
                differing.add(key);
            }
        }
        Set<String> explained = explained();

        assertThat(differing)
                .allSatisfy(key -> assertThat(explained).anyMatch(pattern -> isOf(pattern, key)));
        assertThat(explained)
                .allSatisfy(pattern -> assertThat(differing).anyMatch(key -> isOf(pattern, key)));
    }

    private static boolean isOf(String pattern, String key) {
        return pattern.endsWith("*")
                ? key.startsWith(pattern.substring(0, pattern.length() - 1))
                : key.equals(pattern);
    }

    /** The first column of the table. */
    private static Set<String> explained() throws IOException {
        String text = Files.readString(README);
        String table = text.substring(text.indexOf("## Where the three differ"));
        table = table.substring(0, table.indexOf("## What belongs"));
        return Pattern.compile("(?m)^\\| (`.*?`) \\| \\S.*\\|$")
                .matcher(table)
                .results()
                .map((MatchResult row) -> row.group(1))
                .flatMap(cell -> Pattern.compile("`([^`]+)`").matcher(cell).results())
                .map(match -> Objects.requireNonNull(match.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
