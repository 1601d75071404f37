package io.sightline.scoreboard;

import io.sightline.inject.InjectionRequest;
import io.sightline.inject.Planting;
import java.nio.file.Files;
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

    /** What is made: the request, and the trials that had no place in this content. */
    record Plan(InjectionRequest request, List<Trial> withoutPlace) {}

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
        List<Turn> turns = new ArrayList<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            if (isOfTracks()) {
                int which = number + slot * OF_TRACKS;
                int place = (slot + turn + seed) % SLOTS;
                turns.add(turn(Trial.PICTURES.get(which), which, PICTURES_AT[place]));
                turns.add(turn(Trial.SOUND.get(which), which, SOUND_AT[place]));
            } else {
                int which = (number - OF_TRACKS) * SLOTS + slot;
                turns.add(turn(Trial.STREAM.get(which), which, PICTURES_AT[slot]));
            }
        }
        return turns;
    }

    private Turn turn(Trial trial, int which, double earliestSeconds) {
        return new Turn(trial, trial.strength(turn + seed + which), earliestSeconds);
    }

    /** What is planted, without what is not wanted. */
    Plan plan(Path media, Path output, Profile profile, Collection<String> wanted) {
        List<Planting> plantings = new ArrayList<>();
        List<Trial> withoutPlace = new ArrayList<>();
        for (Turn one : turns()) {
            if (!wanted.isEmpty() && !wanted.contains(one.trial().defect())) {
                continue;
            }
            OptionalDouble at =
                    Places.find(profile, one.trial(), one.strength(), one.earliestSeconds());
            if (at.isEmpty() || !base.canHave(one.trial().defect())) {
                withoutPlace.add(one.trial());
            } else {
                plantings.add(planting(one, at.getAsDouble()));
            }
        }
        return new Plan(request(media, output, plantings, SECONDS), withoutPlace);
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
    static InjectionRequest clean(Base base, Path media, Path output, int minutes) {
        return new Programme(base, 0, 0, 0).request(media, output, List.of(), minutes * SECONDS);
    }

    private InjectionRequest request(
            Path media, Path output, List<Planting> plantings, double seconds) {
        Path sound = base.sound() == null ? null : media.resolve(base.sound());
        Path file = media.resolve(base.file());
        if (!Files.exists(file)) {
            throw new IllegalArgumentException("No clip at " + file);
        }
        return new InjectionRequest(
                file,
                sound,
                Math.round(seconds * 1e6),
                base.size(),
                plantings,
                31L * seed + number,
                output,
                new InjectionRequest.Coding(
                        // Interlaced pictures stay so; the rest is what most streams are.
                        base.isInterlaced() ? "mpeg2video" : "h264", "aac", 0));
    }

    /** The rules that judge it. */
    Trial.Policy policy() {
        boolean isOfBoard =
                turns().stream().anyMatch(one -> one.trial().policy() == Trial.Policy.BOARD);
        return isOfBoard ? Trial.Policy.BOARD : Trial.Policy.BUILT_IN;
    }
}
