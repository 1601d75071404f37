package io.sightline.benchmark;

import io.sightline.inject.Injection;
import io.sightline.inject.InjectionRequest;
import io.sightline.inject.Planting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What keeping evidence costs beside the same job without it, on 1080p30 at 5 Mb/s: while little
 * happens (a seam of the clip opens an incident every 20 s), and for each incident. The two take
 * turns; CPU time is compared, because other work on a machine stretches the clock on the wall far
 * more. See docs/reference/performance.md.
 */
final class EvidenceCost {

    private static final int ROUNDS = Integer.getInteger("evidence.rounds", 3);
    private static final int SECONDS = Integer.getInteger("evidence.seconds", 120);
    private static final int PLANTED_SECONDS = 60;
    private static final int MILLIS_PER_TICK = 10;

    private final Path target = Path.of("target/evidence-cost").toAbsolutePath();

    @Test
    void measure() throws Exception {
        Path quiet = BenchmarkClip.FULL_HD.asFile(target.resolveSibling("benchmark"), SECONDS);
        Path eventful = eventful();
        Map<String, List<Double>> costs = new TreeMap<>();
        List<Double> perIncident = new ArrayList<>();
        long mostWithout = 0;
        long mostWith = 0;
        long incidents = 0;
        long bytes = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, Long> without = run("without-" + round, quiet, null);
            Map<String, Long> with = run("with-" + round, quiet, target.resolve("kept-" + round));
            note(costs, "without", without);
            note(costs, "with", with);
            mostWithout = Math.max(mostWithout, without.get("most_packet_bytes"));
            mostWith = Math.max(mostWith, with.get("most_packet_bytes"));
            Path kept = target.resolve("eventful-" + round);
            Map<String, Long> seen = run("eventful-run-" + round, eventful, kept);
            incidents = count(kept, "evidence.json");
            bytes = size(kept);
            perIncident.add((double) seen.get("evidence_ticks") * MILLIS_PER_TICK / incidents);
            System.out.println("round " + (round + 1) + ": " + costs + " " + perIncident);
        }
        double without = HopCost.median(costs.get("without"));
        double with = HopCost.median(costs.get("with"));
        String report =
                String.format(
                        Locale.ROOT,
                        """
                        | 1080p30, 5 Mb/s | without | with evidence | |
                        |---|---|---|---|
                        | CPU for a second of media | %.1f ms | %.1f ms | %+.1f %% |
                        | times real time of a core | %.2f | %.2f | |
                        | most compressed media held | %.1f MB | %.1f MB | |
                        | CPU of the worker for an incident | | %.0f ms | median of %d runs, %d incidents each |
                        | files of an incident | | %.2f MB | |
                        """,
                        without,
                        with,
                        (with / without - 1) * 100,
                        1000 / without,
                        1000 / with,
                        mostWithout / 1e6,
                        mostWith / 1e6,
                        HopCost.median(perIncident),
                        ROUNDS,
                        incidents,
                        bytes / 1e6 / incidents);
        Files.writeString(target.resolve("evidence.md"), report);
        System.out.println(report);
    }

    /** The clip with three seconds of black every twelve. */
    private Path eventful() throws Exception {
        Files.createDirectories(target);
        Path whole =
                BenchmarkClip.FULL_HD.asFile(target.resolveSibling("benchmark"), PLANTED_SECONDS);
        Path planted = target.resolve("eventful.mp4");
        if (!Files.exists(planted)) {
            List<Planting> blacks = new ArrayList<>();
            for (int from = 8; from + 3 < PLANTED_SECONDS; from += 12) {
                blacks.add(Planting.of("video.black", from, from + 3));
            }
            Injection.run(InjectionRequest.of(whole, planted, 1, blacks.toArray(Planting[]::new)));
        }
        return planted;
    }

    private Map<String, Long> run(String name, Path clip, Path evidence) throws Exception {
        ChildJob job = new ChildJob(ChildJob.root(), target.resolve(name));
        if (evidence != null) {
            job.with(List.of("-Dbenchmark.evidence=" + evidence.toUri()));
        }
        long warmUpPictures = (long) BenchmarkClip.FRAMES_PER_SECOND * SECONDS / 3;
        return job.run(
                clip.getFileName().toString().startsWith("eventful") ? 90 : warmUpPictures, clip);
    }

    private static void note(Map<String, List<Double>> costs, String which, Map<String, Long> job) {
        costs.computeIfAbsent(which, w -> new ArrayList<>())
                .add(job.get("steady_cpu_nanos") / 1e6 / job.get("steady_seconds"));
    }

    private static long count(Path folder, String name) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.endsWith(name)).count();
        }
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return Arrays.stream(files.filter(Files::isRegularFile).toArray(Path[]::new))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
