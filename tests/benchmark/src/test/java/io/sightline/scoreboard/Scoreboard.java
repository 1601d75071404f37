package io.sightline.scoreboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sightline.source.enumerator.StreamEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * How accurate the detectors are, with the built-in policy, on real clips with planted defects and
 * on clips as they are. Writes docs/reference/scoreboard.md anew, and its plots.
 *
 * <p>Run by the profile {@code scoreboard}; system properties make it smaller: {@code
 * scoreboard.clips} (names, comma-separated), {@code scoreboard.defects} (ids), {@code
 * scoreboard.seeds} (how many, 1 by default), {@code scoreboard.filters} (names of clips, or false:
 * FFmpeg's filters only on these).
 */
class Scoreboard {

    private static final Path ROOT = Path.of(System.getProperty("sightline.root"));
    private static final Path MEDIA = Path.of(System.getProperty("sightline.media", "absent"));
    private static final int CODERS = 2;

    private static List<String> property(String name) {
        String text = System.getProperty("scoreboard." + name, "");
        return text.isBlank() || text.startsWith("$") ? List.of() : List.of(text.split(",", -1));
    }

    /** The filters cost more than all the rest: they may be run on some clips alone, or on none. */
    private static boolean isForFilters(Base base) {
        List<String> wanted = property("filters");
        return base.half() == Base.Half.REPORT
                && (wanted.isEmpty()
                        || wanted.equals(List.of("true"))
                        || wanted.contains(base.name()));
    }

    @Test
    void scoresEveryDetector() throws Exception {
        assumeTrue(Files.isDirectory(MEDIA), "no real clips at " + MEDIA);
        Path target = Files.createDirectories(ROOT.resolve("tests/benchmark/target/scoreboard"));
        Path clips = Files.createDirectories(target.resolve("clips"));
        List<String> names = property("clips");
        int seeds = number("seeds", 1);
        List<String> failures = new ArrayList<>();
        List<Callable<PlantedClip>> cleanOnes = new ArrayList<>();
        for (Base base : Base.ALL) {
            if (names.isEmpty() || names.contains(base.name())) {
                cleanOnes.add(() -> clean(base, clips, number("minutes", 1)));
            }
        }
        List<PlantedClip> made = all(cleanOnes, failures);
        Withheld withheld = new Withheld();
        List<Callable<PlantedClip>> orders = new ArrayList<>();
        for (PlantedClip clean : made) {
            Profile profile = Profile.of(clean.file());
            int turn = Base.ALL.indexOf(clean.base());
            for (int seed = 1; seed <= seeds; seed++) {
                for (int number = 0; number < Programme.count(); number++) {
                    Programme programme = new Programme(clean.base(), number, seed, turn);
                    orders.add(() -> planted(programme, profile, withheld, clips));
                }
            }
        }
        all(orders, failures).stream().filter(Objects::nonNull).forEach(made::add);
        List<StreamEntry> inputs = new ArrayList<>();
        for (PlantedClip clip : made) {
            inputs.add(clip.entry());
        }
        Map<String, Path> untouched = untouched(names);
        untouched.forEach(
                (name, file) -> inputs.add(WatchedFiles.entry("untouched-" + name, file)));
        Path run = Files.createTempDirectory(target, "run");
        long began = System.nanoTime();
        WatchedFiles watched = WatchedFiles.over(inputs, run);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        Scores scores = new Scores(watched);
        made.forEach(scores::add);
        untouched.forEach((name, file) -> scores.addUntouched(name));
        ReferenceScores reference = new ReferenceScores();
        Path logs = Files.createDirectories(target.resolve("filters"));
        for (PlantedClip clip : made) {
            if (isForFilters(clip.base())) {
                reference.add(clip, logs);
            }
        }
        Files.writeString(
                target.resolve("scoreboard.md"),
                new ScorePage(scores, took, failures.size(), reference).text());
        Files.write(target.resolve("failures.txt"), failures);
        Files.write(target.resolve("without-place.txt"), withheld.lines());
        RecallPlots.write(scores, target);
        assertThat(scores.planted()).as("planted defects").isNotEmpty();
    }

    private static int number(String name, int usual) {
        List<String> given = property(name);
        return given.isEmpty() ? usual : Integer.parseInt(given.get(0));
    }

    private static PlantedClip clean(Base base, Path clips, int minutes) throws Exception {
        return PlantedClip.of(
                base.name() + "-clean",
                base,
                Trial.Policy.BUILT_IN,
                clips,
                "mkv",
                output -> Programme.clean(base, MEDIA, output, minutes));
    }

    /** Null where nothing of what is wanted has a place in it. */
    private static @Nullable PlantedClip planted(
            Programme programme, Profile profile, Withheld withheld, Path clips) throws Exception {
        List<String> wanted = property("defects");
        Programme.Plan plan =
                programme.plan(MEDIA, Path.of("plan." + programme.extension()), profile, wanted);
        plan.withoutPlace().forEach(trial -> withheld.add(trial.defect(), programme.base()));
        if (plan.request().plantings().isEmpty()) {
            return null;
        }
        return PlantedClip.of(
                programme.name(),
                programme.base(),
                programme.policy(),
                clips,
                programme.extension(),
                output -> programme.plan(MEDIA, output, profile, wanted).request());
    }

    /**
     * A clip that the bundled coders cannot code is told on the page, and the others are scored.
     */
    private static List<PlantedClip> all(List<Callable<PlantedClip>> orders, List<String> failures)
            throws InterruptedException {
        ExecutorService coders = Executors.newFixedThreadPool(CODERS);
        try {
            List<PlantedClip> made = new ArrayList<>();
            for (Future<PlantedClip> one : coders.invokeAll(orders)) {
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

    private static Map<String, Path> untouched(List<String> names) {
        Map<String, Path> files = new TreeMap<>();
        for (String file : Untouched.FILES) {
            String name = file.replaceAll("\\.[^.]*$", "").replace('/', '_');
            if (names.isEmpty() || names.contains(name)) {
                files.put(name, MEDIA.resolve(file));
            }
        }
        return files;
    }
}
