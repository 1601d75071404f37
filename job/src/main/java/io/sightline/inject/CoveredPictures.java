package io.sightline.inject;

import io.sightline.inject.Kind.Needs;
import io.sightline.inject.Kind.Parameter;
import io.sightline.inject.Kind.Strength;
import java.util.List;
import java.util.Locale;

/** Pictures with something else in their place: black, one colour, a test pattern. */
final class CoveredPictures {

    private static final Strength OPACITY =
            new Strength("how much of the picture it hides, in percent", 50, 100, 100);
    private static final String[] COLOURS = {
        "blue", "green", "magenta", "gray", "0x202020", "cyan", "0xC0C0C0"
    };

    private CoveredPictures() {}

    static List<Injector> all() {
        return List.of(
                new Injector(
                        new Kind(
                                "video.black",
                                "a black picture; a logo or a band of graphics may remain",
                                Needs.PICTURES,
                                OPACITY,
                                List.of(Parameter.word("variant", "all", "logo", "bars"))),
                        CoveredPictures::black),
                new Injector(
                        new Kind(
                                "video.solid_colour",
                                "one colour all over",
                                Needs.PICTURES,
                                OPACITY,
                                List.of(
                                        Parameter.word(
                                                "colour", "any", "blue", "green", "magenta", "gray",
                                                "red", "white"))),
                        CoveredPictures::colour),
                new Injector(
                        new Kind(
                                "video.test_pattern",
                                "colour bars of SMPTE or the EBU",
                                Needs.PICTURES,
                                OPACITY,
                                List.of(
                                        Parameter.word(
                                                "pattern", "smpte", "ebu", "smpte-hd", "ebu-100"))),
                        CoveredPictures::pattern));
    }

    private static void black(Planted defect, Recipe recipe) {
        fill(recipe, "black", defect);
        switch (defect.word("variant")) {
            case "logo" -> {
                box(recipe, "0xD0D0D0", "iw*0.86", "ih*0.06", "iw*0.08", "ih*0.05", defect.gate());
                box(recipe, "0xC02020", "iw*0.88", "ih*0.12", "iw*0.04", "ih*0.03", defect.gate());
            }
            case "bars" -> {
                box(recipe, "0x303080", "0", "ih*0.86", "iw", "ih*0.14", defect.gate());
                box(recipe, "0xE0E0E0", "iw*0.1", "ih*0.90", "iw*0.6", "ih*0.04", defect.gate());
            }
            default -> {
                // nothing remains
            }
        }
    }

    private static void colour(Planted defect, Recipe recipe) {
        String colour = defect.word("colour");
        fill(
                recipe,
                colour.equals("any") ? COLOURS[defect.random(0, COLOURS.length)] : colour,
                defect);
    }

    private static void fill(Recipe recipe, String colour, Planted defect) {
        String opaque = String.format(Locale.ROOT, "%s@%.4f", colour, defect.strength() / 100);
        box(recipe, opaque, "0", "0", "iw", "ih", defect.gate());
    }

    /** Fills a rectangle while the gate is 1. */
    static void box(
            Recipe recipe, String colour, String x, String y, String w, String h, String gate) {
        recipe.pictures()
                .then(
                        "drawbox=x=%s:y=%s:w=%s:h=%s:color=%s:t=fill:enable='%s'"
                                .formatted(x, y, w, h, colour, gate));
    }

    private static void pattern(Planted defect, Recipe recipe) {
        String source =
                switch (defect.word("pattern")) {
                    case "ebu" -> "pal75bars";
                    case "ebu-100" -> "pal100bars";
                    case "smpte-hd" -> "smptehdbars";
                    default -> "smptebars";
                };
        Clip.Pictures pictures = recipe.pictureTrack();
        String graph =
                String.format(
                        Locale.ROOT,
                        "%s=size=%dx%d:rate=%s:duration=%.3f",
                        source,
                        pictures.width(),
                        pictures.height(),
                        pictures.rate(),
                        defect.toSeconds());
        if (defect.strength() < 100) {
            graph +=
                    String.format(
                            Locale.ROOT,
                            ",format=yuva420p,colorchannelmixer=aa=%.4f",
                            defect.strength() / 100);
        }
        recipe.pictures().coverPictures(graph, "0:0", defect.gate());
    }
}
