package io.sightline.inject;

import io.sightline.inject.Kind.Needs;
import io.sightline.inject.Kind.Parameter;
import io.sightline.inject.Kind.Strength;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Pictures shown again in place of those that should come, or not at all. */
final class HeldPictures {

    private HeldPictures() {}

    static List<Injector> all() {
        return List.of(
                new Injector(
                        new Kind(
                                "video.freeze",
                                "the picture before is held",
                                Needs.EARLIER_PICTURES,
                                new Strength("no choice", 100, 100, 100),
                                List.of()),
                        HeldPictures::freeze),
                new Injector(
                        new Kind(
                                "video.freeze_partial",
                                "the picture before is held, but a corner goes on, like a clock",
                                Needs.EARLIER_PICTURES,
                                new Strength(
                                        "how much of the picture stands still, in percent",
                                        50,
                                        99.9,
                                        98),
                                List.of()),
                        HeldPictures::freeze),
                new Injector(
                        new Kind(
                                "video.stutter",
                                "pictures are shown again in a pattern; time goes on",
                                Needs.EARLIER_PICTURES,
                                new Strength(
                                        "how many of the pictures are repeats, in percent",
                                        5,
                                        90,
                                        50),
                                List.of(Parameter.number("run", 1, 1, 100))),
                        HeldPictures::stutter));
    }

    /** Apart, for it must come after all that counts pictures. */
    static Injector missing() {
        return new Injector(
                new Kind(
                        "video.frame_drop",
                        "pictures are missing; the others keep their times",
                        Needs.EARLIER_PICTURES,
                        new Strength("how many of the pictures are missing, in percent", 1, 95, 50),
                        List.of(Parameter.number("run", 1, 1, 100))),
                HeldPictures::drop);
    }

    private static void freeze(Planted defect, Recipe recipe) throws IOException {
        NaturalRest.aroundFreeze(defect, recipe);
        FilterGraph graph = recipe.pictures();
        String live = defect.strength() < 100 ? graph.branch() : null;
        // The branch ends with the picture to hold, and its last one stays.
        graph.replacePictures(
                String.format(Locale.ROOT, "trim=end=%.6f", defect.gateFromSeconds()),
                defect.gate());
        if (live != null) {
            double side = Math.sqrt(1 - defect.strength() / 100);
            String corner =
                    String.format(
                            Locale.ROOT,
                            "crop=w=floor(iw*%1$.4f/2)*2:h=floor(ih*%1$.4f/2)*2:x=iw-ow:y=0",
                            side);
            graph.overlayFiltered(live, corner, "W-w:0", defect.gate());
        }
    }

    private static void stutter(Planted defect, Recipe recipe) {
        recipe.pictures().replacePictures(select(defect, recipe), defect.gate());
    }

    private static void drop(Planted defect, Recipe recipe) {
        recipe.pictures().then(select(defect, recipe));
    }

    /** Keeps the pictures that are not to be missed: of each group, all but the first ones. */
    private static String select(Planted defect, Recipe recipe) {
        int first = recipe.pictureTrack().firstAt(defect.fromMicros());
        int end = recipe.pictureTrack().firstAt(defect.toMicros());
        double run = defect.number("run");
        double group = Math.max(run + 1, Math.rint(run * 100 / defect.strength()));
        if (defect.strength() > 50) {
            // More repeats than live pictures: one live picture in each group.
            group = Math.max(2, Math.rint(100 / (100 - defect.strength())) * run);
            run = Math.rint(group * defect.strength() / 100);
        }
        return String.format(
                Locale.ROOT,
                "select='1-gte(n,%1$d)*lt(n,%2$d)*lt(mod(n-%1$d,%3$.0f),%4$.0f)'",
                first,
                end,
                group,
                run);
    }
}
