package io.sightline.scoreboard;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Makes the clips of a board.
 *
 * @param media real clips
 * @param folder for what is made
 */
record BoardClips(Path media, Path folder) {

    private static final int CODERS = 2;

    PlantedClip clean(Base base, int minutes) throws Exception {
        MediaFolder bases = new MediaFolder(media, folder);
        bases.prepare(base);
        return PlantedClip.of(
                base.name() + "-clean",
                base,
                List.of(),
                folder,
                "mkv",
                output -> Programme.clean(base, bases, output, minutes));
    }

    /** Null where nothing of what is wanted has a place in it. */
    @Nullable PlantedClip planted(
            Programme programme, Profile profile, Withheld withheld, List<String> wanted)
            throws Exception {
        MediaFolder bases = new MediaFolder(media, folder);
        Programme.Plan plan =
                programme.plan(bases, Path.of("plan." + programme.extension()), profile, wanted);
        plan.withoutPlace().forEach(trial -> withheld.add(trial.defect(), programme.base()));
        if (plan.request().plantings().isEmpty()) {
            return null;
        }
        return PlantedClip.of(
                programme.name(),
                programme.base(),
                plan.rules(),
                folder,
                programme.extension(),
                output -> programme.plan(bases, output, profile, wanted).request());
    }

    /**
     * A clip that the bundled coders cannot code is told on the page, and the others are scored.
     */
    static <T> List<T> all(List<Callable<T>> orders, List<String> failures)
            throws InterruptedException {
        ExecutorService coders = Executors.newFixedThreadPool(CODERS);
        try {
            List<T> made = new ArrayList<>();
            for (Future<T> one : coders.invokeAll(orders)) {
                try {
                    made.add(one.get());
                } catch (ExecutionException e) {
                    failures.add(String.valueOf(e.getCause().getMessage()));
                }
            }
            return made;
        } finally {
            coders.shutdownNow();
        }
    }
}
