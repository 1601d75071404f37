package io.sightline.scoreboard;

import io.sightline.scoreboard.Verdicts.Outcome;
import io.sightline.scoreboard.Verdicts.Wrong;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * FFmpeg's filters beside the job, on the same clips and by the same rules: those with the defect
 * of a filter, and those with none. With its own limit where it has one, and with the limit that is
 * best on the tuning half, which is then tried on the other, as ours was.
 */
final class ReferenceScores {

    private final Map<PlantedClip, ReferenceRun> runs = new LinkedHashMap<>();

    /** The filters that a clip has something for; all of them, if nothing is planted in it. */
    static List<ReferenceMeter> metersOf(PlantedClip clip) {
        return ReferenceMeter.ALL.stream()
                .filter(
                        meter ->
                                ReferenceMeter.ALL.stream()
                                        .anyMatch(one -> isFor(one, meter, clip)))
                .toList();
    }

    /** Whether a meter is asked for on a clip, and another one measures it or does so for it. */
    private static boolean isFor(ReferenceMeter asked, ReferenceMeter meter, PlantedClip clip) {
        return concerns(asked, clip)
                && (asked.equals(meter) || (asked.filter().isEmpty() && isSource(meter, asked)));
    }

    private static boolean isSource(ReferenceMeter meter, ReferenceMeter of) {
        String filter = meter.name().replaceAll(",.*", "");
        return !meter.filter().isEmpty() && filter.equals(of.name().replaceAll(",.*", ""));
    }

    private static boolean concerns(ReferenceMeter meter, PlantedClip clip) {
        return clip.labels().labels().isEmpty()
                || clip.labels().labels().stream()
                        .anyMatch(label -> label.defect().equals(meter.defect()));
    }

    synchronized void add(PlantedClip clip, ReferenceRun run) {
        runs.put(clip, run);
    }

    static ReferenceRun run(PlantedClip clip, Path folder) throws IOException {
        return ReferenceRun.over(clip, metersOf(clip), folder);
    }

    /**
     * F1 on the half that nothing was tuned on.
     *
     * @param ours of the job with the built-in policy
     * @param usual of the filter with its own limit; NaN if it has none
     * @param tuned with the limit that is best on the other half
     * @param best what that limit reaches on that half
     */
    record Comparison(
            String defect,
            String filter,
            double ours,
            double usual,
            double tuned,
            double best,
            double limit) {

        private String row() {
            return String.format(
                    Locale.ROOT,
                    "| `%s` | %s | %s | %s | %s | %s (%.3g) |",
                    defect,
                    text(ours),
                    filter,
                    text(usual),
                    text(tuned),
                    text(best),
                    limit);
        }
    }

    /** Lines of the table. */
    List<String> rows(Verdicts ours) {
        return compared(ours).stream().map(Comparison::row).toList();
    }

    /** Each filter for which something was planted in both halves. */
    synchronized List<Comparison> compared(Verdicts ours) {
        List<Comparison> compared = new ArrayList<>();
        for (ReferenceMeter meter : ReferenceMeter.ALL) {
            double best = Double.NaN;
            double bestLimit = meter.limits().get(0);
            for (double limit : meter.limits()) {
                double f1 = f1(theirs(meter, limit), meter, Base.Half.TUNE);
                if (Double.isNaN(best) || f1 > best) {
                    best = f1;
                    bestLimit = limit;
                }
            }
            double our = f1(ours, meter, Base.Half.REPORT);
            if (!Double.isNaN(our)) {
                double usual = f1(theirs(meter, meter.limits().get(0)), meter, Base.Half.REPORT);
                compared.add(
                        new Comparison(
                                meter.defect(),
                                meter.name(),
                                our,
                                meter.hasDefault() ? usual : Double.NaN,
                                f1(theirs(meter, bestLimit), meter, Base.Half.REPORT),
                                best,
                                bestLimit));
            }
        }
        return compared;
    }

    private static String text(double f1) {
        return Double.isNaN(f1) ? "-" : String.format(Locale.ROOT, "%.3f", f1);
    }

    private Verdicts theirs(ReferenceMeter meter, double limit) {
        Verdicts verdicts = new Verdicts();
        runs.forEach(
                (clip, run) -> {
                    if (concerns(meter, clip)) {
                        verdicts.add(clip, run.found(meter, limit));
                    }
                });
        return verdicts;
    }

    /** The harmonic mean of recall and precision, on the clips that FFmpeg has seen too. */
    private double f1(Verdicts verdicts, ReferenceMeter meter, Base.Half half) {
        Predicate<PlantedClip> which =
                clip ->
                        clip.base().half() == half
                                && runs.containsKey(clip)
                                && concerns(meter, clip);
        int found = 0;
        int missed = 0;
        for (Outcome outcome : verdicts.outcomes()) {
            if (outcome.label().defect().equals(meter.defect()) && which.test(outcome.clip())) {
                found += outcome.isFound() ? 1 : 0;
                missed += outcome.isFound() ? 0 : 1;
            }
        }
        if (found + missed == 0) {
            return Double.NaN;
        }
        int wrong = 0;
        for (Wrong one : verdicts.wrong()) {
            if (one.found().defect().equals(meter.defect()) && which.test(one.clip())) {
                wrong++;
            }
        }
        return 2.0 * found / (2 * found + missed + wrong);
    }
}
