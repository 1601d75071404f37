package io.sightline.detector.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.api.PictureSampling;
import io.sightline.detector.api.Transfer;
import io.sightline.detector.features.SyntheticFrame;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both sides of every limit of ITU-R BT.1702-3. */
final class FlashingDetectorTest {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final double GREY = 60;

    /** What the flashing part of the picture shows at a time. */
    private interface Show {
        void paint(SyntheticFrame frame, int picture);
    }

    @ParameterizedTest
    @CsvSource({
        // pictures a second, pictures in a state, flashes in the worst second: three are allowed
        "60, 10, 3.0",
        "60, 9,  3.5",
        "50, 9,  3.0",
        "50, 8,  3.5",
        "30, 5,  3.0",
        "30, 4,  4.0",
        "25, 5,  2.5",
        "25, 4,  3.5",
        "24, 4,  3.0",
        "24, 3,  4.0"
    })
    void allowsThreeFlashesInASecond(int rate, int pictures, double flashes) {
        RecordingSink sink = run(rate, 4 * rate, luma(pictures, 1, 40, 200));

        assertThat(Collections.max(sink.values(FlashingDetector.FLASHES))).isEqualTo(flashes);
        assertThat(worst(sink) > 1).isEqualTo(flashes > 3);
    }

    /** Where times are damaged, decoders put pictures microseconds apart. */
    @Test
    void picturesThatNobodyCanSeeDoNotFlash() {
        assertThat(worst(run(25, 100, luma(3, 1, 40, 200)))).isGreaterThan(1);
        assertThat(worst(run(1_000_000, 1_000, luma(3, 1, 40, 200)))).isLessThan(1);
    }

    @Test
    void allowsBurstsOfThree() {
        RecordingSink three =
                run(25, 100, (frame, i) -> part(frame, 1, i % 50 < 16 && i % 6 < 3 ? 200 : 40));
        RecordingSink four =
                run(25, 100, (frame, i) -> part(frame, 1, i % 50 < 22 && i % 6 < 3 ? 200 : 40));

        assertThat(worst(three)).isLessThanOrEqualTo(1);
        assertThat(worst(four)).isGreaterThan(1);
    }

    @ParameterizedTest
    @CsvSource({"0.22, false", "0.25, false", "0.28, true", "0.6, true"})
    void allowsAQuarterOfThePicture(double area, boolean harmful) {
        assertThat(worst(run(25, 75, luma(3, area, 40, 200))) > 1).isEqualTo(harmful);
    }

    @Test
    void addsUpAreasThatFlashTogetherAndNotThoseThatFlashApart() {
        Show together = (frame, i) -> twoParts(frame, i % 6 < 3, i % 6 < 3);
        Show opposed = (frame, i) -> twoParts(frame, i % 6 < 3, i % 6 >= 3);
        Show apart = (frame, i) -> twoParts(frame, i % 10 < 5, (i + 2) % 10 < 5);

        assertThat(worst(run(25, 75, together))).isGreaterThan(1);
        assertThat(worst(run(25, 75, opposed))).as("a fifth each way").isZero();
        assertThat(worst(run(30, 90, apart))).as("two pictures apart").isZero();
    }

    @Test
    void countsAnExchangeOfTwoHalvesOnce() {
        Show exchange =
                (frame, i) -> frame.paint((x, y) -> (x < WIDTH / 2) == (i % 10 < 5) ? 200 : 40);

        RecordingSink sink = run(25, 100, exchange);

        assertThat(Collections.max(sink.values(FlashingDetector.FLASHES))).isEqualTo(2.5);
    }

