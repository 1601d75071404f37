package io.sightline.inject;

import io.sightline.inject.Kind.Needs;
import io.sightline.inject.Kind.Parameter;
import io.sightline.inject.Kind.Strength;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Sound that does not go with the pictures, and both at rest. */
final class SoundAgainstPictures {

    private static final Parameter VARIANT = Parameter.word("variant", "content", "flash");

    private SoundAgainstPictures() {}

    static List<Injector> all() {
        return List.of(
                new Injector(
                        new Kind(
                                "av.sync",
                                "the sound is shifted; 'flash' puts flashes and beeps, one a second, in place"
                                        + " of the whole clip first",
                                Needs.PICTURES_AND_SOUND,
                                new Strength(
                                        "by how much it is late, in ms; early if negative",
                                        -5_000,
                                        5_000,
                                        200),
                                List.of(VARIANT)),
                        SoundAgainstPictures::shift),
                new Injector(
                        new Kind(
                                "av.drift",
                                "the sound is slower than the pictures, or faster; 'times' leaves it as it is and"
                                        + " has its timestamps say so, up to the end of the clip",
                                Needs.PICTURES_AND_SOUND,
                                new Strength(
                                        "by how much it falls behind in each second, in ms",
                                        -50,
                                        50,
                                        5),
                                List.of(Parameter.word("variant", "content", "flash", "times"))),
                        SoundAgainstPictures::drift),
                new Injector(
                        new Kind(
                                "av.dead_air",
                                "the picture is held and the sound is silent",
                                Needs.PICTURES_AND_SOUND,
                                new Strength("no choice", 100, 100, 100),
                                List.of()),
                        SoundAgainstPictures::both));
    }

    private static void shift(Planted defect, Recipe recipe) {
        paint(defect, recipe);
        double millis = defect.strength();
        String filter =
                millis >= 0
                        ? String.format(Locale.ROOT, "adelay=%.3f:all=1", millis)
                        : String.format(
                                Locale.ROOT,
                                "atrim=start=%.6f,asetpts=PTS-STARTPTS,apad=pad_dur=%.6f",
                                -millis / 1e3,
                                -millis / 1e3);
        recipe.sound().replaceSound(filter, defect.gate());
    }

    private static void drift(Planted defect, Recipe recipe) {
        if (defect.word("variant").equals("times")) {
            recipe.shiftSound(
                    String.format(
                            Locale.ROOT,
                            "%.6f*clip(PTS*TB-%.6f,0,%.6f)/TB",
                            defect.strength() / 1e3,
                            defect.fromSeconds(),
                            defect.length()));
            // What has fallen behind stays there.
            recipe.limitTo(defect.fromMicros(), recipe.clip().durationMicros());
            return;
        }
        paint(defect, recipe);
        int rateHz = recipe.soundTrack().rateHz();
        double slower = rateHz / (1 + defect.strength() / 1_000);
        String filters =
                String.format(
                        Locale.ROOT,
                        "atrim=start=%1$.6f,asetpts=PTS-STARTPTS,aresample=%2$d,asetrate=%3$d,aresample=%4$d,"
                                + "adelay=%5$.3f:all=1",
                        defect.fromSeconds(),
                        // A rate of samples must be whole: a thousandth of a sample is fine enough.
                        rateHz,
                        Math.round(slower),
                        rateHz,
                        defect.fromSeconds() * 1e3);
        recipe.sound().replaceSound(filters, defect.gate());
    }

    /** Flashes of one picture and beeps that begin with them, if asked for. */
    private static void paint(Planted defect, Recipe recipe) {
        if (!defect.word("variant").equals("flash") || !recipe.beginPattern()) {
            return;
        }
        Clip.Pictures pictures = recipe.pictureTrack();
        long every = Math.max(1, Math.round(pictures.rate().perSecond()));
        CoveredPictures.box(recipe, "black", "0", "0", "iw", "ih", "1");
        CoveredPictures.box(recipe, "white", "0", "0", "iw", "ih", "eq(mod(n," + every + "),0)");
        recipe.samples(
                String.format(
                        Locale.ROOT,
                        "0.5*sin(2*PI*1000*t)*gte(t,%1$.6f)*lt(mod(t-%1$.6f,%2$.9f),0.05)",
                        pictures.begin(0) / 1e6,
                        every / pictures.rate().perSecond()));
    }

    private static void both(Planted defect, Recipe recipe) throws IOException {
        plant("video.freeze", defect, recipe);
        long[] still = recipe.noticeable();
        plant("audio.silence", defect, recipe);
        long[] silent = recipe.noticeable();
        recipe.limitTo(Math.max(still[0], silent[0]), Math.min(still[1], silent[1]));
    }

    private static void plant(String id, Planted defect, Recipe recipe) throws IOException {
        Injector injector = Kinds.byId(id).orElseThrow();
        Planted part =
                new Planted(
                        injector.kind(),
                        defect.fromMicros(),
                        defect.toMicros(),
                        defect.gateFromSeconds(),
                        defect.gateToSeconds(),
                        injector.kind().strength().usual(),
                        Map.of(),
                        defect.seed());
        injector.planter().plant(part, recipe);
        long[] whole = recipe.noticeable();
        recipe.companion(new Label.Stretch(id, whole[0], whole[1]));
    }
}
