package io.sightline.detect;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.ChannelRole;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.FrameFeatures;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

/** Pictures and sound that are like no others of the same programme. */
final class PlayedProgramme {

    static final long PICTURE_MICROS = PlainFrame.DURATION_MICROS;
    static final int SIDE = 64;

    private static final int RATE_HZ = 8_000;
    private static final int BLOCK = (int) (RATE_HZ * PICTURE_MICROS / 1_000_000);
    private static final long BURST_MICROS = 70_000;
    private static final List<ChannelRole> MONO = List.of(ChannelRole.OTHER);

    private PlayedProgramme() {}

    static VideoFrame picture(long micros, int side) {
        SplittableRandom random = new SplittableRandom(micros / PICTURE_MICROS);
        ByteBuffer luma = ByteBuffer.allocateDirect(side * side);
        byte[] cells = new byte[64];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = (byte) random.nextInt(30, 220);
        }
        for (int i = 0; i < side * side; i++) {
            luma.put(i, cells[i / side * 8 / side * 8 + i % side * 8 / side]);
        }
        FrameFeatures features = new FrameFeatures();
        Picture picture = new Picture(micros, side, luma, features);
        features.reset(picture);
        return picture;
    }

    /** Bursts, each loud or soft at random. */
    static AudioBlock sound(long micros, long lateMicros) {
        float[] samples = new float[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            long at = micros + i * 1_000_000L / RATE_HZ - lateMicros;
            SplittableRandom random =
                    new SplittableRandom(31 + Math.floorDiv(at, BURST_MICROS) * 7_919);
            boolean isLoud = random.nextInt(3) == 0;
            samples[i] = (float) ((isLoud ? 0.3 : 0.003) * (i % 2 == 0 ? 1 : -1));
        }
        return new Block(micros, samples);
    }

    private static final class Block implements AudioBlock {

        private final long micros;
        private final float[] mono;

        Block(long micros, float[] mono) {
            this.micros = micros;
            this.mono = mono;
        }

        @Override
        public long presentationTimeMicros() {
            return micros;
        }

        @Override
        public int sampleRateHz() {
            return RATE_HZ;
        }

        @Override
        public int sampleCount() {
            return mono.length;
        }

        @Override
        public List<ChannelRole> channels() {
            return MONO;
        }

        @Override
        public float[] samples(int channel) {
            return mono;
        }
    }

    private record Picture(
            long presentationTimeMicros, int side, ByteBuffer luma, FrameFeatures features)
            implements PlainFrame {

        @Override
        public int width() {
            return side;
        }

        @Override
        public int height() {
            return side;
        }
    }
}
