package io.sightline.detector.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.SavedState;
import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.features.SyntheticFrame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FreezeDetectorTest {

    private static final int FRAMES_PER_SECOND = 25;
    private static final long FRAME_MICROS = 1_000_000 / FRAMES_PER_SECOND;

    private final Random random = new Random(11);
    private final SyntheticFrame frame = SyntheticFrame.eightBit(322, 182);
    private final RecordingSink sink = new RecordingSink();
    private FreezeDetector detector = new FreezeDetector();
    private final double[] waveAcross = new double[322];
    private final double[] waveDown = new double[182];
    private int index;
    private double drifted;

    @ParameterizedTest
    @CsvSource({"8,0,false", "8,0,true", "10,0,false", "10,6,false", "12,0,true"})
    void saysRepeatFromFirstRepeatedToLastRepeatedPicture(int depth, int shift, boolean fullRange) {
        LumaFormat format = new LumaFormat(depth, shift, fullRange);
        SyntheticFrame other = new SyntheticFrame(322, 182, format, 14);
        List<Boolean> repeats = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int shown = i < 20 ? i : i < 40 ? 19 : i;
            other.paint((x, y) -> scene(x, y, shown) * (1 << (depth - 8)));
            other.fillPadding(random);
            detector.onFrame(other.at(i * FRAME_MICROS), sink);
            repeats.add(value() < 1);
        }
        assertThat(repeats.indexOf(true)).isEqualTo(20);
        assertThat(repeats.lastIndexOf(true)).isEqualTo(39);
        assertThat(repeats.subList(20, 40)).doesNotContain(false);
    }

    @Test
    void bridgesRefinementAndRecurringIntraPulsesOfCodedFreeze() {
        move(50);
        int frozenMoment = 1000 + index - 1;
        double[] intraError = codingError(1.5);
        for (int i = 0; i < 8 * FRAMES_PER_SECOND; i++) {
            boolean isIntra = i % (2 * FRAMES_PER_SECOND) == 10;
            // Coded from scratch at an intra picture, then refined: always the same way.
            int sinceIntra = Math.floorMod(i - 10, 2 * FRAMES_PER_SECOND);
            double weight = i < 10 ? 0.5 * (i + 1) / 10 : Math.max(0.4, 1 - sinceIntra / 20.0);
            show(intraError, weight, isIntra, frozenMoment);
            assertThat(value()).as("picture %d of the freeze", i).isLessThan(1);
        }
        move(1);
        assertThat(value()).isGreaterThan(1);
    }

    @Test
    void sparesStaticCameraWhoseNoiseReturnsWithEachIntraPicture() {
        move(50);
        int longest = 0;
        int run = 0;
        double[] noise = codingError(0.8);
        for (int i = 0; i < 30 * FRAMES_PER_SECOND; i++) {
            boolean isIntra = i % FRAMES_PER_SECOND == 0;
            if (isIntra) {
                noise = codingError(0.8);
            }
            show(noise, 1, isIntra, 0);
            run = value() < 1 ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        assertThat(longest).isLessThanOrEqualTo(3 * FRAMES_PER_SECOND);
    }

    @Test
    void seesFreezeAgainOnceIntraPicturesOfStaticCameraRecur() {
        move(50);
        double[] noise = codingError(0.8);
        for (int i = 0; i < 20 * FRAMES_PER_SECOND; i++) {
            boolean isIntra = i % FRAMES_PER_SECOND == 0;
            if (isIntra && i < 10 * FRAMES_PER_SECOND) {
                noise = codingError(0.8);
            }
            show(noise, 1, isIntra, 0);
            if (i >= 10 * FRAMES_PER_SECOND) {
                assertThat(value()).as("picture %d", i).isLessThan(1);
            }
        }
    }

    @Test
    void seesSlowMovementThroughItsDistanceFromTheStart() {
        move(50);
        int repeats = 0;
        int longest = 0;
        for (int i = 0; i < 10 * FRAMES_PER_SECOND; i++) {
            double drift = i * 0.08; // samples: far too little to see from picture to picture
            frame.paint((x, y) -> 110 + 60 * Math.sin((x + drift) / 6));
            detector.onFrame(frame.at(index++ * FRAME_MICROS), sink);
            repeats = value() < 1 ? repeats + 1 : 0;
            longest = Math.max(longest, repeats);
        }
        assertThat(longest).isLessThan(FRAMES_PER_SECOND);
    }

    @Test
    void seesSmallObjectMoveOnStillBackground() {
        move(20);
        for (int i = 0; i < 50; i++) {
            int left = 4 * i;
            frame.paint((x, y) -> x >= left && x < left + 24 && y >= 80 && y < 104 ? 200 : 90);
            detector.onFrame(frame.at(index++ * FRAME_MICROS), sink);
            assertThat(value()).as("picture %d", i).isGreaterThan(1);
        }
    }

    @Test
    void takesFirstPictureOfAnySizeAndAfterDiscontinuityForNew() {
        show(codingError(0), 0, false, 0);
        assertThat(value()).isGreaterThan(1);
        show(codingError(0), 0, false, 0);
        assertThat(value()).isLessThan(1);

        detector.onDiscontinuity();
        show(codingError(0), 0, false, 0);
        assertThat(value()).isGreaterThan(1);
        show(codingError(0), 0, false, 0);
        assertThat(value()).isLessThan(1);

        SyntheticFrame larger = SyntheticFrame.eightBit(400, 300);
        larger.paint((x, y) -> 50 + x / 4);
        detector.onFrame(larger.at(index++ * FRAME_MICROS), sink);
        assertThat(value()).isGreaterThan(1);
        detector.onFrame(larger.at(index++ * FRAME_MICROS), sink);
        assertThat(value()).isLessThan(1);
    }

    @ParameterizedTest
    @CsvSource({"10", "30", "55", "130", "230", "320"})
    void goesOnExactlyWhereItWasSaved(int savedAfter) throws IOException {
        List<Double> undisturbed = measure(Integer.MAX_VALUE);
        detector = new FreezeDetector();
        index = 0;

        assertThat(measure(savedAfter)).isEqualTo(undisturbed);
    }

    /** Movement, a static camera, a coded freeze, movement: saved and restored once in between. */
    private List<Double> measure(int savedAfter) throws IOException {
        random.setSeed(5);
        List<Double> values = new ArrayList<>();
        double[] error = codingError(0.8);
        for (int i = 0; i < 350; i++) {
            if (i == savedAfter) {
                detector = SavedState.handedOver(detector, new FreezeDetector());
            }
            boolean isIntra = i % 25 == 0;
            if (isIntra && i < 200) {
                error = codingError(0.8);
            }
            show(error, 1, isIntra, i < 50 || i > 325 ? i : 50);
            values.add(value());
        }
        return values;
    }

    @Test
    void doesNotCallAPlainPictureFrozen() {
        SyntheticFrame black = SyntheticFrame.eightBit(320, 180);
        for (int i = 0; i < 200; i++) {
            black.paint((x, y) -> 16 + random.nextInt(3));
            detector.onFrame(black.at(index++ * FRAME_MICROS), sink);
            assertThat(value()).as("picture %d", i).isGreaterThan(1);
        }
    }

    @Test
    void endsFreezeAtOnceWhereMovementIsSlow() {
        drift(50, 0.5);
        for (int i = 0; i < 6 * FRAMES_PER_SECOND; i++) {
            drift(1, 0);
            assertThat(value()).as("picture %d of the freeze", i).isLessThan(1);
        }
        drift(2, 0.5); // far less than coding explains, but more than this stillness has shown
        assertThat(value()).isGreaterThan(1);
    }

    @Test
    void endsFreezeWhereMovementBeginsThoughOnlyTheNextPicturesTell() {
        drift(50, 0.5);
        drift(6 * FRAMES_PER_SECOND, 0);
        int begin = index;
        int measured = measured();
        drift(1, 0.5);
        drift(1, 0); // a picture shown twice, as where 24 a second are shown at 30
        assertThat(measured()).as("not known yet").isEqualTo(measured);
        drift(1, 0.5);
        assertThat(valueAt(begin)).isGreaterThan(1);
        assertThat(value()).isGreaterThan(1);
    }

    @Test
    void passesOverOneStepThatNothingFollows() {
        drift(50, 0.5);
        drift(6 * FRAMES_PER_SECOND, 0);
        for (int i = 0; i < 2; i++) {
            int measured = measured();
            drift(1, 0.5);
            drift(FRAMES_PER_SECOND, 0);
            assertThat(sink.values(FreezeDetector.FREEZE_DIFFERENCE).subList(measured, measured()))
                    .isNotEmpty()
                    .allSatisfy(value -> assertThat(value).isLessThan(1));
        }
    }

    @Test
    void beginsFreezeAtTheIntraPictureThatCodesTheHeldPictureAnew() {
        drift(50, 0.5);
        int begin = index;
        showDrifted(0.8, true); // as large as the movement was
        showDrifted(0.4, false);
        showDrifted(0.4, false);
        assertThat(value()).isLessThan(1);
        assertThat(valueAt(begin)).isLessThan(1);
    }

    @Test
    void goesOnMovingAcrossAnIntraPicture() {
        drift(50, 0.5);
        int begin = index;
        showDrifted(0.8, true);
        drift(20, 0.5);
        assertThat(valueAt(begin)).isGreaterThan(1);
        assertThat(sink.values(FreezeDetector.FREEZE_DIFFERENCE).subList(begin, measured()))
                .allSatisfy(value -> assertThat(value).isGreaterThan(1));
    }

    /** The picture that drifted so far, with the same error in each second row of blocks. */
    private void showDrifted(double errorLevels, boolean isIntra) {
        frame.paint(
                (x, y) ->
                        110
                                + 60 * Math.sin((x + drifted) / 17)
                                + (y / 8 % 2 == 0 ? errorLevels : 0));
        if (isIntra) {
            frame.intraCoded();
        } else {
            frame.predicted();
        }
        detector.onFrame(frame.at(index++ * FRAME_MICROS), sink);
    }

    @Test
    void takesACutToANoisyStillSceneForNoStop() {
        drift(50, 0.5);
        for (int i = 0; i < 4 * FRAMES_PER_SECOND; i++) {
            show(codingError(0.3), 1, false, 0);
            assertThat(value()).as("picture %d after the cut", i).isGreaterThan(1);
        }
    }

    @Test
    void keepsFreezeOfLivelySceneThoughItsIntraPicturesVary() {
        move(50);
        int frozenMoment = 1000 + index - 1;
        double[] intraError = codingError(0.5);
        for (int i = 0; i < 8 * FRAMES_PER_SECOND; i++) {
            boolean isIntra = i % (2 * FRAMES_PER_SECOND) == 10;
            if (isIntra) {
                intraError = codingError(0.5);
            }
            show(intraError, 1, isIntra, frozenMoment);
            assertThat(value()).as("picture %d of the freeze", i).isLessThan(1);
        }
    }

    @Test
    void seesAPointerMoveWhereASettledCoderChangedNothingBefore() {
        move(50);
        int moment = 1000 + index - 1;
        double[] error = codingError(0.8);
        for (int i = 0; i < 5 * FRAMES_PER_SECOND; i++) {
            show(error, 1, i % FRAMES_PER_SECOND == 0, moment);
            assertThat(value()).as("picture %d of the freeze", i).isLessThan(1);
        }
        for (int i = 0; i < FRAMES_PER_SECOND / 2; i++) {
            show(error, 1, i == 0, moment);
        }
        int begin = index;
        error[100] += 0.6; // in one cell of 943
        show(error, 1, false, moment);
        error[100] += 0.6;
        show(error, 1, false, moment);
        assertThat(valueAt(begin)).isGreaterThan(1);
    }

    @Test
    void goesOnMeasuringWhereAllPicturesAreIntraCoded() {
        for (int i = 0; i < 2 * FRAMES_PER_SECOND; i++) {
            drifted += 0.5;
            showDrifted(0, true);
        }
        assertThat(sink.values(FreezeDetector.FREEZE_DIFFERENCE))
                .hasSize(2 * FRAMES_PER_SECOND - 1); // the last one is held
    }

    private void move(int pictures) {
        for (int i = 0; i < pictures; i++) {
            show(codingError(0), 0, false, 1000 + index);
        }
    }

    /** Moves waves on by so many samples a picture. */
    private void drift(int pictures, double samples) {
        for (int i = 0; i < pictures; i++) {
            drifted += samples;
            frame.paint((x, y) -> 110 + 60 * Math.sin((x + drifted) / 17));
            frame.predicted();
            detector.onFrame(frame.at(index++ * FRAME_MICROS), sink);
        }
    }

    /** Shows the scene at a moment, with an error of its own for each block of 8 by 8 samples. */
    private void show(double[] blockError, double weight, boolean isIntra, int moment) {
        for (int x = 0; x < waveAcross.length; x++) {
            waveAcross[x] = 40 * Math.sin((x + 5 * moment) / 17.0);
        }
        for (int y = 0; y < waveDown.length; y++) {
            waveDown[y] = 110 + 40 * Math.cos((y + 3 * moment) / 11.0);
        }
        frame.paint(
                (x, y) -> waveAcross[x] + waveDown[y] + weight * blockError[y / 8 * 41 + x / 8]);
        if (isIntra) {
            frame.intraCoded();
        } else {
            frame.predicted();
        }
        detector.onFrame(frame.at(index++ * FRAME_MICROS), sink);
    }

    private double[] codingError(double deviationLevels) {
        return random.doubles(41 * 23).map(d -> (d - 0.5) * 3.46 * deviationLevels).toArray();
    }

    /** Waves that move: in 8-bit codes well inside the range, so that errors are not clipped. */
    private static double scene(int x, int y, int moment) {
        return 110
                + 40 * Math.sin((x + 5 * moment) / 17.0)
                + 40 * Math.cos((y + 3 * moment) / 11.0);
    }

    private int measured() {
        return sink.values(FreezeDetector.FREEZE_DIFFERENCE).size();
    }

    /** What was measured, later, at the instant of a picture. */
    private double valueAt(int picture) {
        return sink.at(FreezeDetector.FREEZE_DIFFERENCE, picture * FRAME_MICROS);
    }

    private double value() {
        return sink.last(FreezeDetector.FREEZE_DIFFERENCE);
    }
}
