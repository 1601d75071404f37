package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.model.InstalledModel;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What the models cost: how long an answer takes, alone and in batches, by one thread and by two;
 * how much memory a session takes; and what all of them add to decoding and to the built-in
 * detectors, as often as they look. All that is compared takes turns. See
 * docs/reference/performance.md for the command.
 */
final class ModelCost {

    private static final int RUNS = Integer.getInteger("models.runs", 200);
    private static final int WARM_UP_RUNS = 10;
    private static final List<Integer> BATCHES = List.of(1, 4, 8);
    private static final List<Integer> THREADS = List.of(1, 2);
    private static final float TOLERANCE = 1e-4f;

    private static final int MORE_SESSIONS = 4;
    private static final int MEMORY_RUNS = Integer.getInteger("models.memory-runs", 1_000);

    private static final double LEAST_LOOKS = 0.95; // fewer would be cheaper than they should
    private static final double MOST_ADDED = 0.1; // to decoding

    private final Path target = Path.of("target/models").toAbsolutePath();
    private final StringBuilder report = new StringBuilder();
    private final List<InstalledModel> models = find();

    private static List<InstalledModel> find() {
        String shipped = "udfs/models/src/main/resources/io/sightline/model";
        String folder =
                System.getProperty("models.folder", ChildJob.root().resolve(shipped).toString());
        return OpenModel.inFolder(Path.of(folder));
    }

    @Test
    void allModelsTogetherAddLittleToDecoding() throws Exception {
        Files.createDirectories(target);
        Path clip =
                BenchmarkClip.FULL_HD.asFile(
                        target.resolveSibling("benchmark"), ModelShare.SECONDS);
        for (InstalledModel model : models) {
            latency(model);
        }
        memory();
        ModelShare share = ModelShare.measure(models, clip);
        report.append(share.table());
        Files.writeString(target.resolve("models.md"), report);
        System.out.println(report);
        assertThat(share.looksTaken()).as("looks that were due").isGreaterThan(LEAST_LOOKS);
        assertThat(share.added()).as("added to decoding").isLessThan(MOST_ADDED);
    }

    private record Way(int batch, int threads) {}

    private record Times(List<Double> wall, List<Double> cpu) {

        Times() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    private void latency(InstalledModel model) throws Exception {
        Map<Way, OpenModel> open = new LinkedHashMap<>();
        Map<Way, Times> times = new LinkedHashMap<>();
        try {
            for (int threads : THREADS) {
                for (int batch : BATCHES) {
                    Way way = new Way(batch, threads);
                    open.put(way, OpenModel.open(model, batch, threads));
                    times.put(way, new Times());
                }
            }
            float[] single = open.get(new Way(1, 1)).ask();
            for (int run = -WARM_UP_RUNS; run < RUNS; run++) {
                for (Map.Entry<Way, OpenModel> each : open.entrySet()) {
                    Times taken = run < 0 ? new Times() : times.get(each.getKey());
                    check(single, time(each.getValue(), taken));
                }
            }
        } finally {
            for (OpenModel each : open.values()) {
                each.close();
            }
        }
        line("### `%s`", model.description().id());
        line("");
        line("| ms | wall: median | 95 %% | CPU: median | 95 %% | CPU for one item |");
        line("|---|---|---|---|---|---|");
        times.forEach(this::row);
        line("");
    }

    private static float[] time(OpenModel model, Times times) throws Exception {
        long cpu = model.cpuNanos();
        long wall = System.nanoTime();
        float[] answer = model.ask();
        times.wall().add((System.nanoTime() - wall) / 1e6);
        times.cpu().add((model.cpuNanos() - cpu) / 1e6);
        return answer;
    }

    /** Each item of a batch has the answer that it has alone. */
    private static void check(float[] single, float[] answer) {
        for (int i = 0; i < answer.length; i += single.length) {
            assertThat(Arrays.copyOfRange(answer, i, i + single.length))
                    .containsExactly(single, within(TOLERANCE));
        }
    }

    private void row(Way way, Times times) {
        line(
                "| batch of %d, %s | %.2f | %.2f | %.2f | %.2f | %.2f |",
                way.batch(),
                way.threads() == 1 ? "1 thread" : way.threads() + " threads",
                HopCost.median(times.wall()),
                percentile95(times.wall()),
                HopCost.median(times.cpu()),
                percentile95(times.cpu()),
                HopCost.median(times.cpu()) / way.batch());
    }

    private static double percentile95(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.ceil(0.95 * sorted.size()) - 1);
    }

    private void memory() throws Exception {
        line(
                "| MiB outside the heap | file | first session, and the library | each further"
                        + " session | more after %,d runs of each |",
                MEMORY_RUNS);
        line("|---|---|---|---|---|");
        for (InstalledModel model : models) {
            File file = new File(model.file().toURI());
            Map<String, Long> kib =
                    new ChildJob(ChildJob.root(), target.resolve("log"))
                            // All of the heap is touched at once: it does not grow beside sessions.
                            .with(List.of("-Xms128m", "-Xmx128m", "-XX:+AlwaysPreTouch"))
                            .run(
                                    OpenSessions.class,
                                    List.of(
                                            file.getParent(),
                                            Integer.toString(MORE_SESSIONS),
                                            Integer.toString(MEMORY_RUNS)));
            line(
                    "| `%s` | %.2f | %.1f | %.1f | %.2f |",
                    model.description().id(),
                    file.length() / 1048576.0,
                    (kib.get("one") - kib.get("none")) / 1024.0,
                    (kib.get("all") - kib.get("one-asked")) / 1024.0 / MORE_SESSIONS,
                    (kib.get("all-asked") - kib.get("all")) / 1024.0 / (1 + MORE_SESSIONS));
        }
        line("");
    }

    private void line(String format, Object... values) {
        report.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
