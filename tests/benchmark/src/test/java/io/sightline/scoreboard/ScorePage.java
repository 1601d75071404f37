package io.sightline.scoreboard;

import io.sightline.scoreboard.Scores.Clean;
import io.sightline.scoreboard.Verdicts.Outcome;
import io.sightline.scoreboard.Verdicts.Wrong;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** Writes docs/reference/scoreboard.md. */
final class ScorePage {

    private final Scores scores;
    private final Duration took;
    private final int notCoded;
    private final ReferenceScores reference;
    private final StringBuilder text = new StringBuilder();

    /**
     * @param notCoded how many clips could not be made
     */
    ScorePage(Scores scores, Duration took, int notCoded, ReferenceScores reference) {
        this.reference = reference;
        this.scores = scores;
        this.took = took;
        this.notCoded = notCoded;
    }

    String text() {
        text.append(INTRODUCTION);
        line(
                "Planted: %d defects in %d clips of a minute, which were watched in %d s; %d more could not be coded.",
                scores.planted().size(),
                scores.planted().stream().map(one -> one.clip().name()).distinct().count(),
                took.toSeconds(),
                notCoded);
        for (Base.Half half : List.of(Base.Half.REPORT, Base.Half.TUNE)) {
            text.append(half == Base.Half.REPORT ? REPORT : TUNE);
            defects(clip -> clip.base().half() == half);
        }
        text.append(STRENGTHS);
        strengths();
        text.append(CONTENT);
        content();
        text.append(REFERENCE);
        reference.rows(scores.verdicts()).forEach(this::line);
        text.append(CLEAN);
        clean();
        text.append(MISTAKEN);
        mistaken();
        text.append(LIMITS);
        return text.toString();
    }

