package io.sightline.inject;

import io.sightline.inject.Kind.Needs;
import io.sightline.inject.Kind.Parameter;
import io.sightline.inject.Kind.Strength;
import java.util.List;
import java.util.Locale;

/** Coded pictures and sound that are damaged or missing in the new clip itself. */
final class CodedDamage {

    private CodedDamage() {}

    static List<Injector> all() {
        return List.of(
                new Injector(
                        new Kind(
                                "video.decode_error",
                                "wrong bytes in coded pictures, or coded pictures lost; later ones refer to them"
                                        + " up to the next key picture",
                                Needs.EARLIER_PICTURES,
                                new Strength(
                                        "wrong bytes of each 1000, or lost pictures in percent",
                                        0.1,
                                        100,
                                        7),
                                List.of(Parameter.word("variant", "bytes", "lost"))),
                        CodedDamage::pictures),
                new Injector(
                        new Kind(
                                "audio.missing",
                                "no packets of sound",
                                Needs.SOUND,
                                new Strength(
                                        "how many packets are missing, in percent", 10, 100, 100),
                                List.of()),
                        (defect, recipe) ->
                                recipe.loseSound(some(defect, defect.gate("(pts*tb)")))));
    }

    private static void pictures(Planted defect, Recipe recipe) {
        // Packets have times that are rounded: half a picture is room enough.
        String during = defect.gate("(pts*tb)");
        if (defect.word("variant").equals("lost")) {
            recipe.losePictures(some(defect, during));
        } else {
            long spacing = Math.max(1, Math.round(1_000 / defect.strength()));
            recipe.damagePictures(
                    "(%s)*(%d+mod(n*7+%d,3))".formatted(during, spacing, defect.random(0, 3)));
        }
        recipe.lastUntilKeyPicture();
    }

    /** One of so many, always the same ones for the same seed. */
    private static String some(Planted defect, String during) {
        return defect.strength() >= 100
                ? "(" + during + ")"
                : String.format(
                        Locale.ROOT,
                        "(%s)*lt(mod(n*617+%d,1000),%.0f)",
                        during,
                        defect.random(1, 1_000),
                        defect.strength() * 10);
    }
}
