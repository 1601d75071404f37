package io.sightline.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * What the job costs beside decoding alone. CPU time, not the clock on the wall, so that other work
 * on the machine disturbs little; the programs compared take turns, and medians are compared. See
 * docs/reference/performance.md for the command.
 */
final class PerformanceBenchmark {

    private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 5);
    private static final int SECONDS = Integer.getInteger("benchmark.seconds", 240);
    private static final int WARM_UP_SECONDS = SECONDS / 3;

    private static final double MAX_RATIO = 1.15;
    private static final double MAX_HOP_NANOS = 2_000;
    private static final double MAX_GARBAGE_BYTES = 1_024;

    private final StringBuilder report = new StringBuilder();

    @Test
    void costsLittleMoreThanDecoding() throws Exception {
        Path target = Path.of("target/benchmark").toAbsolutePath();
        String given = System.getProperty("benchmark.clip", "");
        Path clip =
                given.isEmpty() ? BenchmarkClip.FULL_HD.asFile(target, SECONDS) : Path.of(given);
        List<Double> decode = new ArrayList<>();
        List<Double> filters = new ArrayList<>();
        List<Double> steady = new ArrayList<>();
        List<Double> whole = new ArrayList<>();
        List<Double> mediaPath = new ArrayList<>();
        List<Map<String, Long>> jobs = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, Long> job =
                    new ChildJob(ChildJob.root(), target.resolve("job-" + round))
                            .run((long) WARM_UP_SECONDS * BenchmarkClip.FRAMES_PER_SECOND, clip);
            long pictures = job.get("pictures");
            decode.add(FfmpegRun.DECODE.cpuSeconds(clip) * 1e3 / pictures);
            filters.add(FfmpegRun.FILTERS.cpuSeconds(clip) * 1e3 / pictures);
            steady.add(job.get("steady_cpu_nanos") / 1e6 / job.get("steady_pictures"));
            whole.add(job.get("whole_cpu_nanos") / 1e6 / pictures);
            mediaPath.add(
                    job.get("task_bytes_per_picture_median_second")
                            + perPicture(job, "allocated_bytes.reading"));
            jobs.add(job);
            System.out.printf(
                    Locale.ROOT,
                    "round %d: decode %.3f, filters %.3f, job steady %.3f, job whole %.3f ms%n",
                    round + 1,
                    decode.get(round),
                    filters.get(round),
                    steady.get(round),
                    whole.get(round));
        }
        HopCost.Result hop = HopCost.measure();
        double base = HopCost.median(decode);
        line("| CPU per picture, ms | median | least | most | to decode alone |");
        line("|---|---|---|---|---|");
        row("`ffmpeg`, decode alone", decode, base);
        row("`ffmpeg` with its filters", filters, base);
        row("Sightline, steady state", steady, base);
        row("Sightline, start-up included", whole, base);
        line("");
        line("| In the steady state | per picture |");
        line("|---|---|");
        Map<String, Long> last = jobs.get(jobs.size() - 1);
        for (String key : last.keySet()) {
            if (key.startsWith("cpu_ticks.")) {
                line("| CPU, threads '%s' | %.3f ms |", name(key), perPicture(last, key) * 10);
            } else if (key.startsWith("allocated_bytes.")) {
                line("| garbage, threads '%s' | %.0f bytes |", name(key), perPicture(last, key));
            }
        }
        line(
                "| garbage, task, median second | %d bytes |",
                last.get("task_bytes_per_picture_median_second"));
        line(
                "| garbage, task, 95th percentile of seconds | %d bytes |",
                last.get("task_bytes_per_picture_95th_second"));
        line(
                "| garbage, task and reading, per picture with its sound | %.0f bytes |",
                HopCost.median(mediaPath));
        line("| pictures for each second of CPU | %.0f |", 1e3 / HopCost.median(steady));
        line("");
        line("| One chained hop | |");
        line("|---|---|");
        line("| CPU | %.0f ns |", hop.nanos());
        line("| garbage | %.0f bytes |", hop.bytes());
        line("| copies in %d records | %d |", HopCost.RECORDS, hop.copies());
        Files.writeString(target.resolve("performance.md"), report);
        System.out.println(report);

        SoftAssertions limits = new SoftAssertions();
        limits.assertThat(HopCost.median(steady) / base).as("CPU to decode").isLessThan(MAX_RATIO);
        limits.assertThat(hop.nanos()).as("ns for a hop").isLessThan(MAX_HOP_NANOS);
        limits.assertThat(hop.copies()).as("copies").isZero();
        limits.assertThat(HopCost.median(mediaPath))
                .as("bytes of garbage per picture with its sound, reading and examining")
                .isLessThan(MAX_GARBAGE_BYTES);
        limits.assertAll();
    }

    private static double perPicture(Map<String, Long> job, String... keys) {
        long sum = 0;
        for (String key : keys) {
            sum += job.get(key);
        }
        return (double) sum / job.get("steady_pictures");
    }

    private static String name(String key) {
        return key.substring(key.indexOf('.') + 1);
    }

    private void row(String what, List<Double> values, double base) {
        double median = HopCost.median(values);
        double least = values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double most = values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        line("| %s | %.3f | %.3f | %.3f | %.3f |", what, median, least, most, median / base);
    }

    private void line(String format, Object... values) {
        report.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
