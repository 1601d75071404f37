package io.sightline.detector.sync;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.SyncDetector;
import io.sightline.detector.features.SyntheticFrame;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Random;

/** CPU time of the detectors of pictures and sound together, beside the features they share. */
public final class SyncCost {

    private static final int SECONDS = 100;

    private SyncCost() {}

    public static void main(String[] arguments) {
        for (int round = 0; round < 3; round++) {
            measure(new FlashBeepDetector());
            measure(new AvTimingDetector());
        }
    }

    private static void measure(SyncDetector detector) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        MeasurementSink out =
                new MeasurementSink() {
                    @Override
                    public void measure(Metric metric, double value) {
                        // Not what is measured.
                    }

                    @Override
                    public void measure(Metric metric, double value, long atMicros) {
                        // Not what is measured.
                    }
                };
        SyntheticFrame frame = SyntheticFrame.eightBit(1_920, 1_080);
        frame.paint((x, y) -> 100 + (x + y) % 50);
        frame.at(0).features().smallLuma();
        Random random = new Random(1);
        float[] music = new float[1_024];
        for (int i = 0; i < music.length; i++) {
            music[i] = (float) (0.1 * Math.sin(i / 7.0) + 0.05 * random.nextGaussian());
        }
        List<float[]> stereo = List.of(music, music.clone());
        long begin = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < SECONDS * 30; i++) {
            detector.onFrame(frame, out);
        }
        long between = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < SECONDS * 48_000 / 1_024; i++) {
            AudioBlock block =
                    new LineUp.Block(i * 1_024L * 1_000_000 / 48_000, 48_000, 1_024, stereo);
            detector.onBlock(block, out);
        }
        long end = threads.getCurrentThreadCpuTime();
        System.out.printf(
                "%s: %.2f us a picture, %.3f ms a second of stereo%n",
                detector.id(),
                (between - begin) / 1e3 / (SECONDS * 30),
                (end - between) / 1e6 / SECONDS);
    }
}
