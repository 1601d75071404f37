package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.flow.DecodeMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What the tiers cost beside decoding everything, on clean 1080p with a key frame every two
 * seconds: CPU time of the whole process in the steady state for each second of media. The modes
 * take turns, and medians are compared. See docs/reference/performance.md for the command.
 */
final class TierCost {

    private static final int ROUNDS = Integer.getInteger("tiers.rounds", 3);
    private static final int FULL_SECONDS = 180;

    /** Cheap tiers race through media: it takes more of it until the compiler is done. */
    private static final int CHEAP_SECONDS = 1_200;

    private static final int KEY_FRAME_SECONDS = 2;
    private static final double MAX_RATIO = 0.25;

    @Test
    void watchingCleanMediaAutomaticallyCostsAQuarterAtMost() throws Exception {
        Path target = Path.of("target/tiers").toAbsolutePath();
        Map<DecodeMode, List<Double>> costs = new EnumMap<>(DecodeMode.class);
        List<DecodeMode> modes = List.of(DecodeMode.FULL, DecodeMode.AUTO);
        for (int round = 0; round < ROUNDS; round++) {
            for (DecodeMode mode : modes) {
                double cost = millisPerSecond(target, mode, round);
                costs.computeIfAbsent(mode, m -> new ArrayList<>()).add(cost);
                System.out.printf(Locale.ROOT, "round %d: %s %.2f ms%n", round + 1, mode, cost);
            }
        }
        double full = HopCost.median(costs.get(DecodeMode.FULL));
        StringBuilder report =
                new StringBuilder("| decode | CPU ms per second of media | to full |\n");
        report.append("|---|---|---|\n");
        for (DecodeMode mode : modes) {
            double median = HopCost.median(costs.get(mode));
            report.append(
                    String.format(
                            Locale.ROOT,
                            "| `%s` | %.1f | %.3f |%n",
                            mode.id(),
                            median,
                            median / full));
        }
        Files.writeString(target.resolve("tiers.md"), report);
        System.out.println(report);
        assertThat(HopCost.median(costs.get(DecodeMode.AUTO)) / full).isLessThan(MAX_RATIO);
    }

    private static double millisPerSecond(Path target, DecodeMode mode, int round)
            throws Exception {
        boolean isFull = mode == DecodeMode.FULL;
        int seconds = isFull ? FULL_SECONDS : CHEAP_SECONDS;
        long warmUpPictures =
                switch (mode) {
                    case FULL -> (long) seconds / 3 * BenchmarkClip.FRAMES_PER_SECOND;
                    default -> seconds / 2 / KEY_FRAME_SECONDS;
                };
        Path clip = BenchmarkClip.FULL_HD.asFile(target.resolveSibling("benchmark"), seconds);
        Map<String, Long> job =
                new ChildJob(ChildJob.root(), target.resolve(mode.id() + "-" + round), mode)
                        .run(warmUpPictures, clip);
        return job.get("steady_cpu_nanos") / 1e6 / job.get("steady_seconds");
    }
}
