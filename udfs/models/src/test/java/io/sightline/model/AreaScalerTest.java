package io.sightline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.detector.api.LumaFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AreaScalerTest {

    /**
     * Against the definition: every sample by the area that it shares with the rectangle. Rows have
     * four bytes more than they need, so that most begin anywhere.
     */
    @ParameterizedTest
    @CsvSource({
        "30, 20, 10, 5, 10, 6",
        "31, 17, 7, 6, 8, 0",
        "31, 17, 7, 6, 10, 0",
        "5, 4, 8, 9, 10, 6",
        "12, 30, 12, 7, 16, 0",
        "64, 48, 16, 12, 8, 0",
        "71, 53, 80, 45, 8, 0",
        "33, 40, 35, 11, 12, 4",
        "3, 1, 5, 1, 8, 0",
        "2, 700, 1, 2, 16, 0"
    })
    void averagesWhatEachValueCovers(
            int width, int height, int columns, int rows, int bits, int shift) {
        LumaFormat format = new LumaFormat(bits, shift, /* fullRange= */ true);
        Random random = new Random(width);
        int[][] codes = new int[height][width];
        for (int[] row : codes) {
            for (int x = 0; x < width; x++) {
                row[x] = random.nextInt(1 << bits);
            }
        }
        float[] scaled = new float[columns * rows];
        new AreaScaler(columns, rows)
                .scale(PlainPicture.of(0, width, height, format, (x, y) -> codes[y][x]), scaled);

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
                        .isCloseTo(mean / format.whiteCode(), within(1e-6));
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

    /** A value of so many rows that their sums need more room than one. */
    @Test
    void addsUpTallPictures() {
        LumaFormat format = new LumaFormat(8, 0, /* fullRange= */ true);
        float[] scaled = new float[2];
        new AreaScaler(2, 1).scale(PlainPicture.of(0, 9, 1_000, format, (x, y) -> 255), scaled);

        assertThat(scaled).containsOnly(1f);
    }
}
