package io.sightline.scoreboard;

import io.sightline.inject.Label;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What was planted in some clips, what was found in them, and how both go together. An incident is
 * right where it touches a label of its own defect and did not begin long before; it is a companion
 * where it touches one that brings it along ({@link Companions}); it is mistaken where it touches
 * any other label, and false elsewhere.
 */
final class Verdicts {

    /** How far beyond its label a defect may still be felt, by windows and clear-after. */
    private static final long AFTERMATH_MICROS = 4_000_000;

    /** How far before: labels are exact, but what is found may be told from a picture before. */
    private static final long BEFORE_MICROS = 300_000;

    /**
     * What began so long before a defect was there already: an alarm that never ends is not right.
     */
    private static final long EARLY_MICROS = 5_000_000;

    /**
     * One defect that was planted.
     *
     * @param found null if missed
     */
    record Outcome(PlantedClip clip, Label label, Found found) {

        boolean isFound() {
            return found != null;
        }

        long startErrorMicros() {
            return found.fromMicros() - label.fromMicros();
        }

        long endErrorMicros() {
            return found.toMicros() - label.toMicros();
        }

        /** From where the defect begins to when the incident opened. */
        long delayMicros() {
            return startErrorMicros() + found.delayMicros();
        }
    }

    /** An incident that should not be there; the label that it was taken from, if any. */
    record Wrong(PlantedClip clip, Found found, String planted) {

        boolean isMistaken() {
            return !planted.isEmpty();
        }
    }

    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<Wrong> wrong = new ArrayList<>();

    void add(PlantedClip clip, List<Found> incidents) {
        Set<Found> right = new HashSet<>();
        for (Label label : clip.labels().labels()) {
            Found best = null;
            for (Found found : incidents) {
                if (found.defect().equals(label.defect())
                        && found.fromMicros() >= label.fromMicros() - EARLY_MICROS
                        && found.overlaps(
                                label.fromMicros() - BEFORE_MICROS,
                                label.toMicros() + AFTERMATH_MICROS / 2)) {
                    right.add(found);
                    best = best == null ? found : best;
                }
            }
            outcomes.add(new Outcome(clip, label, best));
        }
        for (Found found : incidents) {
            if (!right.contains(found)) {
                judge(clip, found);
            }
        }
    }

    private void judge(PlantedClip clip, Found found) {
        if (clip.isPattern()) {
            return; // flashes and beeps are nothing that other rules are made for
        }
        boolean isOfClip =
                clip.base().sound() == null
                        && Untouched.TRUE
                                .getOrDefault(clip.base().name(), Set.of())
                                .contains(found.defect());
        if (isOfClip) {
            return;
        }
        String mistaken = "";
        for (Label label : clip.labels().labels()) {
            if (found.overlaps(
                    label.fromMicros() - BEFORE_MICROS, label.toMicros() + AFTERMATH_MICROS)) {
                if (Companions.mayCome(label.defect(), found.defect())) {
                    return;
                }
                boolean sameTrack = area(label.defect()).equals(area(found.defect()));
                mistaken = sameTrack || mistaken.isEmpty() ? label.defect() : mistaken;
            }
        }
        boolean isOfOtherTrack =
                !mistaken.isEmpty() && !area(mistaken).equals(area(found.defect()));
        wrong.add(new Wrong(clip, found, isOfOtherTrack ? "" : mistaken));
    }

    private static String area(String defect) {
        return defect.substring(0, defect.indexOf('.'));
    }

    List<Outcome> outcomes() {
        return outcomes;
    }

    List<Wrong> wrong() {
        return wrong;
    }
}