    @ParameterizedTest
    @CsvSource({
        // code values and their light by BT.1886 with 200 cd/m2 for white
        "16,  99,  false", // 0 to 19.5 cd/m2
        "16,  102, true", // 0 to 21.3
        "100, 127, false", // 20.1 to 39.3
        "100, 129, true", // 20.1 to 40.9
        "214, 224, false", // 157.2 to 177.4: near white, below the limit of the dark state
        "214, 226, true", // 157.2 to 181.1
        "216, 235, false", // 161.1 to 200: the darker state is too bright to harm
        "216, 250, false"
    })
    void allowsSmallChangesAndThoseBetweenBrightStates(int dark, int bright, boolean harmful) {
        assertThat(worst(run(25, 75, luma(3, 1, dark, bright))) > 1).isEqualTo(harmful);
    }

    @ParameterizedTest
    @CsvSource({
        // 10-bit codes. PQ: 100 cd/m2 at 509; 160 at 552, 180 at 563
        "PQ,  64,  400, true",
        "PQ,  64,  320, false", // 14.6 cd/m2
        "PQ,  590, 598, false", // contrast 0.04
        "PQ,  590, 604, true", // 0.069
        "HLG, 64,  320, false", // 14 cd/m2
        "HLG, 64,  372, true", // 22
        "HLG, 721, 736, false", // 203 cd/m2 and 8 % more
        "HLG, 721, 760, true"
    })
    void looksAtContrastBetweenBrightStatesInHighDynamicRange(
            Transfer transfer, int dark, int bright, boolean harmful) {
        SyntheticFrame frame =
                new SyntheticFrame(WIDTH, HEIGHT, new LumaFormat(10, 0, false), 0).with(transfer);
        RecordingSink sink = new RecordingSink();
        FlashingDetector detector = new FlashingDetector();
        for (int i = 0; i < 75; i++) {
            int code = i % 6 < 3 ? bright : dark;
            frame.paint((x, y) -> code);
            detector.onFrame(frame.at(i * 40_000L), sink);
        }

        assertThat(worst(sink) > 1).isEqualTo(harmful);
    }

    @Test
    void seesFlashesThatACoderSpreadsOverTwoPictures() {
        int[] levels = {40, 120, 200, 200, 120, 40};

        assertThat(worst(run(25, 75, (frame, i) -> part(frame, 1, levels[i % 6]))))
                .isGreaterThan(1);
    }

