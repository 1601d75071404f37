package io.sightline.scoreboard;

import io.sightline.scoreboard.Verdicts.Outcome;
import io.sightline.scoreboard.Verdicts.Wrong;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** The rows of the tables of the page, in Markdown. */
final class ScoreTables {

    /** Defects of which nearly every one is to be found, and hardly anything else to be told. */
    private static final List<String> CERTAIN =
            List.of(
                    "video.black",
                    "video.freeze",
                    "audio.silence",
                    "audio.missing",
                    "audio.channel_dead",
                    "audio.phase",
                    "audio.clipping",
                    "audio.dropout",
                    "video.solid_colour",
                    "video.test_pattern",
                    "video.format_change",
                    "audio.format_change",
                    "video.frame_drop");

    /** Defects of which nine in ten are to be found, with one false incident in ten hours. */
    private static final List<String> LIKELY =
            List.of(
                    "video.block_corruption",
                    "video.blur",
                    "video.combing",
                    "video.flashing",
                    "audio.hum",
                    "audio.hiss",
                    "audio.click",
                    "video.stutter",
                    "video.letterbox",
                    "video.noise");

    private final Scores scores;

    ScoreTables(Scores scores) {
        this.scores = scores;
    }

    private static Predicate<PlantedClip> of(Base.Half half) {
        return clip -> clip.base().half() == half;
    }

    /** What was asked for, and what came of it, on the half that no level was chosen with. */
    List<String> asked() {
        List<String> rows = new ArrayList<>();
        double hours = scores.cleanHours(of(Base.Half.REPORT));
        for (String defect : scores.defects()) {
            List<Outcome> planted = planted(defect, Base.Half.REPORT);
            List<Wrong> wrong = scores.wrong(defect, of(Base.Half.REPORT));
            double recall = Scores.recall(planted);
            double precision = Scores.precision(planted, wrong);
            double perHour = falseOnes(wrong) / hours;
            if (planted.isEmpty()) {
                continue;
            }
            if (CERTAIN.contains(defect)) {
                boolean isMet = recall >= 0.99 && precision >= 0.99;
                rows.add(
                        format(
                                "| `%s` | recall 0.99, precision 0.99 | %s, %s | %s |",
                                defect, share(recall), share(precision), isMet ? "yes" : "no"));
            } else if (LIKELY.contains(defect)) {
                boolean isMet = recall >= 0.9 && perHour <= 0.1;
                rows.add(
                        format(
                                "| `%s` | recall 0.90, at most 0.1 false in an hour | %s, %.2f | %s |",
                                defect, share(recall), perHour, isMet ? "yes" : "no"));
            }
        }
        return rows;
    }

    private List<Outcome> planted(String defect, Base.Half half) {
        return scores.planted(defect, one -> one.clip().base().half() == half);
    }

    private static long falseOnes(List<Wrong> wrong) {
        return wrong.stream().filter(one -> !one.isMistaken()).count();
    }

    List<String> defects(Base.Half half) {
        List<String> rows = new ArrayList<>();
        double hours = scores.cleanHours(of(half));
        for (String defect : scores.defects()) {
            List<Outcome> planted = planted(defect, half);
            if (planted.isEmpty()) {
                continue;
            }
            List<Outcome> found = planted.stream().filter(Outcome::isFound).toList();
            List<Outcome> ended =
                    found.stream().filter(one -> one.found().toMicros() != Long.MAX_VALUE).toList();
            List<Wrong> wrong = scores.wrong(defect, of(half));
            rows.add(
                    format(
                            "| `%s` | %d | %s | %s | %s | %s | %s | %d | %.2f |",
                            defect,
                            planted.size(),
                            share(Scores.recall(planted)),
                            share(Scores.precision(planted, wrong)),
                            seconds(found, Outcome::startErrorMicros),
                            seconds(ended, Outcome::endErrorMicros),
                            seconds(found, Outcome::delayMicros),
                            wrong.size() - falseOnes(wrong),
                            falseOnes(wrong) / hours));
        }
        return rows;
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }

    private static String share(double value) {
        return Double.isNaN(value) ? "-" : format("%.3f", value);
    }

