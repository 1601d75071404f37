package io.sightline.benchmark;

import com.sun.management.ThreadMXBean;
import io.sightline.detect.DetectorCatalog;
import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.Detector;
import io.sightline.detector.api.VideoFrame;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * What each detector costs, and all of them together beside decoding the same media: in one
 * process, in turns, as CPU time of the one thread that does both; the least of the rounds, since
 * neighbours on the machine can only add to it, through caches and memory. See
 * docs/reference/performance.md for the command.
 */
final class DetectorCost {

    private static final int ROUNDS = Integer.getInteger("cost.rounds", 7);
    private static final int WARM_UP_ROUNDS = 4;
    private static final double MAX_SHARE = 0.15;
    private static final double MAX_GARBAGE_BYTES = 1_024;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final StringBuilder report = new StringBuilder();

    @Test
    void allDetectorsTogetherCostASmallShareOfDecoding() throws Exception {
        Path target = Path.of("target/benchmark").toAbsolutePath();
        SoftAssertions limits = new SoftAssertions();
        for (CostClip clip : CostClip.all(target)) {
            Result result = measure(clip.file());
            line("### %s", clip.name());
            line("");
            line("| | |");
            line("|---|---|");
            line("| decoding, CPU per picture with its sound | %.0f µs |", result.decodeMicros());
            line("| all detectors | %.0f µs |", result.detectMicros());
            line("| **share** | **%.1f %%** |", 100 * result.share());
            line("| garbage of the detectors, per picture | %.0f bytes |", result.garbageBytes());
            line("");
            line("| µs per picture | |");
            line("|---|---|");
            result.eachMicros().entrySet().stream()
                    .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                    .forEach(each -> line("| `%s` | %.2f |", each.getKey(), each.getValue()));
            line("");
            limits.assertThat(result.share()).as("share, " + clip.name()).isLessThan(MAX_SHARE);
            limits.assertThat(result.garbageBytes())
                    .as("garbage, " + clip.name())
                    .isLessThan(MAX_GARBAGE_BYTES);
        }
        Files.writeString(target.resolve("detector-cost.md"), report);
        System.out.println(report);
        limits.assertAll();
    }

    private record Result(
            double decodeMicros,
            double detectMicros,
            double garbageBytes,
            Map<String, Double> eachMicros) {

        double share() {
            return detectMicros / decodeMicros;
        }
    }

    private Result measure(Path file) throws Exception {
        double bareMicros = Double.MAX_VALUE;
        double examinedMicros = Double.MAX_VALUE;
        List<Double> garbage = new ArrayList<>();
        Map<String, Double> least = new TreeMap<>();
        try (DecodedClip clip = DecodedClip.open(file)) {
            Examination together = new Examination(builtIn(), new TakenValues());
            TimedExamination apart = new TimedExamination();
            for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
                Use bare = use(() -> clip.play(DecodedClip.NOBODY));
                Use examined = use(() -> clip.play(together));
                apart.restart();
                clip.play(apart);
                if (round < 0) {
                    continue;
                }
                bareMicros = Math.min(bareMicros, bare.nanos() / 1e3 / clip.pictures());
                examinedMicros = Math.min(examinedMicros, examined.nanos() / 1e3 / clip.pictures());
                garbage.add((double) (examined.bytes() - bare.bytes()) / clip.pictures());
                apart.nanos.forEach(
                        (name, nanos) ->
                                least.merge(name, nanos / 1e3 / clip.pictures(), Math::min));
            }
        }
        return new Result(bareMicros, examinedMicros - bareMicros, HopCost.median(garbage), least);
    }

    private static List<Detector> builtIn() {
        return DetectorCatalog.load(DetectorCost.class.getClassLoader()).create(List.of());
    }

    private record Use(long nanos, long bytes) {}

    private Use use(Runnable work) {
        long id = Thread.currentThread().getId();
        long bytes = threads.getThreadAllocatedBytes(id);
        long nanos = threads.getCurrentThreadCpuTime();
        work.run();
        return new Use(
                threads.getCurrentThreadCpuTime() - nanos,
                threads.getThreadAllocatedBytes(id) - bytes);
    }

    /** All detectors, each by itself; what they share comes first and counts apart. */
    private static final class TimedExamination extends Examination {
        final Map<String, Double> nanos = new TreeMap<>();

        TimedExamination() {
            super(builtIn(), new TakenValues());
        }

        void restart() {
            nanos.clear();
        }

        @Override
        public void onFrame(VideoFrame frame) {
            time("(shared: luma of cells)", () -> frame.features().smallLuma());
            time("(shared: colour of cells)", () -> frame.features().smallChroma());
            video.forEach(detector -> time(detector.id(), () -> detector.onFrame(frame, sink)));
            sync.forEach(detector -> time(detector.id(), () -> detector.onFrame(frame, sink)));
        }

        @Override
        public void onBlock(AudioBlock block) {
            audio.forEach(detector -> time(detector.id(), () -> detector.onBlock(block, sink)));
            sync.forEach(detector -> time(detector.id(), () -> detector.onBlock(block, sink)));
        }

        private void time(String name, Runnable call) {
            long from = System.nanoTime();
            call.run();
            nanos.merge(name, (double) (System.nanoTime() - from), Double::sum);
        }
    }

    private void line(String format, Object... values) {
        report.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
