package io.sightline.detector.audio;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.AudioDetector;
import io.sightline.detector.api.ChannelRole;
import io.sightline.detector.api.MeasurementSink;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;

/** Synthetic sound, and its delivery in blocks whose samples are spoilt after each call. */
final class Sound {

    static final List<ChannelRole> STEREO =
            List.of(ChannelRole.FRONT_LEFT, ChannelRole.FRONT_RIGHT);
    static final List<ChannelRole> MONO = List.of(ChannelRole.MONO);
    static final List<ChannelRole> FIVE_ZERO =
            List.of(
                    ChannelRole.FRONT_LEFT,
                    ChannelRole.FRONT_RIGHT,
                    ChannelRole.FRONT_CENTRE,
                    ChannelRole.SURROUND_LEFT,
                    ChannelRole.SURROUND_RIGHT);

    private final int rateHz;
    private final List<ChannelRole> roles;
    private float[][] planes;

    Sound(int rateHz, List<ChannelRole> roles) {
        this.rateHz = rateHz;
        this.roles = roles;
        planes = new float[roles.size()][0];
    }

    int sampleCount() {
        return planes[0].length;
    }

    int rateHz() {
        return rateHz;
    }

    float[] plane(int channel) {
        return planes[channel];
    }

    /** Adds a 1 kHz sine; one level for all channels, or one for each. */
    Sound tone(double seconds, double... peakDbfs) {
        return sine(seconds, 1_000, 0, peakDbfs);
    }

    Sound sine(double seconds, double hz, double phaseDegrees, double... peakDbfs) {
        int from = sampleCount();
        extend(seconds);
        for (int channel = 0; channel < planes.length; channel++) {
            double level = peakDbfs[Math.min(channel, peakDbfs.length - 1)];
            double amplitude = Math.pow(10, level / 20);
            for (int i = from; i < planes[channel].length; i++) {
                double angle = 2 * Math.PI * hz * i / rateHz + Math.toRadians(phaseDegrees);
                planes[channel][i] = (float) (amplitude * Math.sin(angle));
            }
        }
        return this;
    }

    Sound silence(double seconds) {
        extend(seconds);
        return this;
    }

    /** Adds the same samples to every channel. */
    Sound samples(float[] samples) {
        int from = sampleCount();
        extend(samples.length / (double) rateHz);
        for (float[] plane : planes) {
            System.arraycopy(samples, 0, plane, from, samples.length);
        }
        return this;
    }

    private void extend(double seconds) {
        int count = sampleCount() + (int) Math.round(seconds * rateHz);
        for (int channel = 0; channel < planes.length; channel++) {
            planes[channel] = Arrays.copyOf(planes[channel], count);
        }
    }

    Recording measuredBy(AudioDetector detector) {
        Recording recording = new Recording();
        feed(detector, recording, 0, sampleCount(), () -> 1_024);
        return recording;
    }

    void feed(AudioDetector detector, MeasurementSink out, int from, int to, IntSupplier sizes) {
        feed(detector, out, from, to, sizes, 0);
    }

    /** Feeds samples of this sound, each block stamped with its place plus an offset. */
    void feed(
            AudioDetector detector,
            MeasurementSink out,
            int from,
            int to,
            IntSupplier sizes,
            long offsetMicros) {
        for (int at = from; at < to; ) {
            int count = Math.min(sizes.getAsInt(), to - at);
            long start = offsetMicros + at * 1_000_000L / rateHz;
            Block block = new Block(start, rateHz, roles, copyOf(at, count));
            detector.onBlock(block, out);
            block.spoil();
            at += count;
        }
    }

    private float[][] copyOf(int from, int count) {
        float[][] copy = new float[planes.length][];
        for (int channel = 0; channel < planes.length; channel++) {
            copy[channel] = Arrays.copyOfRange(planes[channel], from, from + count);
        }
        return copy;
    }

    /** A block over the given planes. */
    static final class Block implements AudioBlock {
        private final long startMicros;
        private final int rateHz;
        private final List<ChannelRole> roles;
        private final float[][] planes;

        Block(long startMicros, int rateHz, List<ChannelRole> roles, float[][] planes) {
            this.startMicros = startMicros;
            this.rateHz = rateHz;
            this.roles = roles;
            this.planes = planes;
        }

        void spoil() {
            for (float[] plane : planes) {
                Arrays.fill(plane, Float.NaN);
            }
        }

        @Override
        public long presentationTimeMicros() {
            return startMicros;
        }

        @Override
        public int sampleRateHz() {
            return rateHz;
        }

        @Override
        public int sampleCount() {
            return planes.length == 0 ? 0 : planes[0].length;
        }

        @Override
        public List<ChannelRole> channels() {
            return roles;
        }

        @Override
        public float[] samples(int channel) {
            return planes[channel];
        }
    }
}