    /** Median and 95th percentile of the sizes, which is what an edge is off by. */
    private static String seconds(List<Outcome> outcomes, ToLongFunction<Outcome> of) {
        if (outcomes.isEmpty()) {
            return "-";
        }
        List<Double> sizes =
                outcomes.stream().map(one -> Math.abs(of.applyAsLong(one) / 1e6)).toList();
        return format("%.2f / %.2f", Scores.quantile(sizes, 0.5), Scores.quantile(sizes, 0.95));
    }

    List<String> strengths() {
        List<String> rows = new ArrayList<>();
        for (String defect : scores.defects()) {
            List<String> cells = new ArrayList<>();
            for (double strength : strengthsOf(scores, defect)) {
                List<Outcome> of =
                        scores.planted(defect, one -> one.label().strength() == strength);
                cells.add(
                        format(
                                "%s: %s, %s",
                                ScorePage.plain(strength),
                                fraction(in(of, Base.Half.REPORT)),
                                fraction(in(of, Base.Half.TUNE))));
            }
            rows.add(format("| `%s` | %s |", defect, String.join("; ", cells)));
        }
        return rows;
    }

    /** All strengths that a defect was planted with, ascending. */
    static List<Double> strengthsOf(Scores scores, String defect) {
        return scores.planted(defect, one -> true).stream()
                .map(one -> one.label().strength())
                .distinct()
                .sorted()
                .toList();
    }

    private static List<Outcome> in(List<Outcome> outcomes, Base.Half half) {
        return outcomes.stream().filter(one -> one.clip().base().half() == half).toList();
    }

    private static String fraction(List<Outcome> outcomes) {
        long found = outcomes.stream().filter(Outcome::isFound).count();
        return outcomes.isEmpty() ? "-" : found + "/" + outcomes.size();
    }

    /** Found of planted by content, and what is false in an hour of it. */
    List<String> content(Base.Half half) {
        List<String> rows = new ArrayList<>();
        for (String defect : scores.defects()) {
            List<String> cells = new ArrayList<>();
            for (Base.Content content : Base.Content.values()) {
                Predicate<PlantedClip> which = of(half).and(is(content));
                List<Outcome> planted = scores.planted(defect, one -> which.test(one.clip()));
                long wrong = falseOnes(scores.wrong(defect, which));
                cells.add(fraction(planted) + (wrong == 0 ? "" : format(" (+%d)", wrong)));
            }
            rows.add(format("| `%s` | %s |", defect, String.join(" | ", cells)));
        }
        List<String> hours = new ArrayList<>();
        for (Base.Content content : Base.Content.values()) {
            hours.add(format("%.2f h", scores.cleanHours(of(half).and(is(content)))));
        }
        rows.add(format("| clean content | %s |", String.join(" | ", hours)));
        return rows;
    }

    private static Predicate<PlantedClip> is(Base.Content content) {
        return clip -> clip.base().content() == content;
    }

    /** What was found in clips as they are, and beside what was planted. */
    List<String> falseIncidents() {
        List<String> rows = new ArrayList<>();
        scores.untouched()
                .forEach(
                        (name, clean) -> {
                            for (Found found : clean.found()) {
                                rows.add(row(name + ", as it is", found));
                            }
                        });
        for (Wrong wrong : scores.wrong()) {
            if (!wrong.isMistaken()) {
                rows.add(row(wrong.clip().name(), wrong.found()));
            }
        }
        return rows;
    }

    private static String row(String clip, Found found) {
        String end =
                found.toMicros() == Long.MAX_VALUE ? "end" : format("%.1f", found.toMicros() / 1e6);
        return format(
                "| `%s` | `%s` | %.1f-%s |", clip, found.defect(), found.fromMicros() / 1e6, end);
    }

    List<String> mistaken() {
        Map<String, Integer> counts = new TreeMap<>();
        for (Wrong wrong : scores.wrong()) {
            if (wrong.isMistaken()) {
                String pair = format("| `%s` | `%s` |", wrong.planted(), wrong.found().defect());
                counts.merge(pair, 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .map(one -> one.getKey() + " " + one.getValue() + " |")
                .toList();
    }
}
