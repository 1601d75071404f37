package io.sightline.scoreboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sightline.source.enumerator.StreamEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * How accurate the detectors are, with the built-in policy, on real clips with planted defects and
 * on clips as they are. Writes docs/reference/accuracy.md anew, and its plots; below target/ where
 * not all of it was run.
 *
 * <p>Run by the profile {@code scoreboard}; system properties make it smaller: {@code
 * scoreboard.clips} (names, comma-separated), {@code scoreboard.defects} (ids), {@code
 * scoreboard.seeds} (how many, 1 by default), {@code scoreboard.minutes} (of each clip without a
 * defect, 3 by default), {@code scoreboard.filters} (names of clips, or none: FFmpeg's filters only
 * on these).
 */
class Scoreboard {

    private static final Path ROOT = Path.of(System.getProperty("sightline.root"));
    private static final Path MEDIA = Path.of(System.getProperty("sightline.media", "absent"));

    private static List<String> property(String name) {
        String text = System.getProperty("scoreboard." + name, "");
        return text.isBlank() || text.startsWith("$") ? List.of() : List.of(text.split(",", -1));
    }

    /** The filters cost more than all the rest: they may be run on some clips alone, or on none. */
    private static boolean isForFilters(Base base) {
        List<String> wanted = property("filters");
        return wanted.isEmpty() || wanted.equals(List.of("true")) || wanted.contains(base.name());
    }

    @Test
    void scoresEveryDetector() throws Exception {
        assumeTrue(Files.isDirectory(MEDIA), "no real clips at " + MEDIA);
        Path target = Files.createDirectories(ROOT.resolve("tests/benchmark/target/scoreboard"));
        Path clips = Files.createDirectories(target.resolve("clips"));
        BoardClips making = new BoardClips(MEDIA, clips);
        List<String> names = property("clips");
        assertThat(Base.ALL.stream().map(Base::name)).as("names of clips").containsAll(names);
        int seeds = number("seeds", 1);
        List<String> failures = new ArrayList<>();
        List<Callable<PlantedClip>> cleanOnes = new ArrayList<>();
        for (Base base : Base.ALL) {
            if (names.isEmpty() || names.contains(base.name())) {
                cleanOnes.add(() -> making.clean(base, number("minutes", 3)));
            }
        }
        List<PlantedClip> made = BoardClips.all(cleanOnes, failures);
        Withheld withheld = new Withheld();
        List<Callable<PlantedClip>> orders = new ArrayList<>();
        for (PlantedClip clean : made) {
            Profile profile = Profile.of(clean.file());
            int turn = Base.ALL.indexOf(clean.base());
            for (int seed = 1; seed <= seeds; seed++) {
                for (int number = 0; number < Programme.count(); number++) {
                    Programme programme = new Programme(clean.base(), number, seed, turn);
                    orders.add(
                            () ->
                                    making.planted(
                                            programme, profile, withheld, property("defects")));
                }
            }
        }
        BoardClips.all(orders, failures).stream().filter(Objects::nonNull).forEach(made::add);
        List<StreamEntry> inputs = new ArrayList<>();
        for (PlantedClip clip : made) {
            inputs.add(clip.entry());
        }
        Map<String, Path> untouched = untouched(names);
        untouched.forEach(
                (name, file) -> inputs.add(WatchedFiles.entry("untouched-" + name, file)));
        Path run = Files.createTempDirectory(target, "run");
        long began = System.nanoTime();
        WatchedFiles watched = WatchedFiles.over(inputs, policy(made), run);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        Files.write(
                target.resolve("judged-again.txt"), BoardAgain.lines(inputs, policy(made), run));
        Scores scores = new Scores(watched);
        made.forEach(scores::add);
        untouched.forEach((name, file) -> scores.addUntouched(name));
        ReferenceScores reference = new ReferenceScores();
        Path logs = Files.createDirectories(target.resolve("filters"));
        List<Callable<Boolean>> filters = new ArrayList<>();
        for (PlantedClip clip : made) {
            if (isForFilters(clip.base()) && !ReferenceScores.metersOf(clip).isEmpty()) {
                filters.add(
                        () -> {
                            reference.add(clip, ReferenceScores.run(clip, logs));
                            return true;
                        });
            }
        }
        BoardClips.all(filters, failures);
        boolean isWhole = names.isEmpty() && property("defects").isEmpty();
        Path pages = isWhole ? ROOT.resolve("docs/reference") : target;
        ScorePage.Extent extent =
                new ScorePage.Extent(isWhole, took.toSeconds(), failures.size(), notes());
        Files.writeString(
                pages.resolve("accuracy.md"),
                new ScorePage(scores, extent, reference, withheld).text());
        Files.write(target.resolve("failures.txt"), failures);
        ScorePlots.write(scores, reference, pages);
        assertThat(scores.planted()).as("planted defects").isNotEmpty();
    }

    /** Why a figure is what it is: written by hand, kept beside the board. */
    private static String notes() throws IOException {
        Path notes = ROOT.resolve("tests/benchmark/src/test/resources/accuracy-notes.md");
        return Files.exists(notes) ? Files.readString(notes) : "";
    }

    /** A template for each set of rules. */
    private static String policy(List<PlantedClip> clips) {
        StringBuilder text = new StringBuilder("templates:\n");
        clips.stream()
                .filter(clip -> !clip.rules().isEmpty())
                .collect(Collectors.toMap(PlantedClip::template, PlantedClip::rules, (a, b) -> a))
                .forEach(
                        (name, rules) -> {
                            text.append("  ").append(name).append(":\n");
                            rules.forEach(rule -> text.append("    ").append(rule).append('\n'));
                        });
        return text.length() > "templates:\n".length() ? text.toString() : "templates: {}\n";
    }

    private static int number(String name, int usual) {
        List<String> given = property(name);
        return given.isEmpty() ? usual : Integer.parseInt(given.get(0));
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
