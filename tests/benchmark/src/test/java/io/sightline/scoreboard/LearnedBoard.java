package io.sightline.scoreboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sightline.config.PolicyFile;
import io.sightline.detector.model.StreamId;
import io.sightline.model.ModelProcessor;
import io.sightline.model.ModelSettings;
import io.sightline.policy.DefectRule;
import io.sightline.policy.Policy;
import io.sightline.source.enumerator.StreamEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Rules and models side by side, a second at a time: the whole job over real clips that no model
 * was trained with, as they are and with planted damage. Writes
 * docs/reference/models/side-by-side.md.
 *
 * <p>Run by the profile {@code learned}; {@code learned.seeds} says how many of each (1 by
 * default).
 */
class LearnedBoard {

    private static final Path ROOT = Path.of(System.getProperty("sightline.root"));
    private static final Path MEDIA = Path.of(System.getProperty("sightline.media", "absent"));
    private static final int MINUTES = 2;

    /** Is not installed with the others. */
    private static final String BLOCK_MAP =
            "udfs/models/src/main/resources/io/sightline/model/block-map";

    /** After the rule of the models' page: a word on each second; and what is off is on. */
    private static final String MORE =
            """
                looks: {usual: 1, suspicious: 4}
              audio.hiss_learned: {enabled: true}
            """;

    /** Clips of the test splits of both models. */
    private static final Set<String> BASES =
            Set.of(
                    "dark_city_night_mpeg2",
                    "screen_app_1080p30_vp9",
                    "sport_football_juggle_720p24",
                    "talking_closeup_man_844p");

    /**
     * Two who measure one defect, by their rules.
     *
     * @param kinds of planted defects that are it
     */
    private record Pair(String name, String rule, String model, Set<String> kinds) {}

    private static final List<Pair> PAIRS =
            List.of(
                    new Pair(
                            "block corruption",
                            "video.block_corruption",
                            "video.block_corruption_learned",
                            Set.of("video.block_corruption")),
                    new Pair("hum", "audio.hum", "audio.hum_learned", Set.of("audio.hum")),
                    new Pair("hiss", "audio.hiss", "audio.hiss_learned", Set.of("audio.hiss")),
                    new Pair(
                            "distortion",
                            "audio.clipping",
                            "audio.distortion_learned",
                            Set.of("audio.clipping")),
                    new Pair("clicks", "audio.click", "audio.click_learned", Set.of("audio.click")),
                    new Pair(
                            "dropouts",
                            "audio.dropout",
                            "audio.dropout_learned",
                            Set.of("audio.dropout")));

    @Test
    void comparesRulesAndModels() throws Exception {
        assumeTrue(Files.isDirectory(MEDIA), "no real clips at " + MEDIA);
        String policy = BlockMapRule.ofThePage(ROOT) + MORE;
        Map<String, DefectRule> rules =
                PolicyFile.parse("board.yaml", policy)
                        .rulesFor(new StreamId("any"), Policy.DEFAULT)
                        .stream()
                        .collect(Collectors.toMap(rule -> rule.defect().value(), rule -> rule));
        Path target = Files.createDirectories(ROOT.resolve("tests/benchmark/target/learned"));
        List<PlantedClip> clips = clips(target);
        List<StreamEntry> inputs = new ArrayList<>();
        for (PlantedClip clip : clips) {
            inputs.add(clip.entry());
        }
        WatchedFiles watched =
                WatchedFiles.over(
                        inputs,
                        policy,
                        Files.createTempDirectory(target, "run"),
                        PAIRS.stream()
                                .flatMap(pair -> Stream.of(pair.rule, pair.model))
                                .map(rules::get)
                                .map(DefectRule::metric)
                                .collect(Collectors.toSet()),
                        ModelSettings.of(
                                List.of(ROOT.resolve(BLOCK_MAP).toString()), ModelProcessor.CPU));
        StringBuilder page = new StringBuilder(HEAD);
        for (Pair pair : PAIRS) {
            SideBySide board = new SideBySide(rules.get(pair.rule), rules.get(pair.model));
            clips.forEach(clip -> board.add(clip, pair.kinds, watched.measurements(clip.name())));
            assertThat(board.damagedSeconds()).as(pair.name).isPositive();
            page.append(board.rows(pair.name));
        }
        page.append(tail(clips, watched));
        Files.writeString(ROOT.resolve("docs/reference/models/side-by-side.md"), page);
    }

