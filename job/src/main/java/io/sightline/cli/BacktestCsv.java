package io.sightline.cli;

import io.sightline.backtest.Difference;
import io.sightline.backtest.FoundIncident;
import io.sightline.backtest.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes what a backtest found as a line for each difference. */
final class BacktestCsv {

    private BacktestCsv() {}

    static List<String> lines(Outcome outcome) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "change,stream_id,rendition,defect,before_started_at,before_ended_at,"
                        + "before_severity,after_started_at,after_ended_at,after_severity");
        for (Difference difference : outcome.differences()) {
            List<String> fields = new ArrayList<>();
            fields.add(difference.kind().name().toLowerCase(Locale.ROOT));
            fields.add(difference.subject().stream());
            fields.add(difference.subject().rendition());
            fields.add(difference.subject().defect());
            incident(difference.before(), fields);
            incident(difference.after(), fields);
            lines.add(String.join(",", fields.stream().map(BacktestCsv::quoted).toList()));
        }
        return lines;
    }

    private static void incident(@Nullable FoundIncident incident, List<String> fields) {
        if (incident == null) {
            fields.addAll(List.of("", "", ""));
            return;
        }
        Long ended = incident.endedMillis();
        fields.add(BacktestJson.time(incident.startedMillis()));
        fields.add(ended == null ? "" : BacktestJson.time(ended));
        fields.add(incident.severity().id());
    }

    private static String quoted(String field) {
        return field.matches("[^\",\r\n]*") ? field : "\"" + field.replace("\"", "\"\"") + "\"";
    }
}
