package io.sightline.detector.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.detector.features.SyntheticFrame;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LetterboxDetectorTest {

    private static final double ENTER = 0.05;
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;

    private final LetterboxDetector detector = new LetterboxDetector();
    private final RecordingSink sink = new RecordingSink();
    private final SyntheticFrame frame = SyntheticFrame.eightBit(WIDTH, HEIGHT);
    private final Random random = new Random(4);
    private int picture;

    @Test
    void measuresBarsOfEveryShapeToACell() {
        for (int[] bars : new int[][] {{45, 0}, {0, 80}, {24, 0}, {0, 40}, {13, 0}, {90, 0}}) {
            detector.onDiscontinuity();
            show(40, bars[0], bars[1], 120);

            assertThat(sink.last(LetterboxDetector.BARS_HEIGHT))
                    .isCloseTo(2.0 * bars[0] / HEIGHT, within(0.05));
            assertThat(sink.last(LetterboxDetector.BARS_WIDTH))
                    .isCloseTo(2.0 * bars[1] / WIDTH, within(0.03));
        }
    }

    @Test
    void overlooksALitLineAtTheVeryEdgeOfABar() {
        for (int i = 0; i < 50; i++) {
            paint(48, 0, 120);
            frame.paint((x, y) -> y == HEIGHT - 1 ? 140 : frame.get(x, y));
            repeat(1);
        }

        assertThat(sink.last(LetterboxDetector.BARS_HEIGHT)).isCloseTo(0.2667, within(0.001));
    }

    @Test
    void takesBarsFromTheStartAsMeant() {
        show(200, 45, 0, 120);

        assertThat(sink.last(LetterboxDetector.LOST_AREA)).isZero();
        assertThat(sink.last(LetterboxDetector.ACTIVE_AREA)).isCloseTo(0.75, within(0.03));
    }

    @Test
    void tellsThatThePictureBecameSmallerFromThePictureOn() {
        show(75, 0, 0, 120);
        show(100, 45, 0, 120);
        show(50, 0, 0, 120);

        assertThat(sink.at(LetterboxDetector.LOST_AREA, 75 * 40_000L))
                .isCloseTo(0.25, within(0.03));
        assertThat(sink.at(LetterboxDetector.LOST_AREA, 74 * 40_000L)).isZero();
        assertThat(sink.at(LetterboxDetector.LOST_AREA, 175 * 40_000L)).isZero();
    }

    /** In a small picture they are a twentieth of it. */
    @Test
    void seesBarsOfOneCellWhereThereWereNone() {
        show(75, 0, 0, 120);
        show(100, 9, 0, 120);

        assertThat(sink.last(LetterboxDetector.LOST_AREA)).isCloseTo(16.0 / HEIGHT, within(0.001));
    }

    @Test
    void adoptsAShapeThatLastsFiveMinutes() {
        show(75, 0, 0, 120);
        long adopted = LetterboxDetector.ADOPT_MICROS / 40_000;
        for (int i = 0; i < adopted - 50; i += 25) { // one picture a second will do
            picture += 24;
            show(1, 45, 0, 120);
        }
        assertThat(sink.last(LetterboxDetector.LOST_AREA)).isGreaterThan(ENTER);
        picture += 100;
        show(1, 45, 0, 120);

        assertThat(sink.last(LetterboxDetector.LOST_AREA)).isZero();
    }

    @Test
    void saysThatBarsOnAllFourSidesAreNeedless() {
        show(50, 48, 80, 120); // could be enlarged by 4/3

        assertThat(sink.last(LetterboxDetector.LOST_AREA)).isCloseTo(0.4278, within(0.001));
    }

    @Test
    void keepsWhatItKnowsThroughDarkScenesFadesAndTitles() {
        show(75, 0, 0, 120);
        for (int i = 0; i < 60; i++) {
            show(1, 0, 0, 120 - 2 * i); // a fade to black
        }
        show(50, 0, 0, 0);
        frame.paint((x, y) -> x > 200 && x < 440 && y > 160 && y < 200 && x % 12 < 6 ? 235 : 16);
        repeat(75); // a title
        frame.paint((x, y) -> y > 200 && x > 250 && x < 420 ? 90 : 17); // a figure in the dark
        repeat(75);

        assertThat(Collections.max(sink.values(LetterboxDetector.LOST_AREA))).isZero();
        assertThat(sink.last(LetterboxDetector.ACTIVE_AREA)).isEqualTo(1);
    }

    @Test
    void keepsBarsThroughSubtitlesInThem() {
        show(75, 45, 0, 120);
        for (int i = 0; i < 75; i++) {
            paint(45, 0, 120);
            frame.paint((x, y) -> y > 335 && y < 350 && x > 200 && x < 440 ? 235 : frame.get(x, y));
            repeat(1);
        }

        assertThat(sink.last(LetterboxDetector.BARS_HEIGHT)).isCloseTo(0.25, within(0.05));
        assertThat(sink.last(LetterboxDetector.LOST_AREA)).isZero();
    }

    @Test
    void sparesASingleStripAndWhatCroppingLeaves() {
        show(75, 0, 0, 120);
        frame.paint((x, y) -> y < 60 ? 16 : 120); // a dark sky over a bright field
        repeat(75);
        show(75, 5, 0, 120);

        assertThat(Collections.max(sink.values(LetterboxDetector.LOST_AREA))).isZero();
    }

    @Test
    void ignoresBarsThatPassInUnderASecond() {
        show(75, 0, 0, 120);
        show(20, 45, 0, 120);
        show(75, 0, 0, 120);

        assertThat(Collections.max(sink.values(LetterboxDetector.LOST_AREA))).isZero();
    }

    private void show(int pictures, int bar, int pillar, int light) {
        for (int i = 0; i < pictures; i++) {
            paint(bar, pillar, light);
            repeat(1);
        }
    }

    private void paint(int bar, int pillar, int light) {
        frame.paint(
                (x, y) ->
                        y < bar || y >= HEIGHT - bar || x < pillar || x >= WIDTH - pillar
                                ? 16 + random.nextInt(3)
                                : 16 + light * (0.6 + 0.4 * Math.sin(x / 40.0)));
    }

    private void repeat(int pictures) {
        for (int i = 0; i < pictures; i++) {
            detector.onFrame(frame.at(picture++ * 40_000L), sink);
        }
    }
}