    private void line(String words) {
        text.append(words).append('\n');
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private void defects(Predicate<PlantedClip> half) {
        for (String defect : scores.defects()) {
            List<Outcome> planted = scores.planted(defect, one -> half.test(one.clip()));
            if (planted.isEmpty()) {
                continue;
            }
            List<Outcome> found = planted.stream().filter(Outcome::isFound).toList();
            List<Wrong> wrong = scores.wrong(defect, half);
            double precision =
                    found.isEmpty() && wrong.isEmpty()
                            ? Double.NaN
                            : (double) found.size() / (found.size() + wrong.size());
            line(
                    "| `%s` | %d | %s | %s | %s | %s | %s | %d | %d |",
                    defect,
                    planted.size(),
                    share(Scores.recall(planted)),
                    share(precision),
                    millis(found, Outcome::startErrorMicros),
                    millis(
                            found.stream()
                                    .filter(one -> one.found().toMicros() != Long.MAX_VALUE)
                                    .toList(),
                            Outcome::endErrorMicros),
                    millis(found, Outcome::delayMicros),
                    wrong.stream().filter(one -> !one.isMistaken()).count(),
                    wrong.stream().filter(Wrong::isMistaken).count());
        }
    }

    private static String share(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }

    /** Median and 95th percentile of the sizes, which is what an edge is off by. */
    private static String millis(List<Outcome> outcomes, ToLongFunction<Outcome> of) {
        if (outcomes.isEmpty()) {
            return "-";
        }
        List<Double> sizes =
                outcomes.stream().map(one -> Math.abs(of.applyAsLong(one) / 1e3)).toList();
        return String.format(
                Locale.ROOT,
                "%.0f / %.0f",
                Scores.quantile(sizes, 0.5),
                Scores.quantile(sizes, 0.95));
    }

    private void strengths() {
        for (String defect : scores.defects()) {
            List<String> cells = new ArrayList<>();
            for (double strength : strengthsOf(defect)) {
                List<Outcome> report =
                        scores.planted(defect, one -> is(one, strength, Base.Half.REPORT));
                List<Outcome> tune =
                        scores.planted(defect, one -> is(one, strength, Base.Half.TUNE));
                cells.add(
                        String.format(
                                Locale.ROOT,
                                "%s: %s, %s",
                                plain(strength),
                                fraction(report),
                                fraction(tune)));
            }
            line("| `%s` | %s |", defect, String.join("; ", cells));
        }
    }

    /** All strengths that a defect was planted with, ascending. */
    private List<Double> strengthsOf(String defect) {
        return scores.planted(defect, one -> true).stream()
                .map(one -> one.label().strength())
                .distinct()
                .sorted()
                .toList();
    }

    private static boolean is(Outcome one, double strength, Base.Half half) {
        return one.label().strength() == strength && one.clip().base().half() == half;
    }

    private static String fraction(List<Outcome> outcomes) {
        long found = outcomes.stream().filter(Outcome::isFound).count();
        return outcomes.isEmpty() ? "-" : found + "/" + outcomes.size();
    }

    static String plain(double value) {
        return value == Math.rint(value)
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%s", value);
    }

    private void content() {
        for (String defect : scores.defects()) {
            Map<String, String> cells = new TreeMap<>();
            for (Base.Content content : Base.Content.values()) {
                cells.put(
                        content.name(),
                        fraction(
                                scores.planted(
                                        defect, one -> one.clip().base().content() == content)));
            }
            line("| `%s` | %s |", defect, String.join(" | ", cells.values()));
        }
    }

    private void clean() {
        double distinct = 0;
        int falseOnes = 0;
        List<String> rows = new ArrayList<>();
        for (Map.Entry<String, Clean> clip : scores.untouched().entrySet()) {
            distinct += clip.getValue().hours();
            falseOnes += clip.getValue().found().size();
            for (Found found : clip.getValue().found()) {
                rows.add(
                        "| `%s` | `%s` | %s |"
                                .formatted(clip.getKey(), found.defect(), span(found)));
            }
        }
        line(
                "Distinct content, untouched: %.2f hours, %d false incidents. The same content coded again, beside"
                        + " what was planted: %.2f hours, %d false incidents.",
                distinct,
                falseOnes,
                scores.cleanHours(clip -> true),
                scores.wrong().stream().filter(one -> !one.isMistaken()).count());
        line("");
        line("| untouched clip | false incident | seconds |");
        line("|---|---|---|");
        rows.forEach(this::line);
        line("");
        line("| clip coded again | false incident | seconds |");
        line("|---|---|---|");
        for (Wrong wrong : scores.wrong()) {
            if (!wrong.isMistaken()) {
                line(
                        "| `%s` | `%s` | %s |",
                        wrong.clip().name(), wrong.found().defect(), span(wrong.found()));
            }
        }
    }

    private static String span(Found found) {
        String end =
                found.toMicros() == Long.MAX_VALUE
                        ? "end"
                        : String.format(Locale.ROOT, "%.1f", found.toMicros() / 1e6);
        return String.format(Locale.ROOT, "%.1f-%s", found.fromMicros() / 1e6, end);
    }

    private void mistaken() {
        Map<String, Integer> counts = new TreeMap<>();
        for (Wrong wrong : scores.wrong()) {
            if (wrong.isMistaken()) {
                String pair = "| `%s` | `%s`".formatted(wrong.planted(), wrong.found().defect());
                counts.merge(pair, 1, Integer::sum);
            }
        }
        counts.forEach((pair, count) -> line("%s | %d |", pair, count));
    }

    private static final String HEADER =
            """
            | defect | planted | recall | precision | start off, ms | end off, ms | opened after, ms | false | mistaken |
            |---|---|---|---|---|---|---|---|---|
            """;

    private static final String INTRODUCTION =
            """
            # Scoreboard

            How many planted defects the whole job finds, with the built-in policy, and what else it reports. Real clips are shown
            over and over for a minute; in each minute three defects of pictures and three of sound are
            planted by the [injector](../how-to/test-your-setup.md), of three strengths where there is a choice, and all is coded
            again, in H.264 (MPEG-2 where it is interlaced) and AAC. The clips are not part of the repository.

            Levels were chosen with one half of the clips at hand; **the other half is for this report**. Both are told apart. An
            incident is right where it touches what was planted under the same name; it is neither right nor wrong where something else
            truly comes with what was planted (a black picture is also still, clipped sound is also loud: the list is in
            `Companions`), *mistaken* where it touches another defect of the same track, and *false* elsewhere. Precision counts both. Errors of edges
            and the time until an incident opened are given as median / 95th percentile of their size.

            Written by one command; `-Dscoreboard.clips=`, `-Dscoreboard.defects=` (lists) and `-Dscoreboard.seeds=` (a number) make it
            smaller or larger:

            ```sh
            mvn -q -Pscoreboard verify -pl tests/benchmark -am -DskipTests -Dsightline.media=FOLDER_OF_CLIPS
            cp tests/benchmark/target/scoreboard/scoreboard.md tests/benchmark/target/scoreboard/*.svg docs/reference/
            ```

            """;

    private static final String REPORT = "\n## Clips that no level was chosen with\n\n" + HEADER;
    private static final String TUNE = "\n## Clips that levels were chosen with\n\n" + HEADER;

    private static final String STRENGTHS =
            """

            ## By strength

            Strength: found of planted, in the report half, in the other. What a strength means is in the
            [guide](../how-to/test-your-setup.md).

            ![Recall against strength](scoreboard-recall.svg)

            | defect | strengths |
            |---|---|
            """;

    private static final String CONTENT =
            """

            ## By content

            | defect | cartoon | dark | film | nature | screen | speech | sport | static camera |
            |---|---|---|---|---|---|---|---|---|
            """;

    private static final String REFERENCE =
            """

            ## Beside FFmpeg's filters

            F1, the harmonic mean of recall and precision, of the job with its policy and of the filter on the same clips (those that no
            level was chosen with), by the same rules. "Best" is the limit, in brackets, that does best on these very clips, which nobody can know
            beforehand; `-` in "default" means that the filter only measures and has none.

            | defect | Sightline | filter | default | best |
            |---|---|---|---|---|
            """;

    private static final String CLEAN =
            """

            ## Nothing planted

            ![False incidents](scoreboard-false.svg)

            """;

    private static final String MISTAKEN =
            """

            ## Taken for something else

            | planted | incident | how often |
            |---|---|---|
            """;

    private static final String LIMITS =
            """

            ## Limits

            Large pictures are scaled to 640x360 or less to save time, clips are short and repeat themselves within their minute,
            and each figure stands on as many defects as its row says: 0.99 cannot be shown with ten. Defects that open after
            minutes (`audio.mono`) cannot be tried in one. Precision is that of a minute full of defects, far from what an hour without any is like.
            """;
}
