package io.sightline.detector.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.features.SyntheticFrame;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NoiseDetectorTest {

    private static final double LEVEL = 5; // of the built-in policy
    private static final long SEED = 11;

    @ParameterizedTest
    @CsvSource({"8,0,6", "8,0,12", "10,0,8", "10,6,8", "12,4,20", "16,0,8"})
    void measuresTheDeviationOfWhiteNoise(int depth, int shift, double deviation) {
        SyntheticFrame frame =
                new SyntheticFrame(1281, 719, new LumaFormat(depth, shift, false), 8);
        int unit = 1 << (depth - 8);
        frame.paint((x, y) -> unit * (100 + x / 20.0));
        frame.addNoise(new Random(SEED), unit * deviation);

        // The calmest tenth is below the mean.
        assertThat(noise(frame)).isCloseTo(deviation * 0.88, withPercentage(12));
    }

    @ParameterizedTest
    @CsvSource({"8,0", "10,0", "10,6", "16,0"})
    void measuresTheSameInFullRange(int depth, int shift) {
        SyntheticFrame limited = new SyntheticFrame(1280, 720, new LumaFormat(16, 0, false), 8);
        SyntheticFrame full = new SyntheticFrame(1280, 720, new LumaFormat(depth, shift, true), 8);
        limited.paint((x, y) -> 256 * (100 + x / 20.0));
        limited.addNoise(new Random(SEED), 256 * 8);
        double most = (1 << depth) - 1;
        for (int y = 0; y < 720; y++) {
            for (int x = 0; x < 1280; x++) {
                full.set(x, y, (int) Math.round((limited.get(x, y) / 256.0 - 16) / 219 * most));
            }
        }

        assertThat(noise(full)).isCloseTo(noise(limited), withPercentage(3));
    }

    @Test
    void sparesGrain() {
        SyntheticFrame frame = SyntheticFrame.eightBit(1280, 720);
        Scenes.moving(frame, 0);
        frame.addNoise(new Random(SEED), 3);

        assertThat(noise(frame)).isLessThan(LEVEL);
    }

    @Test
    void sparesFineTextureAllOverThePicture() {
        SyntheticFrame frame = SyntheticFrame.eightBit(1280, 720);
        frame.paint((x, y) -> 120 + 30 * Math.sin(x * 0.9 + y * 0.2) * Math.cos(y * 0.8));

        assertThat(noise(frame)).isLessThan(LEVEL);
    }

    @Test
    void saysNothingOfBlackAndWhiteCards() {
        SyntheticFrame frame = SyntheticFrame.eightBit(640, 360);
        frame.paint((x, y) -> x < 320 ? 16 : 235);
        frame.addNoise(new Random(SEED), 3);

        assertThat(noise(frame)).isZero();
    }

    private static double noise(SyntheticFrame frame) {
        RecordingSink sink = new RecordingSink();
        new NoiseDetector().onFrame(frame.at(0), sink);
        return sink.last(NoiseDetector.NOISE);
    }
}
