package io.sightline.scoreboard;

import io.sightline.backtest.Backtest;
import io.sightline.backtest.Outcome;
import io.sightline.backtest.Totals;
import io.sightline.backtest.Trial;
import io.sightline.config.PolicyFile;
import io.sightline.detector.model.StreamId;
import io.sightline.readback.EventSpan;
import io.sightline.readback.MeasurementFiles;
import io.sightline.readback.RecordedAlerts;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.testing.Differences;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The measurements of the board's run, judged again by the policy that judged them. */
final class BoardAgain {

    private BoardAgain() {}

    /**
     * What differs, for people: by defect, then one by one.
     *
     * @param policy as the run had it
     * @param folder of the run
     */
    static List<String> lines(List<StreamEntry> entries, String policy, Path folder)
            throws Exception {
        Map<StreamId, String> templates = new HashMap<>();
        entries.forEach(entry -> templates.put(entry.id(), entry.examination().policy()));
        Path record = folder.resolve("output");
        Trial trial = new Trial("board", PolicyFile.parse("board.yaml", policy), templates);
        Outcome outcome =
                new Backtest(trial, null, EventSpan.ALL, 2)
                        .run(new MeasurementFiles(record), RecordedAlerts.ofFiles(record));
        SortedMap<String, Totals> byDefect = new TreeMap<>();
        outcome.totals()
                .forEach(
                        (subject, totals) ->
                                byDefect.merge(subject.defect(), totals, Totals::plus));
        List<String> lines = new ArrayList<>();
        lines.add("all: " + outcome.total() + ", seconds " + outcome.seconds());
        byDefect.forEach((defect, totals) -> lines.add(defect + ": " + totals));
        lines.add("fall backs " + outcome.fallBacks() + ", not compared " + outcome.notCompared());
        lines.addAll(Differences.lines(outcome));
        return lines;
    }
}
