package io.sightline.scoreboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
        List<String> defects = property("defects");
        int seeds = property("seeds").isEmpty() ? 1 : Integer.parseInt(property("seeds").get(0));
        List<Callable<PlantedClip>> orders = new ArrayList<>();
        for (int index = 0; index < Base.ALL.size(); index++) {
            Base base = Base.ALL.get(index);
            if (names.isEmpty() || names.contains(base.name())) {
                int turn = index;
                orders.add(() -> clean(base, clips));
                for (int seed = 1; seed <= seeds; seed++) {
                    for (int number = 0; number < Programme.count(); number++) {
                        Programme programme = new Programme(base, number, seed);
                        orders.add(() -> planted(programme, turn, defects, clips));
                    }
                }
            }
        }
        List<String> failures = new ArrayList<>();
        List<PlantedClip> made = all(orders, failures);
        Map<String, Path> inputs = new TreeMap<>();
        made.forEach(clip -> inputs.put(clip.name(), clip.file()));
        Map<String, Path> untouched = untouched(names);
        untouched.forEach((name, file) -> inputs.put("untouched-" + name, file));
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
        RecallPlots.write(scores, target);
        assertThat(scores.planted()).as("planted defects").isNotEmpty();
    }

    private static PlantedClip clean(Base base, Path clips) throws Exception {
        Programme programme = new Programme(base, 0, 0);
        return PlantedClip.of(
                base.name() + "-clean", base, clips, output -> programme.clean(MEDIA, output));
    }

    private static PlantedClip planted(
            Programme programme, int turn, List<String> defects, Path clips) throws Exception {
        return PlantedClip.of(
                programme.name(),
                programme.base(),
                clips,
                output -> programme.request(MEDIA, output, turn, defects));
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
