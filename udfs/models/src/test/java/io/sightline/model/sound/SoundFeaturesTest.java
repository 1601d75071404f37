package io.sightline.model.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.ChannelRole;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoundFeaturesTest {

    private static final int SECONDS = 4;

    /** The features of a second, copied. */
    private static final class Second {
        private final float[] mel;
        private final float[] dsp;
        private final float[] hum;

        Second(float[] mel, float[] dsp, float[] hum) {
            this.mel = mel.clone();
            this.dsp = dsp.clone();
            this.hum = hum.clone();
        }

        float value(String input, int index) {
            return switch (input) {
                case "mel" -> mel[index];
                case "dsp" -> dsp[index];
                default -> hum[index];
            };
        }
    }

    private static final class Block implements AudioBlock {
        private final int sampleRateHz;
        private final float[] samples;

        Block(int sampleRateHz, float[] samples) {
            this.sampleRateHz = sampleRateHz;
            this.samples = samples;
        }

        @Override
        public int sampleRateHz() {
            return sampleRateHz;
        }

        @Override
        public List<ChannelRole> channels() {
            return List.of(ChannelRole.FRONT_LEFT, ChannelRole.FRONT_RIGHT);
        }

        @Override
        public long presentationTimeMicros() {
            return 0;
        }

        @Override
        public int sampleCount() {
            return samples.length;
        }

        @Override
        public float[] samples(int channel) {
            return samples;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16_000, 32_000, 44_100, 48_000})
    void agreesWithTheFeaturesThatModelsAreTrainedOn(int rate) throws IOException {
        List<Second> seconds = measure(sound(rate), rate, 1_024);

        int compared = 0;
        try (BufferedReader expected = vectors()) {
            for (String line = expected.readLine(); line != null; line = expected.readLine()) {
                String[] words = line.split(" ", -1);
                if (Integer.parseInt(words[0]) == rate) {
                    float value =
                            seconds.get(Integer.parseInt(words[1]))
                                    .value(words[2], Integer.parseInt(words[3]));
                    assertThat(value).as(line).isCloseTo(Float.parseFloat(words[4]), within(1e-3f));
                    compared++;
                }
            }
        }
        assertThat(compared).isEqualTo(SECONDS * (105 + 62 + 60));
    }

    @Test
    void doesNotDependOnHowSoundIsCutIntoBlocks() {
        float[] sound = sound(44_100);

        assertThat(measure(sound, 44_100, 1_000_000))
                .usingRecursiveComparison()
                .isEqualTo(measure(sound, 44_100, 577));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4_799, 4_800, 48_000 + 12_345, 3 * 48_000, 3 * 48_000 + 40_000})
    void goesOnFromSavedStateAsIfNothingHadBeen(int cut) throws IOException {
        float[] sound = sound(48_000);
        List<Second> seconds = new ArrayList<>();
        SoundFeatures.Listener listener = (m, d, h) -> seconds.add(new Second(m, d, h));
        SoundFeatures before = new SoundFeatures();
        before.add(block(Arrays.copyOf(sound, cut), 48_000), listener);
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        before.save(new DataOutputStream(state));
        SoundFeatures after = new SoundFeatures();

        after.restore(new DataInputStream(new ByteArrayInputStream(state.toByteArray())));
        after.add(block(Arrays.copyOfRange(sound, cut, sound.length), 48_000), listener);

        assertThat(seconds).usingRecursiveComparison().isEqualTo(measure(sound, 48_000, 1_024));
        assertThat(state.size()).isLessThan(70_000);
    }

    /** Peaks that later ones outgrow count for nothing, whatever is kept of them. */
    @Test
    void keepsWhatMayProveToBePeaks() throws IOException {
        float[] sound = new float[32_000];
        for (int n = 0; n < sound.length; n++) {
            float swell = 0.1f + 0.8f * n / sound.length;
            sound[n] = swell * (float) Math.signum(Math.sin(2 * Math.PI * 400 * n / 32_000.0));
        }
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        SoundFeatures before = new SoundFeatures();
        before.add(block(Arrays.copyOf(sound, 24_000), 32_000), (m, d, h) -> {});
        before.save(new DataOutputStream(state));
        SoundFeatures after = new SoundFeatures();
        List<Second> seconds = new ArrayList<>();

        after.restore(new DataInputStream(new ByteArrayInputStream(state.toByteArray())));
        after.add(
                block(Arrays.copyOfRange(sound, 24_000, 32_000), 32_000),
                (m, d, h) -> seconds.add(new Second(m, d, h)));

        int nearPeak = 7 * SoundFeatures.HOPS;
        float[] dsp = seconds.get(0).dsp;
        assertThat(dsp[nearPeak + 10]).isZero();
        assertThat(dsp[nearPeak + 99]).isGreaterThan(4);
        assertThat(seconds).usingRecursiveComparison().isEqualTo(measure(sound, 32_000, 1_024));
    }

    @Test
    void startsAfreshWhenCleared() {
        float[] sound = sound(32_000);
        SoundFeatures features = new SoundFeatures();
        features.add(block(Arrays.copyOf(sound, 50_000), 32_000), (m, d, h) -> {});
        List<Second> seconds = new ArrayList<>();

        features.clear();
        features.add(block(sound, 32_000), (m, d, h) -> seconds.add(new Second(m, d, h)));

        assertThat(seconds).usingRecursiveComparison().isEqualTo(measure(sound, 32_000, 1_024));
    }

    @Test
    void takesWhatIsNoSoundAsSilence() {
        float[] sound = sound(48_000);
        sound[50_000] = Float.NaN;
        sound[60_000] = Float.POSITIVE_INFINITY;

        for (Second second : measure(sound, 48_000, 1_024)) {
            for (float[] values : List.of(second.mel, second.dsp, second.hum)) {
                for (float value : values) {
                    assertThat(value).isFinite();
                }
            }
        }
    }

    private static List<Second> measure(float[] sound, int rate, int blockSamples) {
        SoundFeatures features = new SoundFeatures();
        List<Second> seconds = new ArrayList<>();
        for (int from = 0; from < sound.length; from += blockSamples) {
            int to = Math.min(sound.length, from + blockSamples);
            features.add(
                    block(Arrays.copyOfRange(sound, from, to), rate),
                    (mel, dsp, hum) -> seconds.add(new Second(mel, dsp, hum)));
        }
        return seconds;
    }

    private static Block block(float[] samples, int rate) {
        return new Block(rate, samples);
    }

    /** The formula of udfs/models/training/audio_1s/vectors.py. */
    private static float[] sound(int rate) {
        float[] sound = new float[SECONDS * rate];
        long state = 1;
        for (int n = 0; n < sound.length; n++) {
            state = (1_103_515_245L * state + 12_345) % (1L << 31);
            double turn = 2 * Math.PI * n / rate;
            double x = 0.25 * Math.sin(440 * turn) * (1 + Math.sin(3 * turn)) / 2;
            x += 0.02 * Math.sin(50 * turn) + 0.01 * (state / (double) (1L << 31) - 0.5);
            if (n >= 1.2 * rate && n < 1.5 * rate) {
                x = Math.min(Math.max(x, -0.1), 0.1);
            }
            if (n >= 2.4 * rate && n < 2.43 * rate) {
                x = 0;
            }
            if (n == (int) (0.7 * rate) || n == (int) (3.3 * rate)) {
                x += 0.8;
            }
            sound[n] = (float) x;
        }
        return sound;
    }

    private static BufferedReader vectors() {
        InputStream stream = SoundFeaturesTest.class.getResourceAsStream("features.txt");
        return new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII));
    }
}
