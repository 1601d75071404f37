package io.sightline.detector.audio;

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
}
