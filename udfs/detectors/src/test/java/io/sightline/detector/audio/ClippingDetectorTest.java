package io.sightline.detector.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ClippingDetectorTest {

    /** Of the built-in policy. */
    private static final double LIMIT = 0.9;

    @Test
    void cutOffSpeechIsClipped() {
        assertThat(clipping(cut(speech(), 4, 0.3f))).isGreaterThan(LIMIT);
    }

    @Test
    void cutOffAndThenMadeQuieterAndNoisyIsClipped() {
        Sound sound = cut(speech(), 4, 0.3f);
        Random random = new Random(4);
        for (float[] plane : new float[][] {sound.plane(0), sound.plane(1)}) {
            for (int i = 0; i < plane.length; i++) {
                plane[i] = (float) (0.2 * (plane[i] + 0.004 * random.nextGaussian()));
            }
        }
        assertThat(clipping(sound)).isGreaterThan(LIMIT);
    }

    @Test
    void threeInAHundredSamplesCutOffAndCodedAreClipping() {
        Sound sound = Mixtures.music(48_000, 8, 2);
        float[] plane = sound.plane(0);
        float[] levels = plane.clone();
        for (int i = 0; i < levels.length; i++) {
            levels[i] = Math.abs(levels[i]);
        }
        Arrays.sort(levels);
        float limit = levels[(int) (levels.length * 0.97)];
        Random random = new Random(4);
        for (int i = 0; i < plane.length; i++) {
            double ripple = 0.01 * limit * random.nextGaussian(); // as coding adds
            plane[i] = (float) (Math.max(-limit, Math.min(limit, plane[i])) + ripple);
        }
        assertThat(clipping(sound)).isGreaterThan(LIMIT);
    }

    @Test
    void wholeSpeechMusicAndNoiseAreNot() {
        assertThat(clipping(speech())).isLessThan(0.9 * LIMIT);
        assertThat(clipping(Mixtures.music(48_000, 8, 2))).isLessThan(0.9 * LIMIT);
        assertThat(clipping(Mixtures.noise(48_000, Sound.STEREO, 8, 0.1, 3)))
                .isLessThan(0.9 * LIMIT);
    }

    @Test
    void limitedSpeechIsNot() {
        Sound sound = speech();
        for (float[] plane : new float[][] {sound.plane(0), sound.plane(1)}) {
            limit(plane, 0.3f);
        }
        assertThat(clipping(sound)).isLessThan(LIMIT);
    }

    @Test
    void tonesAreNot() {
        for (double hz : new double[] {30, 100, 997, 11_000}) {
            Sound sound = new Sound(48_000, Sound.STEREO).sine(6, hz, 10, 0);
            assertThat(clipping(sound)).as("%.0f Hz", hz).isLessThan(LIMIT);
        }
    }

    @Test
    void tonesThatSwellAndBeatAreNot() {
        Sound sound = new Sound(48_000, Sound.MONO).silence(8);
        float[] plane = sound.plane(0);
        Random random = new Random(1);
        for (int i = 0; i < plane.length; i++) {
            double t = 2 * Math.PI * i / 48_000;
            plane[i] =
                    (float)
                            (0.1 * Math.sin(220 * t) * (0.6 + 0.4 * Math.sin(0.7 * t))
                                    + 0.06 * Math.sin(557 * t) * (0.5 + 0.5 * Math.sin(1.3 * t))
                                    + 0.01 * (random.nextDouble() - 0.5));
        }
        assertThat(clipping(sound)).isLessThan(LIMIT);
    }

    @Test
    void quietSoundAroundAnOffsetSaysNothing() {
        Sound sound = cut(speech(), 4, 0.3f);
        float[] plane = sound.plane(0);
        for (int i = 0; i < plane.length; i++) {
            plane[i] = Math.round((0.1f + 0.01f * plane[i]) * 32_768) / 32_768f;
            sound.plane(1)[i] = 0;
        }
        assertThat(clipping(sound)).isZero();
    }

    @Test
    void bassInSixteenBitsIsNot() {
        Sound sound = new Sound(48_000, Sound.MONO).sine(6, 41, 10, -6);
        float[] plane = sound.plane(0);
        for (int i = 0; i < plane.length; i++) {
            plane[i] = Math.round(plane[i] * 32_768) / 32_768f;
        }
        assertThat(clipping(sound)).isLessThan(LIMIT);
    }

    @Test
    void veryQuietSoundSaysNothing() {
        Sound sound = cut(speech(), 4, 0.3f);
        for (float[] plane : new float[][] {sound.plane(0), sound.plane(1)}) {
            for (int i = 0; i < plane.length; i++) {
                plane[i] *= 0.01f;
            }
        }
        assertThat(clipping(sound)).isLessThan(LIMIT);
    }

    private static double clipping(Sound sound) {
        return sound.measuredBy(new ClippingDetector()).max(ClippingDetector.CLIPPING);
    }

    private static Sound speech() {
        return Mixtures.speech(48_000, Sound.STEREO, 8, 1);
    }

    private static Sound cut(Sound sound, float gain, float limit) {
        for (float[] plane : new float[][] {sound.plane(0), sound.plane(1)}) {
            for (int i = 0; i < plane.length; i++) {
                plane[i] = Math.max(-limit, Math.min(limit, gain * plane[i]));
            }
        }
        return sound;
    }

    /** Looks 5 ms ahead, releases in 50 ms. */
    private static void limit(float[] plane, float limit) {
        int ahead = 240;
        double gain = 1;
        float[] wanted = new float[plane.length];
        for (int i = 0; i < plane.length; i++) {
            float peak = 0;
            for (int j = i; j < Math.min(plane.length, i + ahead); j++) {
                peak = Math.max(peak, 4 * Math.abs(plane[j]));
            }
            wanted[i] = Math.min(1, limit / Math.max(peak, 1e-9f));
        }
        for (int i = 0; i < plane.length; i++) {
            gain = Math.min(wanted[i], gain + (1 - gain) / 2_400);
            plane[i] = (float) (4 * plane[i] * gain);
        }
    }
}
