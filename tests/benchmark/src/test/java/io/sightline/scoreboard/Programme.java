package io.sightline.scoreboard;

import io.sightline.inject.InjectionRequest;
import io.sightline.inject.Planting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A minute of a base with three defects of pictures and three of sound apart from each other, or
 * with three of what is between both.
 *
 * @param number which of the programmes of its base; defects and their strengths follow from it
 * @param turn of the base, so that no kind always falls on the same content
 */
record Programme(Base base, int number, int seed, int turn) {

    private static final double SECONDS = 60;
    private static final int SLOTS = 3;

    // Pictures begin where no second does, and sound elsewhere than pictures.
    private static final double[] PICTURES_AT = {7.3, 24.6, 42.2};
    private static final double[] SOUND_AT = {8.123, 25.457, 43.011};

    private static final int OF_TRACKS = Math.max(Trial.PICTURES.size(), Trial.SOUND.size()) / 3;

    /** A trial that may be planted from an instant on. */
    private record Turn(Trial trial, double strength, double earliestSeconds) {}

    /** What is made: the request, rules of the board, and trials that had no place here. */
    record Plan(InjectionRequest request, List<String> rules, List<Trial> withoutPlace) {}

    /** How many make sure that each kind is planted once. */
    static int count() {
        return OF_TRACKS + Trial.STREAM.size() / SLOTS;
    }

    String name() {
        return base.name() + "-" + number + "-" + seed;
    }

    private boolean isOfTracks() {
        return number < OF_TRACKS;
    }

    /** Matroska, but for what only transport streams have. */
    String extension() {
        return isOfTracks() ? "mkv" : "ts";
    }

    private List<Turn> turns() {
        if (!isOfTracks()) {
            int first = (number - OF_TRACKS) * SLOTS;
            return turns(Trial.STREAM, first, 1, PICTURES_AT, 0);
        }
        List<Turn> turns = new ArrayList<>();
        turns.addAll(turns(Trial.PICTURES, number, OF_TRACKS, PICTURES_AT, turn + seed));
        turns.addAll(turns(Trial.SOUND, number, OF_TRACKS, SOUND_AT, turn + seed));
        return turns;
    }

    /** Three trials, turned round by so many slots, but for one that must come last. */
    private List<Turn> turns(
            List<Trial> trials, int first, int step, double[] slots, int turnedBy) {
        int shift = turnedBy % SLOTS;
        for (int slot = 0; slot < SLOTS; slot++) {
            if (trials.get(first + slot * step).isLast()) {
                shift = SLOTS - 1 - slot;
            }
        }
        List<Turn> turns = new ArrayList<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            int which = first + slot * step;
            turns.add(turn(trials.get(which), which, slots[(slot + shift) % SLOTS]));
        }
        return turns;
    }

    private Turn turn(Trial trial, int which, double earliestSeconds) {
        return new Turn(trial, trial.strength(turn + seed + which), earliestSeconds);
    }

    /** What is planted, without what is not wanted. */
    Plan plan(MediaFolder media, Path output, Profile profile, Collection<String> wanted) {
        List<Planting> plantings = new ArrayList<>();
        List<String> rules = new ArrayList<>();
        List<Trial> withoutPlace = new ArrayList<>();
        for (Turn one : turns()) {
            String defect = one.trial().defect();
            if (!base.isFor(defect) || !(wanted.isEmpty() || wanted.contains(defect))) {
                continue;
            }
            OptionalDouble at =
                    Places.find(profile, one.trial(), one.strength(), one.earliestSeconds());
            if (at.isEmpty() || !base.canHave(defect)) {
                withoutPlace.add(one.trial());
            } else {
                plantings.add(planting(one, at.getAsDouble()));
                rules.add(one.trial().rule());
            }
        }
        rules.removeIf(String::isEmpty);
        return new Plan(request(media, output, plantings, SECONDS), rules, withoutPlace);
    }

    private static Planting planting(Turn turn, double atSeconds) {
        return new Planting(
                turn.trial().defect(),
                Math.round(atSeconds * 1e6),
                Math.round((atSeconds + turn.trial().seconds()) * 1e6),
                OptionalDouble.of(turn.strength()),
                turn.trial().parameters());
    }

    /** The same without anything, for so many minutes. */
    static InjectionRequest clean(Base base, MediaFolder media, Path output, int minutes) {
        return new Programme(base, 0, 0, 0).request(media, output, List.of(), minutes * SECONDS);
    }

    private InjectionRequest request(
            MediaFolder media, Path output, List<Planting> plantings, double seconds) {
        return new InjectionRequest(
                media.fileOf(base),
                media.soundOf(base),
                Math.round(seconds * 1e6),
                base.size(),
                plantings,
                31L * seed + number,
                output,
                new InjectionRequest.Coding(
                        // Interlaced pictures stay so; the rest is what most streams are.
                        base.isInterlaced() ? "mpeg2video" : "h264", audioCodec(plantings), 0));
    }

    /** AAC takes most of a planted true peak away again. */
    private static String audioCodec(List<Planting> plantings) {
        boolean peaks = plantings.stream().anyMatch(one -> one.kind().equals("audio.true_peak"));
        return peaks ? "pcm_f32le" : "aac";
    }
}
