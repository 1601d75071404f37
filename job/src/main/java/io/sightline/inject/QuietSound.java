package io.sightline.inject;

import io.sightline.inject.Kind.Needs;
import io.sightline.inject.Kind.Parameter;
import io.sightline.inject.Kind.Strength;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Sound that is not there, or not in every channel, and channels that are not as they should be.
 */
final class QuietSound {

    private static final Strength ATTENUATION =
            new Strength("attenuation in dB; from 150 on samples are zero", 20, 200, 200);

    private QuietSound() {}

    static List<Injector> all() {
        return List.of(
                new Injector(
                        new Kind(
                                "audio.silence",
                                "all channels are silent",
                                Needs.SOUND,
                                ATTENUATION,
                                List.of()),
                        QuietSound::silence),
                new Injector(
                        new Kind(
                                "audio.channel_dead",
                                "one channel is silent",
                                Needs.STEREO,
                                ATTENUATION,
                                List.of(Parameter.number("channel", 2, 1, 16))),
                        (defect, recipe) ->
                                recipe.samples(
                                        "val(ch)*if((%s)*eq(ch,%d),%s,1)"
                                                .formatted(
                                                        defect.gate(),
                                                        (int) defect.number("channel") - 1,
                                                        gain(defect)))),
                new Injector(
                        new Kind(
                                "audio.dropout",
                                "short gaps of zeros, again and again",
                                Needs.SOUND,
                                new Strength("length of each gap in ms", 2, 1_000, 40),
                                List.of(Parameter.number("every", 1, 0.05, 60))),
                        QuietSound::dropout),
                new Injector(
                        new Kind(
                                "audio.mono",
                                "both front channels carry the same",
                                Needs.STEREO,
                                new Strength(
                                        "how much of their difference is gone, in percent",
                                        50,
                                        100,
                                        100),
                                List.of()),
                        (defect, recipe) -> middle(defect, recipe, "")),
                new Injector(
                        new Kind(
                                "audio.phase",
                                "the second channel is inverted",
                                Needs.STEREO,
                                new Strength(
                                        "how much of the difference is taken away before, in percent: 100"
                                                + " makes exact opposites, 0 leaves a wide mix what it is",
                                        0,
                                        100,
                                        80),
                                List.of()),
                        (defect, recipe) -> middle(defect, recipe, "*if(eq(ch,1),-1,1)")));
    }

    private static void silence(Planted defect, Recipe recipe) throws IOException {
        NaturalRest.aroundSilence(defect, recipe);
        recipe.samples("val(ch)*if(%s,%s,1)".formatted(defect.gate(), gain(defect)));
    }

    private static String gain(Planted defect) {
        return defect.strength() >= 150
                ? "0"
                : String.format(Locale.ROOT, "%.9f", Math.pow(10, -defect.strength() / 20));
    }

    private static void dropout(Planted defect, Recipe recipe) {
        recipe.samples(
                String.format(
                        Locale.ROOT,
                        "val(ch)*(1-%s*lt(mod(t-%.6f,%s),%.6f))",
                        defect.gate(),
                        defect.fromSeconds(),
                        defect.word("every"),
                        defect.strength() / 1_000));
    }

    /** Brings the first two channels nearer to what they have in common. */
    private static void middle(Planted defect, Recipe recipe, String factor) {
        recipe.samples(
                String.format(
                        Locale.ROOT,
                        "if(%s*lt(ch,2),((val(0)+val(1))/2+(val(ch)-(val(0)+val(1))/2)*%.4f)%s,val(ch))",
                        defect.gate(),
                        1 - defect.strength() / 100,
                        factor));
    }
}
