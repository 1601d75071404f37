package io.sightline.accuracy;

import io.sightline.backtest.Backtest;
import io.sightline.backtest.Difference;
import io.sightline.backtest.FoundIncident;
import io.sightline.backtest.Outcome;
import io.sightline.backtest.Trial;
import io.sightline.config.PolicyFile;
import io.sightline.readback.EventSpan;
import io.sightline.readback.MeasurementFiles;
import io.sightline.readback.RecordedAlerts;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The measurements of a run, judged again by the policy that judged them. */
final class JudgedAgain {

    private JudgedAgain() {}

    /**
     * @param folder that {@link MonitoredRun#over} was given
     */
    static Outcome of(Path folder) throws Exception {
        Path record = folder.resolve("output");
        Trial builtIn = new Trial("built in", PolicyFile.builtIn(), Map.of());
        return new Backtest(builtIn, null, EventSpan.ALL, 2)
                .run(new MeasurementFiles(record), RecordedAlerts.ofFiles(record));
    }

    /** In words, with times in seconds of the media: files begin at 1970. */
    static List<String> differences(Outcome outcome) {
        return outcome.differences().stream().map(JudgedAgain::text).toList();
    }

    /** What differs, without times. */
    static Set<String> changes(Outcome outcome) {
        Set<String> changes = new TreeSet<>();
        for (Difference difference : outcome.differences()) {
            changes.add(
                    difference.kind()
                            + " "
                            + difference.subject().stream()
                            + " "
                            + difference.subject().defect());
        }
        return changes;
    }

    private static String text(Difference difference) {
        return "%s %s %s: %s -> %s"
                .formatted(
                        difference.kind(),
                        difference.subject().stream(),
                        difference.subject().defect(),
                        text(difference.before()),
                        text(difference.after()));
    }

    private static String text(@Nullable FoundIncident incident) {
        if (incident == null) {
            return "nothing";
        }
        Long ended = incident.endedMillis();
        return String.format(
                Locale.ROOT,
                "%.3f-%s %s",
                incident.startedMillis() / 1000.0,
                ended == null ? "open" : String.format(Locale.ROOT, "%.3f", ended / 1000.0),
                incident.severity().id());
    }
}
