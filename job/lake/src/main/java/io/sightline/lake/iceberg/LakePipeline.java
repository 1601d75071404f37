package io.sightline.lake.iceberg;

import io.sightline.query.SqlScript;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pipeline as it is written in {@code flink-conf/sql/lake.sql}. */
final class LakePipeline {

    private static final Pattern BEGIN =
            Pattern.compile("(?is)^EXECUTE\\s+STATEMENT\\s+SET\\s+BEGIN\\s+");
    private static final Pattern INSERT =
            Pattern.compile("(?is)^INSERT\\s+INTO\\s+lake_(\\w+)\\s.*");

    private LakePipeline() {}

    /** The statements, in order, by the table that each fills. */
    static Map<String, String> inserts() {
        Map<String, String> inserts = new LinkedHashMap<>();
        for (String statement : SqlScript.statements(text())) {
            String insert = BEGIN.matcher(statement).replaceFirst("").strip();
            if (insert.equalsIgnoreCase("END")) {
                continue;
            }
            Matcher target = INSERT.matcher(insert);
            if (!target.matches()) {
                throw new IllegalStateException("lake.sql: not an INSERT INTO lake_...: " + insert);
            }
            inserts.put(target.group(1), insert);
        }
        return inserts;
    }

    private static String text() {
        try (InputStream in = LakePipeline.class.getResourceAsStream("lake.sql")) {
            return new String(
                    Objects.requireNonNull(in, "lake.sql").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
