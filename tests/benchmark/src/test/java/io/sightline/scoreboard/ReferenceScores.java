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

/**
 * FFmpeg's filters beside the job, on the same clips and by the same rules: with their default
 * limits, and with the limit that is best on the very clips they are scored on.
 */
final class ReferenceScores {

    private final Map<PlantedClip, ReferenceRun> runs = new LinkedHashMap<>();

    void add(PlantedClip clip, Path folder) throws IOException {
        runs.put(clip, ReferenceRun.over(clip, folder));
    }

    /** One line of the table for each filter: F1 of the job, of the default, of the best limit. */
    List<String> rows(Verdicts ours) {
        List<String> rows = new ArrayList<>();
        List<ReferenceMeter> meters = new ArrayList<>(ReferenceMeter.PICTURES);
        meters.addAll(ReferenceMeter.SOUND);
        for (ReferenceMeter meter : meters) {
            double best = -1;
            double bestLimit = 0;
            double usual = Double.NaN;
            for (double limit : meter.limits()) {
                double f1 = f1(theirs(meter, limit), meter.defect());
                if (f1 > best) {
                    best = f1;
                    bestLimit = limit;
                }
                if (meter.hasDefault() && limit == meter.limits().get(0)) {
                    usual = f1;
                }
            }
            rows.add(
                    String.format(
                            Locale.ROOT,
                            "| `%s` | %s | %s | %s | %s (%s) |",
                            meter.defect(),
                            text(f1(ours, meter.defect())),
                            meter.name(),
                            text(usual),
                            text(best),
                            ScorePage.plain(bestLimit)));
        }
        return rows;
    }

    private static String text(double f1) {
        return Double.isNaN(f1) ? "-" : String.format(Locale.ROOT, "%.3f", f1);
    }

    private Verdicts theirs(ReferenceMeter meter, double limit) {
        Verdicts verdicts = new Verdicts();
        runs.forEach((clip, run) -> verdicts.add(clip, run.found(meter, limit)));
        return verdicts;
    }

    /** The harmonic mean of recall and precision, on the clips that FFmpeg has seen too. */
    private double f1(Verdicts verdicts, String defect) {
        int found = 0;
        int missed = 0;
        for (Outcome outcome : verdicts.outcomes()) {
            if (outcome.label().defect().equals(defect) && runs.containsKey(outcome.clip())) {
                found += outcome.isFound() ? 1 : 0;
                missed += outcome.isFound() ? 0 : 1;
            }
        }
        int wrong = 0;
        for (Wrong one : verdicts.wrong()) {
            if (one.found().defect().equals(defect) && runs.containsKey(one.clip())) {
                wrong++;
            }
        }
        int all = 2 * found + missed + wrong;
        return all == 0 ? Double.NaN : 2.0 * found / all;
    }
}
