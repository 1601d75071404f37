package io.sightline.detector.video;

import io.sightline.detector.Totals;
import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.features.FrameFeatures;
import io.sightline.detector.features.SyntheticFrame;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Prints what the video detectors cost per 1080p picture, after warming up. A program, not a test:
 * {@code java -cp target/classes:target/test-classes
 * io.sightline.detector.video.VideoDetectorTiming}.
 */
final class VideoDetectorTiming {

    private static final int FRAMES_PER_ROUND = 500;
    private static final int ROUNDS = 12;
    private static final int DISTINCT_FRAMES = 8; // more than the caches hold

    private static final List<String> SHARED =
            List.of("joined luma", "joined luma, colour", "joined luma and colour");

    private VideoDetectorTiming() {}

    private static List<VideoDetector> fromCells() {
        return List.of(
                new SolidColourDetector(),
                new TestPatternDetector(),
                new LetterboxDetector(),
                new FlashingDetector(),
                new StutterDetector(),
                new FrameDropDetector(),
                new FrozenRegionDetector(),
                new SceneDetector());
    }

    /** What each costs by itself, the joining of cells and colour apart, on a grainy slow pan. */
    private static void timeEach() {
        FrameFeatures features = new FrameFeatures();
        SyntheticFrame[] frames = new SyntheticFrame[DISTINCT_FRAMES];
        Random random = new Random(1);
        for (int i = 0; i < frames.length; i++) {
            int shift = 4 * i;
            frames[i] =
                    new SyntheticFrame(1920, 1080, new LumaFormat(8, 0, false), 128, features)
                            .withChroma(1, 1, 1);
            frames[i].paint(
                    (x, y) ->
                            120
                                    + 60 * Math.sin((x + shift) / 90.0) * Math.cos(y / 70.0)
                                    + random.nextInt(8));
            frames[i].paintChroma(
                    (x, y) -> 128 + 20 * Math.sin((x + shift) / 60.0),
                    (x, y) -> 128 + 25 * Math.cos((x + shift) / 80.0));
        }
        for (int shared = 1; shared <= 3; shared++) {
            System.out.printf(
                    "%s: %.1f us%n", SHARED.get(shared - 1), time(frames, List.of(), shared));
        }
        for (VideoDetector detector : fromCells()) {
            System.out.printf("%s: %.1f us%n", detector.id(), time(frames, List.of(detector), 2));
        }
        System.out.printf("all of these: %.1f us%n", time(frames, fromCells(), 0));
    }

    /**
     * CPU microseconds for a picture beyond the cell means and, with detectors, what they share.
     */
    private static double time(SyntheticFrame[] frames, List<VideoDetector> detectors, int shared) {
        double[] rounds = new double[ROUNDS];
        int base = detectors.isEmpty() ? 0 : shared;
        for (int round = 0; round < ROUNDS; round++) {
            double less = round(frames, List.of(), base);
            rounds[round] = round(frames, detectors, shared) - less;
        }
        return median(rounds);
    }

    private static double round(
            SyntheticFrame[] frames, List<VideoDetector> detectors, int shared) {
        Totals sink = new Totals();
        long touched = 0;
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int i = 0; i < FRAMES_PER_ROUND; i++) {
            SyntheticFrame next = frames[i % DISTINCT_FRAMES].at(i * 33_333L);
            FrameFeatures features = next.features();
            touched += features.smallLuma().cells()[7];
            touched += shared > 0 ? features.joinedLuma().count() : 0;
            touched += shared > 1 && features.smallChroma() != null ? 1 : 0;
            touched += shared > 2 && features.joinedCr() != null ? 1 : 0;
            for (int d = 0; d < detectors.size(); d++) {
                detectors.get(d).onFrame(next, sink);
            }
        }
        long spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
        return touched < 0 ? 0 : spent / 1e3 / FRAMES_PER_ROUND;
    }

    public static void main(String[] args) {
        time("8-bit", new LumaFormat(8, 0, false));
        time("10-bit", new LumaFormat(10, 0, false));
        time("P010", new LumaFormat(10, 6, false));
        timeEach();
    }

    private static void time(String name, LumaFormat format) {
        FrameFeatures features = new FrameFeatures();
        Random random = new Random(1);
        SyntheticFrame[] frames = new SyntheticFrame[DISTINCT_FRAMES];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = new SyntheticFrame(1920, 1080, format, 128, features);
            int white = format.whiteCode();
            frames[i].paint((x, y) -> random.nextInt(white));
        }
        List<VideoDetector> detectors =
                List.of(new BlackDetector(), new FreezeDetector(), new DecodeErrorDetector());
        Totals sink = new Totals();
        double cells = 0;
        double[] means = new double[ROUNDS];
        double[] all = new double[ROUNDS];
        long frame = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < FRAMES_PER_ROUND; i++) {
                cells += frames[i % DISTINCT_FRAMES].at(0).features().smallLuma().cells()[7];
            }
            long middle = System.nanoTime();
            for (int i = 0; i < FRAMES_PER_ROUND; i++) {
                SyntheticFrame next = frames[i % DISTINCT_FRAMES].at(frame++ * 33_333);
                for (int d = 0; d < detectors.size(); d++) {
                    detectors.get(d).onFrame(next, sink);
                }
            }
            means[round] = (middle - start) / 1e3 / FRAMES_PER_ROUND;
            all[round] = (System.nanoTime() - middle) / 1e3 / FRAMES_PER_ROUND;
        }
        System.out.printf(
                "%-7s cell means %.0f us, all video detectors %.0f us per 1080p frame (%s)%n",
                name,
                median(means),
                median(all),
                cells + sink.sum() == 0 ? "" : "median of rounds");
    }

    private static double median(double[] rounds) {
        double[] sorted = rounds.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
