package io.sightline.detector.sync;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.ChannelRole;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.SyncDetector;
import io.sightline.detector.features.SyntheticFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;

/** A flash-and-beep pattern, played to a detector as a decoder would: in pictures and blocks. */
final class LineUp {

    private static final int WIDTH = 320;
    private static final int HEIGHT = 180;

    double framesPerSecond = 25;
    double periodSeconds = 2;
    double beepLateSeconds;
    double flashSeconds = 0.08;
    double beepSeconds = 0.06;
    double beepHz = 1_000;
    double beepDbfs = -18;
    double noiseDbfs = -70;
    double jitterSeconds; // of each beep, at random
    int rateHz = 48_000;
    int channels = 2;
    int beepChannel; // the only one that beeps; negative: all
    double seconds = 20;
    int flashWidth = WIDTH / 3;
    boolean isLastingFlash; // each flash stays until the next: cuts

    private long nextFrame;
    private int nextSample;
    private float[] sound;

    /** Plays what is left up to an instant. */
    void playUntil(
            double untilSeconds, SyncDetector detector, MeasurementSink out, IntSupplier sizes) {
        float[] samples = sound();
        while (true) {
            double frameTime = nextFrame / framesPerSecond;
            double blockTime = nextSample / (double) rateHz;
            if (Math.min(frameTime, blockTime) >= untilSeconds || nextSample >= samples.length) {
                return;
            }
            if (frameTime <= blockTime) {
                detector.onFrame(frame(frameTime), out);
                nextFrame++;
            } else {
                int count = Math.min(sizes.getAsInt(), samples.length - nextSample);
                detector.onBlock(block(samples, count), out);
                nextSample += count;
            }
        }
    }

    Told play(SyncDetector detector) {
        Told told = new Told();
        playUntil(seconds, detector, told, () -> 1_024);
        return told;
    }

    private SyntheticFrame frame(double time) {
        SyntheticFrame frame = SyntheticFrame.eightBit(WIDTH, HEIGHT);
        double phase = (time + 1e-9) % periodSeconds;
        boolean isOn =
                isLastingFlash
                        ? (time + 1e-9) % (2 * periodSeconds) < periodSeconds
                        : phase < flashSeconds;
        frame.paint((x, y) -> isOn && x < flashWidth ? 235 : 40 + (x + y) % 30);
        return frame.at(Math.round(time * 1e6));
    }

    private AudioBlock block(float[] samples, int count) {
        float[] silent = new float[count];
        float[] heard = Arrays.copyOfRange(samples, nextSample, nextSample + count);
        List<float[]> planes = new ArrayList<>();
        for (int c = 0; c < channels; c++) {
            planes.add(beepChannel < 0 || c == beepChannel ? heard : silent);
        }
        return new Block(nextSample * 1_000_000L / rateHz, rateHz, count, planes);
    }

    private float[] sound() {
        if (sound == null) {
            Random random = new Random(7);
            sound = new float[(int) (seconds * rateHz)];
            double noise = Math.pow(10, noiseDbfs / 20);
            for (int i = 0; i < sound.length; i++) {
                sound[i] = (float) (noise * (2 * random.nextDouble() - 1));
            }
            double amplitude = Math.pow(10, beepDbfs / 20);
            for (double at = 0; at < seconds; at += periodSeconds) {
                double from = at + beepLateSeconds + jitterSeconds * (random.nextDouble() - 0.5);
                for (int i = 0; i < beepSeconds * rateHz; i++) {
                    int sample = (int) Math.round(from * rateHz) + i;
                    if (sample >= 0 && sample < sound.length) {
                        sound[sample] +=
                                (float) (amplitude * Math.sin(2 * Math.PI * beepHz * i / rateHz));
                    }
                }
            }
        }
        return sound;
    }

    /** What was measured of one metric. */
    static final class Told implements MeasurementSink {
        final List<Double> offsets = new ArrayList<>();
        final List<Long> instants = new ArrayList<>();

        @Override
        public void measure(Metric metric, double value) {
            throw new AssertionError("The instant is given");
        }

        @Override
        public void measure(Metric metric, double value, long atMicros) {
            offsets.add(value);
            instants.add(atMicros);
        }
    }

    record Block(
            long presentationTimeMicros, int sampleRateHz, int sampleCount, List<float[]> planes)
            implements AudioBlock {

        @Override
        public List<ChannelRole> channels() {
            return Collections.nCopies(planes.size(), ChannelRole.OTHER);
        }

        @Override
        public float[] samples(int channel) {
            return planes.get(channel);
        }
    }
}
