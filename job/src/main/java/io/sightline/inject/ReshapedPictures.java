package io.sightline.inject;

import io.sightline.inject.Kind.Needs;
import io.sightline.inject.Kind.Parameter;
import io.sightline.inject.Kind.Strength;
import java.util.List;
import java.util.Locale;

/** Pictures of another shape, with lines in the wrong place, or flashing. */
final class ReshapedPictures {

    private ReshapedPictures() {}

    static List<Injector> all() {
        return List.of(
                new Injector(
                        new Kind(
                                "video.letterbox",
                                "black bars around a smaller active picture",
                                Needs.PICTURES,
                                new Strength(
                                        "share of the height, or of the width, that is bars, in percent",
                                        2,
                                        80,
                                        25),
                                List.of(
                                        Parameter.word(
                                                "variant", "letterbox", "pillarbox", "windowbox"))),
                        ReshapedPictures::bars),
                new Injector(
                        new Kind(
                                "video.combing",
                                "every other line is of the picture before",
                                Needs.EARLIER_PICTURES,
                                new Strength("how many of the pictures, in percent", 5, 100, 100),
                                List.of()),
                        ReshapedPictures::comb),
                new Injector(
                        new Kind(
                                "video.field_order",
                                "the fields of each picture change places",
                                Needs.PICTURES,
                                new Strength("how many of the pictures, in percent", 5, 100, 100),
                                List.of()),
                        (defect, recipe) ->
                                recipe.pictures()
                                        .then("il=ls=1:cs=1:enable='" + some(defect) + "'")),
                new Injector(
                        new Kind(
                                "video.flashing",
                                "light and dark, or red and dark, in turn",
                                Needs.PICTURES,
                                new Strength("opacity of both, in percent", 2, 100, 80),
                                List.of(
                                        Parameter.number("rate", 5, 0.5, 30),
                                        Parameter.number("area", 50, 1, 100),
                                        Parameter.word("variant", "luminance", "red"))),
                        ReshapedPictures::flash));
    }

    private static void bars(Planted defect, Recipe recipe) {
        String shape = defect.word("variant");
        String bar = String.format(Locale.ROOT, "%.4f", defect.strength() / 200);
        if (!shape.equals("pillarbox")) {
            box(recipe, "0", "0", "iw", "ih*" + bar, defect);
            box(recipe, "0", "ih-ih*" + bar, "iw", "ih", defect);
        }
        if (!shape.equals("letterbox")) {
            box(recipe, "0", "0", "iw*" + bar, "ih", defect);
            box(recipe, "iw-iw*" + bar, "0", "iw", "ih", defect);
        }
    }

    private static void box(Recipe recipe, String x, String y, String w, String h, Planted defect) {
        CoveredPictures.box(recipe, "black", x, y, w, h, defect.gate());
    }

    private static void comb(Planted defect, Recipe recipe) {
        FilterGraph graph = recipe.pictures();
        String before = graph.branch();
        // Less than a picture, since times are rounded; the last one before an instant is taken.
        String delay =
                String.format(
                        Locale.ROOT,
                        "settb=AVTB,setpts=PTS+%.6f/TB",
                        0.75 / recipe.pictureTrack().rate().perSecond());
        graph.blendFiltered(before, delay, "if(mod(Y,2),B,A)", some(defect));
    }

    private static String some(Planted defect) {
        return defect.strength() >= 100
                ? defect.gate()
                : String.format(
                        Locale.ROOT, "%s*lt(mod(n*37,100),%.0f)", defect.gate(), defect.strength());
    }

    private static void flash(Planted defect, Recipe recipe) {
        String phase =
                String.format(
                        Locale.ROOT,
                        "lt(mod((t-%.6f)*%s,1),0.5)",
                        defect.gateFromSeconds(),
                        defect.word("rate"));
        String opacity = String.format(Locale.ROOT, "@%.4f", defect.strength() / 100);
        String width = "iw*" + Kind.plain(defect.number("area") / 100);
        String bright = defect.word("variant").equals("red") ? "0xFF0000" : "white";
        CoveredPictures.box(
                recipe, bright + opacity, "0", "0", width, "ih", defect.gate() + "*" + phase);
        CoveredPictures.box(
                recipe,
                "black" + opacity,
                "0",
                "0",
                width,
                "ih",
                defect.gate() + "*(1-" + phase + ")");
    }
}
