package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.sightline.backtest.Backtest;
import io.sightline.backtest.IncidentSubject;
import io.sightline.backtest.Outcome;
import io.sightline.backtest.Trial;
import io.sightline.config.PolicyFile;
import io.sightline.policy.Policy;
import io.sightline.readback.EventSpan;
import io.sightline.readback.MeasurementFiles;
import io.sightline.readback.RecordedAlerts;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * How fast a policy is tried on a month of many streams, and in how much memory. Speed is rows for
 * each second of CPU: a row is a second of a stream, so that is also times real time for each core.
 * See docs/reference/performance.md for the command.
 */
final class BacktestBenchmark {

    private static final int DAYS = Integer.getInteger("backtest.days", 30);
    private static final int STREAMS = Integer.getInteger("backtest.streams", 100);
    private static final int WRITERS = 2;
    private static final double LEAST_SPEED = 1_000;

    @Test
    void triesAPolicyOnAMonth() throws Exception {
        Path target = Files.createDirectories(Path.of("target/backtest").toAbsolutePath());
        Path record = Files.createTempDirectory(target, "record");
        try {
            SyntheticMeasurements made = new SyntheticMeasurements(record, STREAMS, WRITERS);
            long seconds = DAYS * 86_400L;
            Policy policy = PolicyFile.builtIn();
            long began = System.nanoTime();
            write(made, seconds, policy);
            double writingSeconds = (System.nanoTime() - began) / 1e9;
            measure(made, seconds, policy, record, target, writingSeconds);
        } finally {
            delete(record);
        }
    }

    private static void write(SyntheticMeasurements made, long seconds, Policy policy)
            throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Future<?>> writing = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int own = writer;
                writing.add(
                        pool.submit(
                                () -> {
                                    made.write(own, seconds, policy);
                                    return null;
                                }));
            }
            for (Future<?> one : writing) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static void measure(
            SyntheticMeasurements made,
            long seconds,
            Policy policy,
            Path record,
            Path target,
            double writingSeconds)
            throws Exception {
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        List<MemoryPoolMXBean> heap =
                ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .toList();
        System.gc();
        heap.forEach(MemoryPoolMXBean::resetPeakUsage);
        long cpuBefore = system.getProcessCpuTime();
        long began = System.nanoTime();
        Outcome outcome =
                new Backtest(
                                new Trial("new", policy, Map.of()),
                                null,
                                EventSpan.ALL,
                                Runtime.getRuntime().availableProcessors())
                        .run(new MeasurementFiles(record), RecordedAlerts.ofFiles(record));
        double wall = (System.nanoTime() - began) / 1e9;
        double cpu = (system.getProcessCpuTime() - cpuBefore) / 1e9;
        long peak = heap.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        double perCore = outcome.seconds() / cpu;
        String report =
                String.format(
                        Locale.ROOT,
                        "| | |%n|---|---|%n"
                                + "| streams, days | %d, %d |%n"
                                + "| rows | %,d |%n"
                                + "| files | %.2f GiB |%n"
                                + "| written in | %,.0f s |%n"
                                + "| judged in | %,.1f s, %,.1f s of CPU |%n"
                                + "| rows a second of CPU (times real time per core) | **%,.0f** |%n"
                                + "| peak heap | %,.0f MiB of %,.0f |%n"
                                + "| incidents | %,d |%n",
                        STREAMS,
                        DAYS,
                        outcome.seconds(),
                        bytes(record) / 1024.0 / 1024 / 1024,
                        writingSeconds,
                        wall,
                        cpu,
                        perCore,
                        peak / 1024.0 / 1024,
                        Runtime.getRuntime().maxMemory() / 1024.0 / 1024,
                        outcome.total().after());
        Files.writeString(target.resolve("backtest.md"), report);
        System.out.println(report);
        assertThat(outcome.seconds()).isEqualTo(seconds * STREAMS);
        assertThat(outcome.totals().keySet())
                .extracting(IncidentSubject::defect)
                .containsOnly("video.black");
        assertThat(outcome.total().after()).isEqualTo(made.plantedIn(seconds));
        assertThat(perCore).isGreaterThan(LEAST_SPEED);
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
