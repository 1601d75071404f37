package io.sightline.detector.video;

import io.sightline.detector.Totals;
import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.features.FrameFeatures;
import io.sightline.detector.features.SyntheticFrame;
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

    private VideoDetectorTiming() {}

    public static void main(String[] args) {
        time("8-bit", new LumaFormat(8, 0, false));
        time("10-bit", new LumaFormat(10, 0, false));
        time("P010", new LumaFormat(10, 6, false));
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
