package io.sightline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.api.Fold;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.flow.StreamState;
import io.sightline.policy.Severity;
import io.sightline.sink.TableSinks;
import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import io.sightline.table.TableSchema;
import io.sightline.table.TableSchemas;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A job that writes the numbers 0 to {@link #ROWS} as rows of all three tables, a part of them with
 * each checkpoint; each of its two subtasks fails once on the way.
 */
final class NumberedRows {

    static final int ROWS = 600;

    static final TableSchema<Measurement> MEASUREMENTS =
            TableSchemas.measurements(
                    List.of(new Metric("black_ratio", Unit.RATIO, Fold.MEAN, "share of black")));

    private static final String FAILURES = "failures";
    private static final int ROWS_PER_CHECKPOINT = 60;

    private NumberedRows() {}

    /** Runs the job to its end. */
    static void writeTo(TableSinks sinks, long seed) throws Exception {
        Random random = new Random(seed);
        // Each half of the numbers is one subtask's; both are past their first checkpoint by then.
        long firstFailure = 100L + random.nextInt(150);
        long secondFailure = ROWS / 2 + 100L + random.nextInt(150);
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 2);
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
        var env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(2);
        env.enableCheckpointing(200);
        var source =
                new DataGeneratorSource<>(
                        n -> n,
                        ROWS,
                        RateLimiterStrategy.perCheckpoint(ROWS_PER_CHECKPOINT),
                        Types.LONG);
        DataStream<Long> numbers =
                env.fromSource(source, WatermarkStrategy.noWatermarks(), "numbers")
                        .map(new FailOnceAt(Set.of(firstFailure, secondFailure)));
        numbers.map(NumberedRows::alert).returns(Alert.class).sinkTo(sinks.alerts());
        numbers.map(NumberedRows::measurement)
                .returns(Measurement.class)
                .sinkTo(sinks.measurements());
        numbers.map(NumberedRows::state).returns(StreamStateRow.class).sinkTo(sinks.streamStates());
        JobExecutionResult result = env.execute("numbered rows, seed " + seed);
        int failures = result.getAccumulatorResult(FAILURES);
        assertThat(failures).as("failures of both subtasks, seed %d", seed).isEqualTo(2);
    }

    /** Every number once. */
    static List<Long> all() {
        return LongStream.range(0, ROWS).boxed().toList();
    }

    private static Alert alert(long n) {
        return new Alert(
                Long.toString(n),
                "incident-" + n,
                Alert.Event.OPENED,
                "stream-" + n % 7,
                "main",
                "video.black",
                Severity.MAJOR,
                n * 1_000,
                n * 1_000,
                null,
                0,
                n,
                null,
                1,
                0.98,
                "ratio",
                1,
                null,
                "Alert " + n,
                1,
                "p1",
                null,
                "test",
                Map.of("n", Long.toString(n)));
    }

    private static Measurement measurement(long n) {
        return new Measurement(
                "stream-" + n % 7,
                "main",
                n * 1_000,
                n,
                "full",
                1,
                25,
                Map.of("black_ratio", n / 1_000.0, "plugin", (double) n));
    }

    private static StreamStateRow state(long n) {
        return new StreamStateRow(
                "stream-" + n % 7, "main", StreamState.LIVE, Long.toString(n), n * 1_000);
    }

    /** Passes numbers on; the first attempt of a subtask fails when it meets one of those given. */
    private static final class FailOnceAt extends RichMapFunction<Long, Long> {

        private static final long serialVersionUID = 1L;

        private final Set<Long> numbers;
        private int attempt;

        FailOnceAt(Set<Long> numbers) {
            this.numbers = numbers;
        }

        @Override
        public void open(OpenContext context) {
            attempt = getRuntimeContext().getTaskInfo().getAttemptNumber();
            getRuntimeContext().getIntCounter(FAILURES).add(attempt);
        }

        @Override
        public Long map(Long n) {
            if (attempt == 0 && numbers.contains(n)) {
                throw new IllegalStateException("planned failure at " + n);
            }
            return n;
        }
    }
}
