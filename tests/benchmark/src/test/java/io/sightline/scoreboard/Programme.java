package io.sightline.scoreboard;

import io.sightline.inject.InjectionRequest;
import io.sightline.inject.Planting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A minute of a base with three defects of pictures and three of sound, apart from each other.
 *
 * @param number which of the programmes of its base; defects and their strengths follow from it
 */
record Programme(Base base, int number, int seed) {

    static final double SECONDS = 60;
    private static final int SLOTS = 3;

    // Pictures begin where no second does, and sound elsewhere than pictures.
    private static final double[] PICTURES_AT = {7.3, 24.6, 42.2};
    private static final double[] SOUND_AT = {8.123, 25.457, 43.011};

    /** How many make sure that each kind is planted once. */
    static int count() {
        return Math.max(Trial.PICTURES.size(), Trial.SOUND.size()) / SLOTS;
    }

    String name() {
        return base.name() + "-" + number + "-" + seed;
    }

    /** What is planted, without what is not wanted. */
    InjectionRequest request(Path media, Path output, int baseIndex, Collection<String> wanted) {
        List<Planting> plantings = new ArrayList<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            // In another order in each base, so that no kind always falls on the same content.
            int which = number + slot * count();
            int turn = baseIndex + seed;
            plantings.add(
                    planting(Trial.PICTURES, which, PICTURES_AT[(slot + turn) % SLOTS], turn));
            plantings.add(planting(Trial.SOUND, which, SOUND_AT[(slot + turn) % SLOTS], turn));
        }
        plantings.removeIf(one -> !wanted.isEmpty() && !wanted.contains(one.kind()));
        return request(media, output, plantings);
    }

    private static Planting planting(List<Trial> trials, int which, double atSeconds, int turn) {
        Trial trial = trials.get(which % trials.size());
        double strength = trial.strengths().get((turn + which) % trial.strengths().size());
        return new Planting(
                trial.defect(),
                Math.round(atSeconds * 1e6),
                Math.round((atSeconds + trial.seconds()) * 1e6),
                OptionalDouble.of(strength),
                Map.copyOf(trial.parameters()));
    }

    /** The same minute without anything. */
    InjectionRequest clean(Path media, Path output) {
        return request(media, output, List.of());
    }

    private InjectionRequest request(Path media, Path output, List<Planting> plantings) {
        Path sound = base.sound() == null ? null : media.resolve(base.sound());
        Path file = media.resolve(base.file());
        if (!Files.exists(file)) {
            throw new IllegalArgumentException("No clip at " + file);
        }
        return new InjectionRequest(
                file,
                sound,
                Math.round(SECONDS * 1e6),
                base.size(),
                plantings,
                31L * seed + number,
                output,
                new InjectionRequest.Coding(
                        // Interlaced pictures stay so; the rest is what most streams are.
                        base.name().startsWith("interlaced") ? "mpeg2video" : "h264", "aac", 0));
    }
}
