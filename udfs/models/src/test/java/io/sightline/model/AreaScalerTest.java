package io.sightline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.detector.api.LumaFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AreaScalerTest {

    private static final LumaFormat FULL_10_BIT = new LumaFormat(10, 6, /* fullRange= */ true);

    /** Against the definition: every sample by the area that it shares with the rectangle. */
    @ParameterizedTest
    @CsvSource({"30, 20, 10, 5", "31, 17, 7, 6", "5, 4, 8, 9", "12, 30, 12, 7"})
    void averagesWhatEachValueCovers(int width, int height, int columns, int rows) {
        Random random = new Random(width);
        int[][] codes = new int[height][width];
        for (int[] row : codes) {
            for (int x = 0; x < width; x++) {
                row[x] = random.nextInt(1_024);
            }
        }
        float[] scaled = new float[columns * rows];
        new AreaScaler(columns, rows)
                .scale(
                        PlainPicture.of(0, width, height, FULL_10_BIT, (x, y) -> codes[y][x]),
                        scaled);

        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double sum = 0;
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < width; x++) {
                        sum +=
                                codes[y][x]
                                        * shared(x, (double) width / columns, column)
                                        * shared(y, (double) height / rows, row);
                    }
                }
                double mean = sum / ((double) width / columns * height / rows);
                assertThat((double) scaled[row * columns + column])
                        .isCloseTo(mean / 1_023, within(1e-5));
            }
        }
    }

    /** How much of a sample lies in a part. */
    private static double shared(int sample, double size, int part) {
        return Math.max(0, Math.min(sample + 1, (part + 1) * size) - Math.max(sample, part * size));
    }

    @Test
    void takesNominalBlackForZeroAndWhiteForOneAndNothingBeyond() {
        int[] codes = {0, 16, 235, 255};
        float[] scaled = new float[4];
        new AreaScaler(4, 1)
                .scale(PlainPicture.of(0, 4, 2, PlainPicture.LIMITED, (x, y) -> codes[x]), scaled);

        assertThat(scaled).containsExactly(0, 0, 1, 1);
    }

    @Test
    void followsPicturesThatChangeTheirSize() {
        AreaScaler scaler = new AreaScaler(2, 2);
        float[] scaled = new float[4];
        for (int size : new int[] {8, 64, 3}) {
            scaler.scale(
                    PlainPicture.of(0, size, size, PlainPicture.LIMITED, (x, y) -> 235), scaled);

            assertThat(scaled).containsOnly(1f);
        }
    }
}
