package io.sightline.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sightline.backtest.Difference;
import io.sightline.backtest.FoundIncident;
import io.sightline.backtest.IncidentSubject;
import io.sightline.backtest.Outcome;
import io.sightline.backtest.Totals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes what a backtest found for machines. Fields are only added. */
final class BacktestJson {

    private static final JsonMapper JSON = new JsonMapper();

    private BacktestJson() {}

    /** One object, in one line. */
    static String of(String record, Outcome outcome) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("record", record);
        root.put("before", outcome.before());
        root.put("after", outcome.after());
        root.put("renditions", outcome.renditions());
        root.put("seconds", outcome.seconds());
        root.put("from", time(outcome.fromMillis()));
        root.put("to", time(outcome.toMillis()));
        totals(outcome.total(), root.putObject("total"));
        ArrayNode subjects = root.putArray("subjects");
        outcome.totals()
                .forEach(
                        (subject, totals) ->
                                totals(totals, subject(subject, subjects.addObject())));
        ArrayNode differences = root.putArray("differences");
        for (Difference difference : outcome.differences()) {
            ObjectNode out = differences.addObject();
            out.put("change", difference.kind().name().toLowerCase(Locale.ROOT));
            subject(difference.subject(), out);
            incident("before", difference.before(), out);
            incident("after", difference.after(), out);
        }
        ArrayNode notJudged = root.putArray("not_judged");
        outcome.notJudged().forEach(notJudged::add);
        root.put("not_compared", outcome.notCompared());
        root.put("fall_backs", outcome.fallBacks());
        try {
            return JSON.writeValueAsString(root);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
    }

    private static ObjectNode subject(IncidentSubject subject, ObjectNode out) {
        return out.put("stream_id", subject.stream())
                .put("rendition", subject.rendition())
                .put("defect", subject.defect());
    }

    private static void totals(Totals totals, ObjectNode out) {
        out.put("before", totals.before());
        out.put("after", totals.after());
        out.put("added", totals.added());
        out.put("removed", totals.removed());
        out.put("changed", totals.changed());
        out.put("before_ms", totals.beforeMillis());
        out.put("after_ms", totals.afterMillis());
    }

    private static void incident(
            String name, @Nullable FoundIncident incident, ObjectNode difference) {
        if (incident == null) {
            difference.putNull(name);
            return;
        }
        ObjectNode out = difference.putObject(name);
        out.put("started_at", time(incident.startedMillis()));
        Long ended = incident.endedMillis();
        out.put("ended_at", ended == null ? null : time(ended));
        out.put("severity", incident.severity().id());
    }

    static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
