package io.sightline.detector.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.detector.features.SyntheticFrame;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgrammeOffsetTest {

    private static final int SECONDS = 20;
    private static final int RATE_HZ = 48_000;
    private static final int BLOCK = 960;
    private static final int PICTURE_MICROS = 40_000;
    private static final int SIDE = 64;
    private static final long END_MICROS = 15_000_000;

    /** One programme: a picture that wanders, and bursts of sound. */
    private static final class Programme {
        private final double[][] areas; // by picture
        private final float[] sound;

        Programme(long seed) {
            Random random = new Random(seed);
            int pictures = SECONDS * 25 + 200;
            areas = new double[pictures][16];
            for (int i = 0; i < 16; i++) {
                double level = 128;
                for (int picture = 0; picture < pictures; picture++) {
                    level = Math.max(30, Math.min(220, level + 12 * random.nextGaussian()));
                    areas[picture][i] = level;
                }
            }
            sound = new float[(SECONDS + 8) * RATE_HZ];
            int at = 0;
            while (at < sound.length) {
                at += RATE_HZ / 20 + random.nextInt(RATE_HZ / 3);
                int length = RATE_HZ / 50 + random.nextInt(RATE_HZ / 8);
                for (int i = at; i < Math.min(sound.length, at + length); i++) {
                    sound[i] = (float) (0.3 * random.nextGaussian());
                }
            }
        }
    }

    /**
     * What a tap sees and hears.
     *
     * @param picturesLate by how much times of pictures are later than the programme's, ms
     * @param soundLate likewise
     * @param coding differences of its own, levels and share of full scale
     */
    private static ProgrammeFingerprint tap(
            Programme programme, int picturesLate, int soundLate, double coding) {
        ProgrammeFingerprint print = new ProgrammeFingerprint();
        play(programme, picturesLate, soundLate, coding, print, SECONDS, 1);
        return print;
    }

    private static void play(
            Programme programme,
            int picturesLate,
            int soundLate,
            double coding,
            ProgrammeFingerprint print,
            int breakSecond,
            int eachOf) {
        Random random = new Random(7);
        SyntheticFrame frame = SyntheticFrame.eightBit(SIDE, SIDE);
        for (int i = 0; i < SECONDS * 25; i++) {
            double[] areas = programme.areas[i];
            int noise = (int) Math.round(coding * random.nextGaussian());
            frame.paint((x, y) -> (int) areas[x / 16 + y / 16 * 4] + noise);
            if (i % eachOf == 0) {
                print.add(frame.at(i * (long) PICTURE_MICROS + picturesLate * 1_000L));
            }
        }
        for (int at = 0; at + BLOCK <= SECONDS * RATE_HZ; at += BLOCK) {
            if (at == breakSecond * RATE_HZ) {
                print.onDiscontinuity();
            }
            float[] samples = new float[BLOCK];
            for (int i = 0; i < BLOCK; i++) {
                samples[i] =
                        (float)
                                (0.5 * programme.sound[at + i]
                                        + coding * 1e-4 * random.nextGaussian());
            }
            long micros = at * 1_000_000L / RATE_HZ + soundLate * 1_000L;
            print.add(new LineUp.Block(micros, RATE_HZ, BLOCK, List.of(samples, samples)));
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 80", "0, -45", "1500, 1500", "1500, 1620", "-2000, -1000", "13, 13"})
    void findsHowMuchLaterSoundComesAgainstItsPictures(int picturesLate, int soundLate) {
        Programme programme = new Programme(1);

        OptionalDouble offset =
                offset(tap(programme, picturesLate, soundLate, 2), tap(programme, 0, 0, 0));

        assertThat(offset).isPresent();
        assertThat(offset.getAsDouble()).isCloseTo(soundLate - picturesLate, within(3.0));
    }

    @Test
    void findsWhatMovesAsLittleAsLips() {
        Programme talking = new Programme(1);
        for (double[] areas : talking.areas) {
            double lips = areas[6] / 30;
            Arrays.fill(areas, 100);
            areas[6] += lips;
        }

        OptionalDouble offset = offset(tap(talking, 0, 80, 0), tap(talking, 20, 0, 0));

        assertThat(offset).isPresent();
        assertThat(offset.getAsDouble()).isCloseTo(100, within(3.0));
    }

    @Test
    void saysNothingOfKeyFramesAlone() {
        Programme programme = new Programme(1);
        ProgrammeFingerprint all = tap(programme, 0, 0, 0);
        ProgrammeFingerprint keys = new ProgrammeFingerprint();
        play(programme, 0, 0, 0, keys, SECONDS, 48);

        assertThat(offset(keys, all)).isEmpty();
        assertThat(offset(all, keys)).isEmpty();
        assertThat(offset(keys, keys)).isEmpty();
    }

    @Test
    void oneCutIsLikeAnyOther() {
        Programme slides = new Programme(1);
        for (int picture = 0; picture < slides.areas.length; picture++) {
            Arrays.fill(slides.areas[picture], picture < 10 * 25 ? 60 : 140);
        }

        assertThat(pictureLag(tap(slides, 0, 0, 0))).isEmpty();
    }

    @Test
    void saysNothingOfTwoProgrammes() {
        assertThat(offset(tap(new Programme(1), 0, 0, 0), tap(new Programme(2), 0, 0, 0)))
                .isEmpty();
    }

    @Test
    void saysNothingWhereNothingMovesOrSounds() {
        Programme still = new Programme(1);
        for (double[] areas : still.areas) {
            Arrays.fill(areas, 100);
        }
        ProgrammeFingerprint print = tap(still, 0, 0, 0);
        assertThat(pictureLag(print)).isEmpty();
        assertThat(soundLag(print).orElseThrow()).isCloseTo(0, within(0.01));

        Programme silent = new Programme(1);
        Arrays.fill(silent.sound, 0);
        ProgrammeFingerprint quiet = tap(silent, 0, 0, 0);
        assertThat(soundLag(quiet)).isEmpty();
        assertThat(pictureLag(quiet).orElseThrow()).isCloseTo(0, within(0.1));
    }

    @Test
    void saysNothingBeforeItHasHeardEnough() {
        ProgrammeFingerprint fresh = new ProgrammeFingerprint();

        assertThat(offset(fresh, fresh)).isEmpty();
    }

    @Test
    void saysNothingOfWhatIsForgottenOrStillToCome() {
        ProgrammeFingerprint print = tap(new Programme(1), 0, 0, 0);

        assertThat(ProgrammeOffset.soundAfterPictures(print, print, 13_900_000, 0)).isEmpty();
        assertThat(ProgrammeOffset.soundAfterPictures(print, print, 15_900_000, 0)).isPresent();
        assertThat(ProgrammeOffset.soundAfterPictures(print, print, 16_100_000, 0)).isEmpty();
    }

    @Test
    void timesMayBeFarApartWhenThatIsKnown() {
        Programme programme = new Programme(1);
        ProgrammeFingerprint tap = tap(programme, 3_600_030, 3_600_130, 1);
        ProgrammeFingerprint reference = tap(programme, 0, 0, 0);

        OptionalDouble offset =
                ProgrammeOffset.soundAfterPictures(
                        tap, reference, END_MICROS + 3_600_000_000L, 3_600_001_234L);

        assertThat(offset).isPresent();
        assertThat(offset.getAsDouble()).isCloseTo(100, within(3.0));
        assertThat(offset(tap, reference)).isEmpty();
    }

    @Test
    void nothingIsFoundAcrossABreak() {
        ProgrammeFingerprint print = tap(new Programme(1), 0, 0, 0);
        assertThat(offset(print, print)).isPresent();
        print.onDiscontinuity();
        assertThat(offset(print, print)).isPresent();

        ProgrammeFingerprint broken = new ProgrammeFingerprint();
        play(new Programme(1), 0, 0, 0, broken, 14, 1);
        assertThat(offset(print, broken)).isEmpty();
        assertThat(offset(broken, print)).isEmpty();
        assertThat(offset(broken, broken)).isEmpty();
    }

    private static OptionalDouble offset(ProgrammeFingerprint tap, ProgrammeFingerprint reference) {
        return ProgrammeOffset.soundAfterPictures(tap, reference, END_MICROS, 0);
    }

    private static OptionalDouble soundLag(ProgrammeFingerprint print) {
        return ProgrammeOffset.soundLag(
                print, print, END_MICROS / ProgrammeFingerprint.BIN_MICROS, 0);
    }

    private static OptionalDouble pictureLag(ProgrammeFingerprint print) {
        return ProgrammeOffset.pictureLag(print, print, END_MICROS, 0);
    }
}
