package io.sightline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.sink.TableSinks;
import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import io.sightline.testing.SampleRows;
import java.time.Duration;
import java.util.List;
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
        numbers.map(SampleRows::alert).returns(Alert.class).sinkTo(sinks.alerts());
        numbers.map(SampleRows::measurement)
                .returns(Measurement.class)
                .sinkTo(sinks.measurements());
        numbers.map(SampleRows::state).returns(StreamStateRow.class).sinkTo(sinks.streamStates());
        JobExecutionResult result = env.execute("numbered rows, seed " + seed);
        int failures = result.getAccumulatorResult(FAILURES);
        assertThat(failures).as("failures of both subtasks, seed %d", seed).isEqualTo(2);
    }

    /** Every number once. */
    static List<Long> all() {
        return LongStream.range(0, ROWS).boxed().toList();
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
