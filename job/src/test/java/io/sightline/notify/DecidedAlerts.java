package io.sightline.notify;

import io.sightline.flow.ChainLocalType;
import io.sightline.flow.Verdict;
import io.sightline.incident.AlertContext;
import io.sightline.incident.Debouncing;
import io.sightline.metrics.MetricDetail;
import io.sightline.sink.FileDestination;
import io.sightline.sink.PagerLane;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Verdicts at a steady rate through the debounce step and into the pager lane, both as the job that
 * watches has them: one chain, with checkpoints, in this process. Ownership: the starter closes it.
 */
final class DecidedAlerts implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** By stream: tasks reach it as they run in this process, but only by a static way. */
    private static final Map<String, Long> FIRST_NANOS = new ConcurrentHashMap<>();

    private final JobClient job;
    private final CompletableFuture<?> end;

    private DecidedAlerts(JobClient job) {
        this.job = job;
        this.end = job.getJobExecutionResult();
    }

    /**
     * Begins to decide.
     *
     * @param verdicts by their number
     * @param count ends after so many
     */
    static DecidedAlerts start(
            Path output, GeneratorFunction<Long, Verdict> verdicts, long count, double perSecond)
            throws Exception {
        FIRST_NANOS.clear();
        Configuration configuration = new Configuration();
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(10));
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        ChainLocalType<Verdict> type = ChainLocalType.of(Verdict.class);
        DataStream<Verdict> judged =
                env.fromSource(
                                new DataGeneratorSource<>(
                                        verdicts,
                                        count,
                                        RateLimiterStrategy.perSecond(perSecond),
                                        type),
                                WatermarkStrategy.noWatermarks(),
                                "verdicts",
                                type)
                        .map(DecidedAlerts::takeTheTime)
                        .returns(type);
        Debouncing.debounce(
                        judged,
                        new AlertContext("policy", "test", Map.of()),
                        MetricDetail.SUBTASKS,
                        "debounce",
                        "debounce")
                .sinkTo(PagerLane.to(new FileDestination(output.toString())))
                .name("pager")
                .uid("pager");
        return new DecidedAlerts(env.executeAsync("decided alerts"));
    }

    private static Verdict takeTheTime(Verdict verdict) {
        FIRST_NANOS.putIfAbsent(verdict.origin().stream().value(), System.nanoTime());
        return verdict;
    }

    /** When the debounce step was handed the first verdict on a stream. */
    long firstNanos(String stream) {
        return FIRST_NANOS.get(stream);
    }

    /** Waits until every verdict was handed over. */
    void awaitEnd() throws Exception {
        var unused = end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        if (!end.isDone()) { // its cluster goes down with it, and then has no status
            job.cancel().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
