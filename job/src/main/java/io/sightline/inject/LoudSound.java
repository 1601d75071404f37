package io.sightline.inject;

import io.sightline.inject.Kind.Needs;
import io.sightline.inject.Kind.Parameter;
import io.sightline.inject.Kind.Strength;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Sound at a wrong level: clipped, over full scale, too loud, shifted. */
final class LoudSound {

    private static final double MOST_GAIN = 1_000;

    private LoudSound() {}

    static List<Injector> all() {
        return List.of(
                new Injector(
                        new Kind(
                                "audio.clipping",
                                "amplified until samples are clipped at full scale, then attenuated",
                                Needs.SOUND,
                                new Strength(
                                        "share of the samples clipped, in percent", 0.05, 50, 3),
                                List.of(Parameter.number("attenuation", 0, 0, 40))),
                        LoudSound::clip),
                new Injector(
                        new Kind(
                                "audio.true_peak",
                                "a tone of a quarter of the sample rate that peaks between samples",
                                Needs.SOUND,
                                new Strength("its true peak in dBTP", -6, 20, 9),
                                List.of()),
                        LoudSound::peak),
                new Injector(
                        new Kind(
                                "audio.loudness",
                                "amplified and clipped at full scale",
                                Needs.SOUND,
                                new Strength("gain in dB", 6, 60, 40),
                                List.of()),
                        (defect, recipe) ->
                                recipe.samples(
                                        "if(%1$s,clip(val(ch)*%2$s,-1,1),val(ch))"
                                                .formatted(defect.gate(), gain(defect)))),
                new Injector(
                        new Kind(
                                "audio.loudness_jump",
                                "another level from one instant to the next",
                                Needs.SOUND,
                                new Strength("gain in dB, either way", -40, 40, -14),
                                List.of()),
                        (defect, recipe) ->
                                recipe.samples(
                                        "val(ch)*if(%s,%s,1)"
                                                .formatted(defect.gate(), gain(defect)))),
                new Injector(
                        new Kind(
                                "audio.dc_offset",
                                "a constant is added to all samples",
                                Needs.SOUND,
                                new Strength("it, in percent of full scale", -100, 100, 10),
                                List.of()),
                        (defect, recipe) ->
                                recipe.samples(
                                        String.format(
                                                Locale.ROOT,
                                                "val(ch)+%s*%.5f",
                                                defect.gate(),
                                                defect.strength() / 100))));
    }

    private static String gain(Planted defect) {
        return String.format(Locale.ROOT, "%.6f", Math.pow(10, defect.strength() / 20));
    }

    private static void clip(Planted defect, Recipe recipe) throws IOException {
        double limit = levelExceededBy(defect, recipe);
        double gain = Math.min(MOST_GAIN, 1 / Math.max(1e-9, limit));
        double after = Math.pow(10, -defect.number("attenuation") / 20);
        recipe.measured("gain_db", Math.round(200 * Math.log10(gain)) / 10.0);
        recipe.samples(
                String.format(
                        Locale.ROOT,
                        "if(%s,clip(val(ch)*%.6f,-1,1)*%.6f,val(ch))",
                        defect.gate(),
                        gain,
                        after));
    }

    /** What the given share of the samples reaches. */
    private static double levelExceededBy(Planted defect, Recipe recipe) throws IOException {
        FloatBuffer samples = recipe.listen(defect.fromSeconds(), defect.toSeconds());
        float[] levels = new float[samples.limit()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = Math.abs(samples.get(i));
        }
        Arrays.sort(levels);
        int index = (int) (levels.length * (1 - defect.strength() / 100));
        return levels.length == 0 ? 0 : levels[Math.min(index, levels.length - 1)];
    }

    private static void peak(Planted defect, Recipe recipe) {
        // At 45 degrees all samples are 3 dB below the peaks.
        recipe.samples(
                String.format(
                        Locale.ROOT,
                        "if(%s,%.6f*sin(PI/2*n+PI/4),val(ch))",
                        defect.gate(),
                        Math.pow(10, defect.strength() / 20)));
    }
}
