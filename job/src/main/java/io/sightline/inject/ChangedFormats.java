package io.sightline.inject;

import io.sightline.inject.Kind.Needs;
import io.sightline.inject.Kind.Parameter;
import io.sightline.inject.Kind.Strength;
import java.util.List;

/** Stretches with pictures of another size or sound of another rate, spliced in unannounced. */
final class ChangedFormats {

    private ChangedFormats() {}

    static List<Injector> all() {
        return List.of(
                new Injector(
                        new Kind(
                                "video.format_change",
                                "pictures of another size",
                                Needs.TRANSPORT_STREAM,
                                new Strength("their width and height, in percent", 10, 200, 50),
                                List.of()),
                        (defect, recipe) -> {
                            recipe.forceKeyPicture(defect.fromMicros());
                            recipe.forceKeyPicture(defect.toMicros());
                            recipe.switchFormat(new Recipe.FormatSwitch(defect));
                        }),
                new Injector(
                        new Kind(
                                "audio.format_change",
                                "sound of another sample rate",
                                Needs.TRANSPORT_STREAM,
                                new Strength("the rate in Hz", 8_000, 96_000, 32_000),
                                List.of(Parameter.number("channels", 0, 0, 8))),
                        (defect, recipe) -> recipe.switchFormat(new Recipe.FormatSwitch(defect))));
    }

    /** What makes the other pictures. */
    static String pictures(Planted defect, Clip.Pictures pictures) {
        return "scale=%d:%d"
                .formatted(
                        even(pictures.width() * defect.strength() / 100),
                        even(pictures.height() * defect.strength() / 100));
    }

    private static long even(double size) {
        return Math.max(16, Math.round(size / 2) * 2);
    }

    /** What makes the other sound. */
    static String sound(Planted defect) {
        String rate = "aresample=" + Kind.plain(defect.strength());
        int channels = (int) defect.number("channels");
        return channels == 0 ? rate : rate + ",aformat=channel_layouts=" + channels + "c";
    }
}
