package io.sightline.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sightline.verify.Findings;
import io.sightline.verify.Findings.Broken;
import io.sightline.verify.Findings.Gap;
import io.sightline.verify.Findings.TableRows;
import io.sightline.verify.Findings.TimeSpan;
import io.sightline.verify.Layout;
import io.sightline.verify.RowPlace;
import io.sightline.verify.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes what was found in a record for machines. Fields are only added. */
final class VerifyJson {

    private static final JsonMapper JSON = new JsonMapper();

    private VerifyJson() {}

    /** One object, in one line. */
    static String of(String name, Layout layout, Findings findings) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("record", name);
        root.put("layout", layout.name().toLowerCase(Locale.ROOT));
        root.put("sound", findings.isSound());
        root.put("streams", findings.streams());
        ObjectNode tables = root.putObject("tables");
        findings.tables().forEach(rows -> table(rows, tables.putObject(rows.table().id())));
        incidents(findings.incidents(), root.putObject("incidents"));
        gaps(findings.gaps(), root.putObject("gaps"));
        root.put("repeated_states", findings.repeatedStates());
        root.put("violations", findings.violations());
        ArrayNode rules = root.putArray("broken_rules");
        findings.broken().forEach(broken -> rule(broken, rules.addObject()));
        try {
            return JSON.writeValueAsString(root);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
    }

    private static void table(TableRows rows, ObjectNode out) {
        out.put("rows", rows.rows());
        out.put("streams", rows.streams());
        out.put("parts", rows.parts());
        span("clock", rows.clock(), out);
        span("media", rows.media(), out);
    }

    private static void span(String name, @Nullable TimeSpan span, ObjectNode out) {
        if (span == null) {
            out.putNull(name);
            return;
        }
        out.putObject(name).put("from", time(span.fromMillis())).put("to", time(span.toMillis()));
    }

    private static void incidents(Findings.Incidents incidents, ObjectNode out) {
        out.put("opened", incidents.opened());
        out.put("escalated", incidents.escalated());
        out.put("cleared", incidents.cleared());
        out.put("open", incidents.open());
        out.put("left_open", incidents.leftOpen());
        out.put("opened_before", incidents.openedBefore());
    }

    private static void gaps(Findings.Gaps gaps, ObjectNode out) {
        out.put("count", gaps.count());
        out.put("seconds", gaps.seconds());
        out.put("renditions", gaps.renditions());
        ArrayNode longest = out.putArray("longest");
        for (Gap gap : gaps.longest()) {
            longest.addObject()
                    .put("stream_id", gap.streamId())
                    .put("rendition", gap.rendition())
                    .put("from", time(gap.fromMillis()))
                    .put("seconds", gap.seconds());
        }
    }

    private static void rule(Broken broken, ObjectNode out) {
        out.put("rule", broken.rule().id());
        out.put("count", broken.count());
        ArrayNode examples = out.putArray("examples");
        for (Violation violation : broken.examples()) {
            ArrayNode rows = examples.addObject().put("what", violation.what()).putArray("rows");
            for (RowPlace place : violation.rows()) {
                rows.addObject().put("part", place.part()).put("position", place.position());
            }
        }
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
