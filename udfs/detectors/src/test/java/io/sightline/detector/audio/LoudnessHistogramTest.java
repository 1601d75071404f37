package io.sightline.detector.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class LoudnessHistogramTest {

    @Test
    void aDayOfEveryLoudnessFitsIntoFourKilobytesAndComesBackExactly() throws IOException {
        LoudnessHistogram day = new LoudnessHistogram(10);
        for (int block = 0; block < 864_000; block++) {
            day.add(Decibel.toPower(-69.9 + block % 6_500 / 100.0));
        }
        byte[] saved = save(day);
        assertThat(saved.length).isLessThan(4_096);
        LoudnessHistogram restored = new LoudnessHistogram(10);
        restored.add(1); // is forgotten
        restored.restore(new DataInputStream(new ByteArrayInputStream(saved)));
        assertThat(save(restored)).isEqualTo(saved);
        assertThat(restored.gatedLufs()).isEqualTo(day.gatedLufs());
        assertThat(restored.rangeLu()).isEqualTo(day.rangeLu());
    }

    @Test
    void meanIsExactWithinABin() {
        LoudnessHistogram histogram = new LoudnessHistogram(10);
        histogram.add(0.0101);
        histogram.add(0.0103);
        assertThat(histogram.gatedLufs()).isCloseTo(Loudness.ofPower(0.0102), within(1e-12));
    }

    @Test
    void blocksAtTheAbsoluteGateAndBelowAreNotCounted() {
        LoudnessHistogram histogram = new LoudnessHistogram(10);
        histogram.add(0);
        histogram.add(Decibel.toPower(-70 + 0.69));
        assertThat(histogram.isEmpty()).isTrue();
    }

    @Test
    void impossiblyLoudBlocksAreKept() {
        LoudnessHistogram histogram = new LoudnessHistogram(10);
        histogram.add(1e20);
        assertThat(histogram.gatedLufs()).isCloseTo(Loudness.ofPower(1e20), within(1e-9));
        assertThat(histogram.rangeLu()).isZero();
    }

    private static byte[] save(LoudnessHistogram histogram) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        histogram.save(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }
}
