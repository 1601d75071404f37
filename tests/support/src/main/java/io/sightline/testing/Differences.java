package io.sightline.testing;

import io.sightline.backtest.Difference;
import io.sightline.backtest.FoundIncident;
import io.sightline.backtest.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a second judgement found otherwise, in words. */
public final class Differences {

    private Differences() {}

    /** One by one, with times in seconds of the media: files begin at 1970. */
    public static List<String> lines(Outcome outcome) {
        return outcome.differences().stream().map(Differences::text).toList();
    }

    /** Without times. */
    public static Set<String> changes(Outcome outcome) {
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
