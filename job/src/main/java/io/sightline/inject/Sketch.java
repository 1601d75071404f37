package io.sightline.inject;

import io.sightline.inject.Kind.Needs;
import java.util.List;
import java.util.Map;

/**
 * A label before it is known where the new clip has it.
 *
 * @param untilKeyPicture whether it lasts until a picture that needs no other
 * @param others what comes with it
 */
record Sketch(
        Planted defect,
        long fromMicros,
        long toMicros,
        boolean untilKeyPicture,
        Map<String, Double> measured,
        List<Label.Stretch> others) {

    /** What the recipe was told while the defect was planted. */
    static Sketch of(Planted defect, Recipe recipe) {
        long[] noticeable = recipe.noticeable();
        boolean untilKeyPicture = recipe.lastsUntilKeyPicture();
        return new Sketch(
                defect,
                noticeable.length == 0 ? defect.fromMicros() : noticeable[0],
                noticeable.length == 0 ? defect.toMicros() : noticeable[1],
                untilKeyPicture,
                recipe.takeMeasured(),
                recipe.takeCompanions());
    }

    /** Adds what it is to the labels, or to the others where nothing can be noticed. */
    void addTo(List<Label> labels, List<Label> unnoticeable, Timing timing) {
        if (toMicros <= fromMicros) {
            unnoticeable.add(
                    label(
                            defect.kind().id(),
                            timing.ofSound(defect.fromMicros()),
                            timing.ofSound(defect.toMicros()),
                            defect.strength(),
                            defect.parameters(),
                            measured));
            return;
        }
        boolean isOfSound =
                defect.kind().needs() == Needs.SOUND || defect.kind().needs() == Needs.STEREO;
        boolean snaps = !isOfSound && timing.clip().pictures() != null;
        labels.add(
                label(
                        defect.kind().id(),
                        snaps ? timing.ofPicture(fromMicros) : timing.ofSound(fromMicros),
                        end(timing, snaps),
                        defect.strength(),
                        defect.parameters(),
                        measured));
        for (Label.Stretch other : others) {
            labels.add(
                    label(
                            other.defect(),
                            timing.ofSound(other.fromMicros()),
                            timing.ofSound(other.toMicros()),
                            Kinds.byId(other.defect()).orElseThrow().kind().strength().usual(),
                            Map.of(),
                            Map.of()));
        }
    }

    private long end(Timing timing, boolean snaps) {
        if (untilKeyPicture) {
            return timing.ofKeyPicture(toMicros);
        }
        return snaps ? timing.ofPicture(toMicros) : timing.ofSound(toMicros);
    }

    private static Label label(
            String id,
            long from,
            long to,
            double strength,
            Map<String, String> parameters,
            Map<String, Double> measured) {
        return new Label(id, Math.max(0, from), to, strength, parameters, measured);
    }
}
