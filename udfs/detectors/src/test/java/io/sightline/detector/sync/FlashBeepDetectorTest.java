package io.sightline.detector.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.detector.SavedState;
import io.sightline.detector.features.SyntheticFrame;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FlashBeepDetectorTest {

    private final LineUp lineUp = new LineUp();

    @ParameterizedTest
    @CsvSource({
        "24, 0",
        "24, -90",
        "25, 185",
        "25, -41",
        "29.97002997, 20",
        "50, -0.5",
        "50, 3",
        "60, 700",
        "60, -700",
        "59.94005994, 0.25"
    })
    void measuresTheOffsetToTheSample(double framesPerSecond, double lateMs) {
        lineUp.framesPerSecond = framesPerSecond;
        lineUp.periodSeconds = Math.round(2 * framesPerSecond) / framesPerSecond;
        lineUp.beepLateSeconds = lateMs / 1_000;

        List<Double> offsets = lineUp.play(new FlashBeepDetector()).offsets;

        assertThat(offsets).hasSizeGreaterThanOrEqualTo(4);
        assertThat(offsets).allSatisfy(ms -> assertThat(ms).isCloseTo(lateMs, within(0.3)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-38, -18, 0})
    void hearsBeepsOfAnyLevelPitchRateAndChannel(double dbfs) {
        for (int rateHz : new int[] {8_000, 44_100, 192_000}) {
            for (double hz : new double[] {440, 1_000, 2_500}) {
                LineUp other = new LineUp();
                other.rateHz = rateHz;
                other.beepHz = hz;
                other.beepDbfs = dbfs;
                other.noiseDbfs = dbfs - 40;
                other.beepLateSeconds = 0.1;
                other.channels = rateHz == 8_000 ? 1 : 6;
                other.beepChannel = other.channels - 1;
                other.seconds = 10;

                List<Double> offsets = other.play(new FlashBeepDetector()).offsets;

                assertThat(offsets).as("%d Hz, %f Hz", rateHz, hz).isNotEmpty();
                assertThat(offsets).allSatisfy(ms -> assertThat(ms).isCloseTo(100, within(0.7)));
            }
        }
    }

    @Test
    void dependsNeitherOnBlocksNorOnRestarts() throws IOException {
        lineUp.beepLateSeconds = 0.123;
        LineUp.Told whole = lineUp.play(new FlashBeepDetector());
        long seed = 42;
        Random random = new Random(seed);

        LineUp again = new LineUp();
        again.beepLateSeconds = 0.123;
        LineUp.Told cut = new LineUp.Told();
        FlashBeepDetector detector = new FlashBeepDetector();
        for (double until = 0; until < again.seconds; until += random.nextDouble() / 3) {
            again.playUntil(until, detector, cut, () -> 1 + random.nextInt(3_000));
            byte[] saved = SavedState.of(detector);
            assertThat(saved.length).isLessThan(1_500);
            detector = SavedState.handedOver(detector, new FlashBeepDetector());
        }
        again.playUntil(again.seconds, detector, cut, () -> 1_024);

        assertThat(cut.offsets).as("seed %d", seed).hasSameSizeAs(whole.offsets);
        for (int i = 0; i < cut.offsets.size(); i++) {
            assertThat(cut.offsets.get(i)).isCloseTo(whole.offsets.get(i), within(0.002));
            assertThat(cut.instants.get(i)).isCloseTo(whole.instants.get(i), within(2L));
        }
    }

    @Test
    void needsFourPairsAndTellsEachOnceFromThere() {
        lineUp.seconds = 5.9;
        assertThat(lineUp.play(new FlashBeepDetector()).offsets).isEmpty();

        LineUp longer = new LineUp();
        longer.seconds = 12.9;
        LineUp.Told told = longer.play(new FlashBeepDetector());
        assertThat(told.offsets).hasSize(3); // the first beep begins without quiet before it
        assertThat(told.instants).isSorted();
    }

    @Test
    void whatIsNoPatternIsNotMeasured() {
        LineUp cuts = new LineUp();
        cuts.isLastingFlash = true;
        LineUp irregular = new LineUp();
        irregular.jitterSeconds = 0.4;
        LineUp tooFar = new LineUp();
        tooFar.periodSeconds = 4;
        tooFar.beepLateSeconds = 1.2;
        LineUp small = new LineUp();
        small.flashWidth = 3;
        LineUp tooLong = new LineUp();
        tooLong.beepSeconds = 0.9;
        LineUp loud = new LineUp();
        loud.noiseDbfs = -30;
        LineUp fast = new LineUp();
        fast.periodSeconds = 0.24;

        for (LineUp other : List.of(cuts, irregular, tooFar, small, tooLong, loud, fast)) {
            assertThat(other.play(new FlashBeepDetector()).offsets).isEmpty();
        }
    }

    @Test
    void burstsOfNoiseAreNoBeeps() {
        LineUp noise = new LineUp();
        LineUp.Told told = new LineUp.Told();
        FlashBeepDetector detector = new FlashBeepDetector();
        Random random = new Random(3);
        for (int part = 0; part < 200; part++) {
            noise.playUntil(part * 0.1, detector, new LineUp.Told(), () -> Integer.MAX_VALUE);
            float[] samples = new float[4_800];
            for (int i = 0; part % 20 == 0 && i < 2_400; i++) {
                samples[i] = random.nextFloat() - 0.5f;
            }
            detector.onBlock(
                    new LineUp.Block(part * 100_000L, 48_000, 4_800, List.of(samples)), told);
        }
        assertThat(told.offsets).isEmpty();
    }

    @Test
    void takesAnySamplesAndAnyPictures() {
        FlashBeepDetector detector = new FlashBeepDetector();
        LineUp.Told told = new LineUp.Told();
        float[] odd = new float[1_000];
        Arrays.fill(odd, Float.NaN);
        odd[500] = Float.POSITIVE_INFINITY;
        for (int i = 0; i < 500; i++) {
            detector.onBlock(
                    new LineUp.Block(i * 20_833L, 48_000, 1_000, List.of(odd.clone())), told);
            detector.onFrame(SyntheticFrame.eightBit(1 + i % 3, 1 + i % 2).at(i * 20_000L), told);
        }
        assertThat(told.offsets).isEmpty();
    }

    @Test
    void forgetsAtADiscontinuity() {
        FlashBeepDetector detector = new FlashBeepDetector();
        LineUp.Told told = new LineUp.Told();
        lineUp.playUntil(7, detector, told, () -> 1_024);
        detector.onDiscontinuity();
        lineUp.playUntil(13, detector, told, () -> 1_024);
        assertThat(told.offsets).isEmpty();
    }
}
