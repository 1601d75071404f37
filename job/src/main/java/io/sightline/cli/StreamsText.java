package io.sightline.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.cli.TextTable.Align;
import io.sightline.cli.TextTable.Cell;
import io.sightline.flow.Examination;
import io.sightline.media.Redaction;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.source.enumerator.StreamInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Entries of a registry for people and for programs; secrets are left out of both. */
final class StreamsText {

    private static final ObjectMapper JSON = new ObjectMapper(); // thread-safe once configured
    private static final int WIDEST_ID = 40;
    private static final int WIDEST_LABELS = 40;
    private static final int WIDEST_RENDITIONS = 20;

    private StreamsText() {}

    /** An aligned table with a line about all of them. */
    static List<String> lines(
            List<StreamEntry> entries, String registry, int width, Palette palette) {
        if (entries.isEmpty()) {
            return List.of("No streams in " + registry + ".");
        }
        TextTable table =
                new TextTable()
                        .column("STREAM", Align.LEFT, WIDEST_ID)
                        .column("WATCHED")
                        .column("DECODE")
                        .column("PRIORITY")
                        .column("POLICY")
                        .column("RENDITIONS", Align.LEFT, WIDEST_RENDITIONS)
                        .column("LABELS", Align.LEFT, WIDEST_LABELS)
                        .column("URL");
        for (StreamEntry entry : entries) {
            Palette.Style style = entry.enabled() ? Palette.Style.NONE : Palette.Style.FAINT;
            Examination examination = entry.examination();
            table.row(
                    List.of(
                            new Cell(entry.id().value(), style),
                            new Cell(entry.enabled() ? "yes" : "no", style),
                            new Cell(word(examination.decode()), style),
                            new Cell(word(examination.priority()), style),
                            new Cell(examination.policy(), style),
                            new Cell(renditions(entry.input()), style),
                            new Cell(labels(entry), style),
                            new Cell(Redaction.of(entry.url()), style)));
        }
        List<String> lines = new ArrayList<>(table.lines(width, "", palette));
        lines.add("");
        lines.add(count(entries) + " in " + registry + ".");
        return lines;
    }

    private static String count(List<StreamEntry> entries) {
        long disabled = entries.stream().filter(entry -> !entry.enabled()).count();
        return entries.size()
                + (entries.size() == 1 ? " stream" : " streams")
                + (disabled == 0 ? "" : ", " + disabled + " disabled,");
    }

    private static String renditions(StreamInput input) {
        return input.renditions() == StreamInput.Renditions.LISTED
                ? String.join(",", input.renditionNames())
                : word(input.renditions());
    }

    private static String labels(StreamEntry entry) {
        return new TreeMap<>(entry.labels())
                .entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(" "));
    }

    /** One object, keys as in the registry; of headers only the names. */
    static String json(StreamEntry entry) {
        StreamInput input = entry.input();
        Examination examination = entry.examination();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", entry.id().value());
        fields.put("url", Redaction.of(input.url()));
        fields.put(
                "renditions",
                input.renditions() == StreamInput.Renditions.LISTED
                        ? input.renditionNames()
                        : word(input.renditions()));
        fields.put("headers", new TreeSet<>(input.headers().keySet()));
        fields.put("program", input.program() == 0 ? null : input.program());
        fields.put(
                "detectors", examination.detectors().isEmpty() ? "all" : examination.detectors());
        fields.put("policy", examination.policy());
        fields.put("decode", word(examination.decode()));
        fields.put("priority", word(examination.priority()));
        fields.put("labels", new TreeMap<>(entry.labels()));
        fields.put("enabled", entry.enabled());
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts, lists and maps can be written", e);
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
