package io.sightline.inject;

import io.sightline.inject.Kind.Needs;
import io.sightline.inject.Kind.Parameter;
import io.sightline.inject.Kind.Strength;
import java.util.List;
import java.util.Locale;

/** Pictures that are worse than they were: blurred, noisy, with bands, clipped. */
final class DegradedPictures {

    private DegradedPictures() {}

    static List<Injector> all() {
        return List.of(
                new Injector(
                        new Kind(
                                "video.blur",
                                "out of focus, Gaussian",
                                Needs.PICTURES,
                                new Strength(
                                        "standard deviation in percent of the height", 0.1, 5, 1),
                                List.of()),
                        DegradedPictures::blur),
                new Injector(
                        new Kind(
                                "video.noise",
                                "Gaussian noise, new in each picture",
                                Needs.PICTURES,
                                new Strength("standard deviation in levels of 8 bits", 1, 50, 15),
                                List.of()),
                        DegradedPictures::noise),
                new Injector(
                        new Kind(
                                "video.banding",
                                "too few levels of luma",
                                Needs.PICTURES,
                                new Strength("levels of 8 bits made one", 2, 64, 16),
                                List.of()),
                        DegradedPictures::banding),
                new Injector(
                        new Kind(
                                "video.levels",
                                "levels stretched until they are clipped or illegal",
                                Needs.PICTURES,
                                new Strength("by which factor", 1.02, 4, 1.8),
                                List.of(
                                        Parameter.word(
                                                "variant", "white", "black", "illegal", "chroma"))),
                        DegradedPictures::levels));
    }

    private static void blur(Planted defect, Recipe recipe) {
        double sigma = defect.strength() / 100 * recipe.pictureTrack().height();
        recipe.pictures()
                .then(
                        String.format(
                                Locale.ROOT,
                                "gblur=sigma=%.3f:steps=2:enable='%s'",
                                sigma,
                                defect.gate()));
    }

    private static void noise(Planted defect, Recipe recipe) {
        // The filter's strength is the deviation times the root of three.
        long strength = Math.min(100, Math.round(defect.strength() * Math.sqrt(3)));
        recipe.pictures()
                .then(
                        "noise=alls=%d:allf=t:all_seed=%d:enable='%s'"
                                .formatted(strength, defect.random(0, 100_000), defect.gate()));
    }

    private static void banding(Planted defect, Recipe recipe) {
        String width = Kind.plain(defect.strength() * levelsPerStep(recipe));
        lut(recipe, "y='min(floor(val/%1$s)*%1$s+floor(%1$s/2),maxval)'".formatted(width), defect);
    }

    private static void levels(Planted defect, Recipe recipe) {
        int unit = levelsPerStep(recipe);
        String factor = Kind.plain(defect.strength());
        int black = 16 * unit;
        int white = 235 * unit;
        int middle = 128 * unit;
        int end = 256 * unit - 1;
        String table =
                switch (defect.word("variant")) {
                    case "black" ->
                            "y='clip(%1$d-(%1$d-val)*%2$s,%3$d,%1$d)'"
                                    .formatted(white, factor, black);
                    case "illegal" ->
                            "y='clip(%1$d+(val-%1$d)*%2$s,0,%3$d)'".formatted(middle, factor, end);
                    case "chroma" ->
                            "u='clip(%1$d+(val-%1$d)*%2$s,0,%3$d)':v='clip(%1$d+(val-%1$d)*%2$s,0,%3$d)'"
                                    .formatted(middle, factor, end);
                    default ->
                            "y='clip(%1$d+(val-%1$d)*%2$s,%1$d,%3$d)'"
                                    .formatted(black, factor, white);
                };
        lut(recipe, table, defect);
    }

    private static void lut(Recipe recipe, String table, Planted defect) {
        recipe.pictures().then("lutyuv=" + table + ":enable='" + defect.gate() + "'");
    }

    /** How many levels of the clip are one of 8 bits. */
    private static int levelsPerStep(Recipe recipe) {
        String format = recipe.pictureTrack().pixelFormat();
        return format.contains("12") && !format.startsWith("nv")
                ? 16
                : format.contains("10") ? 4 : 1;
    }
}
