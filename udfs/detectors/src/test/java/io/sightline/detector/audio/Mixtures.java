package io.sightline.detector.audio;

import io.sightline.detector.api.ChannelRole;
import java.util.List;
import java.util.Random;

/** Sound with the level changes, tones and noise of a programme, the same for the same seed. */
final class Mixtures {

    private Mixtures() {}

    static Sound music(int rateHz, int seconds, long seed) {
        Random random = new Random(seed);
        Sound sound = new Sound(rateHz, Sound.STEREO);
        float[] samples = new float[rateHz / 4];
        for (int quarter = 0; quarter < 4 * seconds; quarter++) {
            double loudness = Math.pow(10, -2 * random.nextDouble());
            double hz = 60 * Math.pow(2, 7 * random.nextDouble());
            for (int i = 0; i < samples.length; i++) {
                double decay = Math.exp(-6.0 * i / samples.length);
                double tone = Math.sin(2 * Math.PI * hz * i / rateHz);
                samples[i] =
                        (float) (loudness * decay * (0.8 * tone + 0.2 * random.nextGaussian()));
            }
            sound.samples(samples);
        }
        return sound;
    }

    /** White noise, another one in each channel. */
    static Sound noise(
            int rateHz, List<ChannelRole> roles, double seconds, double deviation, long seed) {
        Random random = new Random(seed);
        Sound sound = new Sound(rateHz, roles).silence(seconds);
        for (int channel = 0; channel < roles.size(); channel++) {
            float[] plane = sound.plane(channel);
            for (int i = 0; i < plane.length; i++) {
                plane[i] = (float) (deviation * random.nextGaussian());
            }
        }
        return sound;
    }

    /**
     * Noise that swells and fades four times a second, as syllables do, with a tone of 220 Hz and
     * overtones: the same in all channels but for a tenth.
     */
    static Sound speech(int rateHz, List<ChannelRole> roles, double seconds, long seed) {
        Random random = new Random(seed);
        Sound sound = new Sound(rateHz, roles).silence(seconds);
        double low = 0;
        for (int i = 0; i < sound.sampleCount(); i++) {
            double time = i / (double) rateHz;
            double swell = 0.02 + Math.pow(Math.sin(Math.PI * 4 * time), 2);
            low += (random.nextGaussian() - low) * Math.min(1, 2_000.0 / rateHz);
            double voice = 0;
            for (int harmonic = 1; harmonic <= 8; harmonic++) {
                voice += Math.sin(2 * Math.PI * 223 * harmonic * time + harmonic) / harmonic;
            }
            for (int channel = 0; channel < roles.size(); channel++) {
                sound.plane(channel)[i] =
                        (float) (0.1 * swell * (voice + low + 0.1 * random.nextGaussian()));
            }
        }
        return sound;
    }
}