    private static List<PlantedClip> clips(Path target) throws Exception {
        BoardClips making = new BoardClips(MEDIA, Files.createDirectories(target.resolve("clips")));
        List<String> wanted =
                List.copyOf(
                        PAIRS.stream()
                                .flatMap(pair -> pair.kinds.stream())
                                .collect(Collectors.toCollection(TreeSet::new)));
        List<String> failures = new ArrayList<>();
        List<Base> bases = Base.ALL.stream().filter(base -> BASES.contains(base.name())).toList();
        List<Callable<PlantedClip>> clean = new ArrayList<>();
        bases.forEach(base -> clean.add(() -> making.clean(base, MINUTES)));
        List<PlantedClip> made = BoardClips.all(clean, failures);
        List<Callable<PlantedClip>> planted = new ArrayList<>();
        for (PlantedClip base : made) {
            Profile profile = Profile.of(base.file());
            for (int seed = 1; seed <= Integer.getInteger("learned.seeds", 1); seed++) {
                for (int number = 0; number < Programme.count(); number++) {
                    Programme programme =
                            new Programme(base.base(), number, seed, Base.ALL.indexOf(base.base()));
                    planted.add(() -> making.planted(programme, profile, new Withheld(), wanted));
                }
            }
        }
        BoardClips.all(planted, failures).stream().filter(Objects::nonNull).forEach(made::add);
        assertThat(failures).isEmpty();
        return made;
    }

    private static final String HEAD =
            """
            # Rules and models side by side

            Written by the profile `learned` of `tests/benchmark`: the whole job with the built-in policy over real clips that no model was trained
            with, as they are and with damage that `sightline inject` plants (block corruption: wrong bytes in slices, decoded with concealment
            and coded again). A second is damaged if damage covers half of it, and not counted if less, or beside damage, of this kind or another: a dropout begins with a click. A measure is over its level as the
            built-in policy has it; *best* is the level at which its F1 is best, which no one knows beforehand. *Either* and *both* are of the built-in levels.
            `block-map` looks once a second here, five times as often as it usually does.

            | defect | seconds with it, without | measure | precision | recall | F1 | F1 at best | average precision |
            |---|---|---|---|---|---|---|---|
            """;

    private static String tail(List<PlantedClip> clips, WatchedFiles watched) {
        StringBuilder text =
                new StringBuilder(
                        """

                        ## Incidents on the clips as they are

                        %d clips of %d minutes, repeated to that length: %.2f hours, in which no incident proves fewer than %.0f in ten hours.

                        | incident | opened |
                        |---|---|
                        """
                                .formatted(BASES.size(), MINUTES, hours(), 30 / hours()));
        for (String defect :
                PAIRS.stream().flatMap(p -> List.of(p.rule, p.model).stream()).toList()) {
            List<String> where =
                    clips.stream()
                            .filter(clip -> clip.labels().labels().isEmpty())
                            .flatMap(
                                    clip ->
                                            watched.incidents(clip.name()).stream()
                                                    .filter(i -> i.defect().equals(defect))
                                                    .map(i -> clip.base().name()))
                            .toList();
            text.append(
                    "| `%s` | %s |%n"
                            .formatted(
                                    defect,
                                    where.isEmpty()
                                            ? "0"
                                            : where.size() + ": " + new TreeSet<>(where)));
        }
        return text.toString();
    }

    private static double hours() {
        return BASES.size() * MINUTES / 60.0;
    }
}
