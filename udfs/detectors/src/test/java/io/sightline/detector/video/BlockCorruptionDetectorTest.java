package io.sightline.detector.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.features.SyntheticFrame;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BlockCorruptionDetectorTest {

    private static final double LEVEL = 0.0002; // of the built-in policy
    private static final long LOOK_MICROS = 250_000;

    private final SyntheticFrame frame = SyntheticFrame.eightBit(640, 368);
    private final BlockCorruptionDetector detector = new BlockCorruptionDetector();
    private final RecordingSink sink = new RecordingSink();
    private int looks;

    @Test
    void seesBlocksThatBelongElsewhere() {
        showClean(24);
        showBroken(0, 0);
        assertThat(last()).isZero(); // one look may be chance
        showBroken(0, 0);
        assertThat(last()).isGreaterThan(4 * LEVEL);
        showClean(8); // two seconds of looks count
        assertThat(last()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 7, 11, 13})
    void sparesTheSameBlocksOffTheGrid(int offset) {
        showClean(24);
        showBroken(offset, offset);
        showBroken(offset, offset);

        assertThat(last()).isLessThan(LEVEL / 2);
    }

    @Test
    void sparesWhatWasThereFromTheStart() {
        for (int i = 0; i < 8; i++) {
            showBroken(0, 0);
        }

        assertThat(sink.values(BlockCorruptionDetector.CORRUPT_BLOCK_RATIO))
                .allMatch(value -> value < LEVEL);
    }

    @Test
    void sparesTexturedThingWhoseSidesLieOnTheGrid() {
        showClean(24);
        for (int i = 0; i < 4; i++) {
            int left = 160 + 16 * i;
            frame.paint(
                    (x, y) ->
                            x >= left && x < left + 160 && y >= 112 && y < 240
                                    ? 60 + Scenes.waves(y + 40, x) / 2
                                    : Scenes.waves(x, y));
            look();
            assertThat(last()).isZero();
        }
    }

    @Test
    void sparesNewScene() {
        showClean(24);
        for (int i = 0; i < 4; i++) {
            frame.paint(
                    (x, y) -> {
                        double ground = 240 - Scenes.waves(x + 50, y * 1.3) / 2;
                        return (2 * (x / 16) + y / 16) % 5 < 2 ? ground - 30 : ground;
                    });
            look();
            assertThat(last()).isZero();
        }
    }

    @Test
    void sparesMosaicOfFlatTiles() {
        showClean(24);
        for (int i = 0; i < 3; i++) {
            Random tiles = new Random(looks);
            int[] levels = tiles.ints(40 * 23, 40, 200).toArray();
            frame.paint((x, y) -> levels[y / 16 * 40 + x / 16]);
            look();
        }

        assertThat(last()).isZero();
    }

    @Test
    void sparesCoarseCodingAllOverThePicture() {
        showClean(24);
        for (int i = 0; i < 3; i++) {
            Random noise = new Random(looks);
            int[] shifts = noise.ints(40 * 23, -3, 4).toArray();
            frame.paint((x, y) -> Scenes.waves(x, y) + shifts[y / 16 * 40 + x / 16]);
            look();
        }

        assertThat(last()).isLessThan(LEVEL);
    }

    @Test
    void sparesCutsBetweenScenes() {
        for (int i = 0; i < 12; i++) {
            int scene = i / 2;
            frame.paint((x, y) -> Scenes.waves(x * (1 + scene * 0.1) + 97 * scene, y + 31 * scene));
            look();
        }

        assertThat(sink.values(BlockCorruptionDetector.CORRUPT_BLOCK_RATIO))
                .allMatch(value -> value < LEVEL);
    }

    @Test
    void seesGreenOfPlanesThatWereNeverWritten() {
        frame.withChroma(1, 1, 1);
        showClean(24);
        frame.paint((x, y) -> y < 300 ? Scenes.waves(x, y) : 0);
        frame.paintChroma((x, y) -> y < 150 ? 128 : 0, (x, y) -> y < 150 ? 128 : 0);
        look();
        look();

        assertThat(last()).isGreaterThan(0.1);
    }

    @Test
    void sparesTheGreenestGreenOfBroadcast() {
        frame.withChroma(1, 1, 1);
        showClean(24);
        frame.paint((x, y) -> 145 + Scenes.waves(x, y) / 40);
        frame.paintChroma((x, y) -> 54, (x, y) -> 34);
        look();
        look();

        assertThat(last()).isZero();
    }

    @Test
    void looksFourTimesASecond() {
        Scenes.moving(frame, 0);
        for (int i = 0; i < 50; i++) {
            detector.onFrame(frame.at(i * 20_000L), sink);
        }

        assertThat(sink.values(BlockCorruptionDetector.CORRUPT_BLOCK_RATIO)).hasSize(4);
    }

    private void showClean(int count) {
        for (int i = 0; i < count; i++) {
            Scenes.moving(frame, looks);
            look();
        }
    }

    /** A patch of blocks from elsewhere, apart and together. */
    private void showBroken(int offsetX, int offsetY) {
        double shift = looks;
        frame.paint(
                (x, y) -> {
                    int column = Math.floorDiv(x - offsetX, 16);
                    int row = Math.floorDiv(y - offsetY, 16);
                    boolean isBroken =
                            column >= 10
                                    && column < 24
                                    && row >= 8
                                    && row < 14
                                    && (2 * column + row) % 5 < 2;
                    return isBroken
                            ? Scenes.waves(x + shift + 150, y + 77) * 0.6 + 20
                            : Scenes.waves(x + shift, y);
                });
        look();
    }

    private void look() {
        detector.onFrame(frame.at(looks++ * LOOK_MICROS), sink);
    }

    private double last() {
        return sink.last(BlockCorruptionDetector.CORRUPT_BLOCK_RATIO);
    }
}
