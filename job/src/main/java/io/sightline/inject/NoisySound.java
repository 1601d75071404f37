package io.sightline.inject;

import io.sightline.inject.Kind.Needs;
import io.sightline.inject.Kind.Parameter;
import io.sightline.inject.Kind.Strength;
import java.util.List;
import java.util.Locale;

/** Sound with something added that was never recorded. */
final class NoisySound {

    private static final Strength LEVEL_OF_HUM = new Strength("level in dBFS, RMS", -80, -6, -30);

    private NoisySound() {}

    static List<Injector> all() {
        return List.of(
                new Injector(
                        new Kind(
                                "audio.hum",
                                "mains hum with its harmonics",
                                Needs.SOUND,
                                LEVEL_OF_HUM,
                                List.of(
                                        Parameter.number("frequency", 50, 15, 400),
                                        Parameter.number("harmonics", 5, 1, 20))),
                        NoisySound::hum),
                new Injector(
                        new Kind(
                                "audio.hiss",
                                "white noise, other in each channel",
                                Needs.SOUND,
                                new Strength("level in dBFS, RMS", -90, -6, -40),
                                List.of()),
                        (defect, recipe) ->
                                recipe.samples(
                                        String.format(
                                                Locale.ROOT,
                                                "%s;val(ch)+%s*%.9f*(random(0)*2-1)",
                                                seeded(defect),
                                                defect.gate(),
                                                Math.sqrt(3) * amplitude(defect)))),
                new Injector(
                        new Kind(
                                "audio.click",
                                "clicks of a few samples at irregular times",
                                Needs.SOUND,
                                new Strength("height in percent of full scale", 1, 100, 60),
                                List.of(
                                        Parameter.number("rate", 2, 0.1, 50),
                                        Parameter.number("width", 3, 1, 100))),
                        NoisySound::clicks),
                new Injector(
                        new Kind(
                                "audio.noise_burst",
                                "white noise in place of the sound, again and again",
                                Needs.SOUND,
                                new Strength("its peaks in percent of full scale", 5, 100, 80),
                                List.of(
                                        Parameter.number("length", 200, 5, 60_000),
                                        Parameter.number("every", 1, 0.02, 60))),
                        NoisySound::bursts));
    }

    /** From dBFS, where a sine of full amplitude has an RMS of -3 dB. */
    private static double amplitude(Planted defect) {
        return Math.pow(10, defect.strength() / 20);
    }

    /** Each channel has random numbers of its own. */
    private static String seeded(Planted defect) {
        return "if(eq(n,0),st(0,%d+ch*7919))".formatted(defect.random(0, 1_000_000));
    }

    private static void hum(Planted defect, Recipe recipe) {
        int harmonics = (int) defect.number("harmonics");
        double power = 0;
        for (int k = 1; k <= harmonics; k++) {
            power += 0.5 / (k * k);
        }
        double scale = amplitude(defect) / Math.sqrt(power);
        StringBuilder sum = new StringBuilder("0");
        for (int k = 1; k <= harmonics; k++) {
            sum.append(
                    String.format(
                            Locale.ROOT,
                            "+%.9f*sin(2*PI*%s*t+%d)",
                            scale / k,
                            Kind.plain(k * defect.number("frequency")),
                            k));
        }
        recipe.samples("val(ch)+(%s)*(%s)".formatted(defect.gate(), sum));
    }

    private static void clicks(Planted defect, Recipe recipe) {
        int rateHz = recipe.soundTrack().rateHz();
        long period = Math.max(1, Math.round(rateHz / defect.number("rate")));
        // Where in its period a click is: a scattered, repeatable sequence.
        recipe.samples(
                String.format(
                        Locale.ROOT,
                        "st(1,floor(n/%1$d));st(2,mod(ld(1)*%2$d+%3$d,%4$d));st(3,mod(n,%1$d)-ld(2));"
                                + "val(ch)+%5$s*gte(ld(3),0)*lt(ld(3),%6$s)*%7$.5f*(1-2*mod(ld(1),2))",
                        period,
                        7_919,
                        defect.random(0, (int) period),
                        Math.max(1, period * 4 / 5),
                        defect.gate(),
                        defect.word("width"),
                        defect.strength() / 100));
    }

    private static void bursts(Planted defect, Recipe recipe) {
        recipe.samples(
                String.format(
                        Locale.ROOT,
                        "%s;if(%s*lt(mod(t-%.6f,%s),%.6f),%.5f*(random(0)*2-1),val(ch))",
                        seeded(defect),
                        defect.gate(),
                        defect.fromSeconds(),
                        defect.word("every"),
                        defect.number("length") / 1_000,
                        defect.strength() / 100));
    }
}