    @Test
    void sparesFineBalancedPatternsAndMovement() {
        Show checks = (frame, i) -> frame.paint((x, y) -> (x / 4 + y / 4 + i) % 2 == 0 ? 235 : 16);
        Show pan = (frame, i) -> frame.paint((x, y) -> 110 + 80 * Math.sin((x + 4 * i) / 90.0));

        assertThat(worst(run(25, 75, checks))).isZero();
        assertThat(worst(run(25, 150, pan))).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        // luma, cb, cr of the two states in BT.601: red; grey of the same light, others
        "81, 90, 240, 81, 128, 128, true", // full red and grey
        "65, 100, 212, 40, 128, 128, true", // 75 % red and dark grey
        "81, 90, 240, 112, 75, 210, false", // red and orange: not far enough away
        "112, 98, 180, 112, 128, 128, false" // pink is not saturated
    })
    void countsFlashesOfSaturatedRedWhateverTheirLight(
            int luma, int cb, int cr, int otherLuma, int otherCb, int otherCr, boolean harmful) {
        RecordingSink sink = new RecordingSink();
        red(sink, 0.5, 3, luma, cb, cr, otherLuma, otherCb, otherCr);

        assertThat(worst(sink) > 1).isEqualTo(harmful);
    }

    @ParameterizedTest
    @CsvSource({"0.2, 3, false", "0.3, 3, true", "0.3, 5, false"})
    void limitsAreaAndRateOfRedFlashes(double area, int pictures, boolean harmful) {
        RecordingSink sink = new RecordingSink();
        red(sink, area, pictures, 81, 90, 240, 81, 128, 128);

        assertThat(worst(sink) > 1).isEqualTo(harmful);
        assertThat(Collections.max(sink.values(FlashingDetector.FLASHES))).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        // pictures in a state at 25 a second, seconds, whether it lasts too long
        "5, 10, true", // 2.5 a second
        "5, 4, false", // not for long
        "10, 10, false" // 1.25 a second is not a sequence
    })
    void limitsSequencesToFiveSeconds(int pictures, int seconds, boolean harmful) {
        RecordingSink sink = run(25, 25 * seconds, luma(pictures, 1, 40, 200));

        assertThat(worst(sink) > 1).isEqualTo(harmful);
    }

    @Test
    void opensWithTheSeventhChangeAndClosesASecondAfterTheLast() {
        RecordingSink sink =
                run(
                        25,
                        150,
                        (frame, i) ->
                                part(frame, 1, i >= 25 && i < 75 && i / 3 % 2 == 0 ? 200 : 40));

        List<Double> risks = sink.values(FlashingDetector.FLASH_RISK);
        // changes at pictures 25, 27, 30, 33 ...: the seventh at 42, the last at 75
        assertThat(firstAbove(risks)).isEqualTo(42);
        assertThat(lastAbove(risks)).isBetween(75, 100);
    }

    @Test
    void measuresNothingWherePicturesAreLeftOut() {
        FlashingDetector detector = new FlashingDetector();
        RecordingSink sink = new RecordingSink();
        SyntheticFrame frame = SyntheticFrame.eightBit(WIDTH, HEIGHT);
        detector.onSampling(PictureSampling.REFERENCE_PICTURES);
        detector.onFrame(frame.at(0), sink);

        assertThat(sink.all()).isEmpty();
    }

    private static int firstAbove(List<Double> values) {
        int i = 0;
        while (values.get(i) <= 1) {
            i++;
        }
        return i;
    }

    private static int lastAbove(List<Double> values) {
        int i = values.size() - 1;
        while (values.get(i) <= 1) {
            i--;
        }
        return i;
    }

    private static double worst(RecordingSink sink) {
        return Collections.max(sink.values(FlashingDetector.FLASH_RISK));
    }

    private static Show luma(int pictures, double area, int dark, int bright) {
        return (frame, i) -> part(frame, area, i / pictures % 2 == 0 ? bright : dark);
    }

    /** Whole joined cells of the left; the rest is grey. */
    private static void part(SyntheticFrame frame, double area, int level) {
        int edge = (int) Math.round(area * WIDTH);
        frame.paint((x, y) -> x < edge ? level : GREY);
    }

    private static void twoParts(SyntheticFrame frame, boolean isLeftLit, boolean isRightLit) {
        frame.paint(
                (x, y) ->
                        x < WIDTH / 5
                                ? isLeftLit ? 200 : 40
                                : x >= WIDTH - WIDTH / 5 ? isRightLit ? 200 : 40 : GREY);
    }

    private static RecordingSink run(int rate, int pictures, Show show) {
        FlashingDetector detector = new FlashingDetector();
        RecordingSink sink = new RecordingSink();
        SyntheticFrame frame = SyntheticFrame.eightBit(WIDTH, HEIGHT);
        for (int i = 0; i < pictures; i++) {
            show.paint(frame, i);
            detector.onFrame(frame.at(i * 1_000_000L / rate), sink);
        }
        return sink;
    }

    private static void red(
            RecordingSink sink,
            double area,
            int pictures,
            int luma,
            int cb,
            int cr,
            int otherLuma,
            int otherCb,
            int otherCr) {
        FlashingDetector detector = new FlashingDetector();
        SyntheticFrame frame = SyntheticFrame.eightBit(WIDTH, HEIGHT).withChroma(1, 1, 1);
        double edge = area * WIDTH;
        for (int i = 0; i < 100; i++) {
            boolean isRed = i / pictures % 2 == 0;
            frame.paint((x, y) -> x < edge ? isRed ? luma : otherLuma : 90);
            frame.paintChroma(
                    (x, y) -> 2 * x < edge ? isRed ? cb : otherCb : 128,
                    (x, y) -> 2 * x < edge ? isRed ? cr : otherCr : 128);
            detector.onFrame(frame.at(i * 40_000L), sink);
        }
    }
}
