package io.sightline.detector.audio;

import io.sightline.detector.Totals;
import io.sightline.detector.api.AudioDetector;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/** Prints the CPU time of each audio detector for one second of 48 kHz stereo: run its main. */
final class AudioCost {

    private static final int ROUNDS = 7;
    private static final int SECONDS_PER_ROUND = 400;

    private AudioCost() {}

    public static void main(String[] arguments) {
        Sound music = Mixtures.music(48_000, 10, 1);
        Sound tone = new Sound(48_000, Sound.STEREO).sine(10, 11_900, 45, -3);
        Sound silence = new Sound(48_000, Sound.STEREO).silence(10);
        print("silence", SilenceDetector::new, music, tone, silence);
        print("loudness", LoudnessDetector::new, music, tone, silence);
        print("true peak", TruePeakDetector::new, music, tone, silence);
        print("phase", PhaseDetector::new, music, tone, silence);
        print("dead", ChannelDeadDetector::new, music, tone, silence);
        print("clipping", ClippingDetector::new, music, tone, silence);
        print("dropout", DropoutDetector::new, music, tone, silence);
        print("click", ClickDetector::new, music, tone, silence);
        print("burst", NoiseBurstDetector::new, music, tone, silence);
        print("mono", MonoDetector::new, music, tone, silence);
        print("dc offset", DcOffsetDetector::new, music, tone, silence);
        print("hum", HumDetector::new, music, tone, silence);
        print("hiss", HissDetector::new, music, tone, silence);
    }

    private static void print(
            String name, Supplier<AudioDetector> maker, Sound music, Sound tone, Sound silence) {
        System.out.printf(
                "%-10s music %5.0f us, high tone %5.0f us, digital silence %5.0f us%n",
                name, median(maker, music), median(maker, tone), median(maker, silence));
    }

    private static double median(Supplier<AudioDetector> maker, Sound sound) {
        AudioDetector detector = maker.get();
        LoopedBlock block = new LoopedBlock(sound, 1_024);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        List<Double> costs = new ArrayList<>();
        Totals sink = new Totals();
        for (int round = 0; round < ROUNDS; round++) {
            long before = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < SECONDS_PER_ROUND * 48_000 / 1_024; i++) {
                detector.onBlock(block.next(), sink);
            }
            costs.add((threads.getCurrentThreadCpuTime() - before) / 1_000.0 / SECONDS_PER_ROUND);
        }
        if (Double.isNaN(sink.sum())) {
            throw new IllegalStateException("A measurement is not a number");
        }
        Collections.sort(costs);
        return costs.get(ROUNDS / 2);
    }
}
