package io.sightline.query;

import io.sightline.detector.api.Metric;
import io.sightline.table.Column;
import io.sightline.table.TableSchema;
import io.sightline.table.TableSchemas;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The statements that make the record's tables, functions and views in a Flink SQL session. */
public final class TableDefinitions {

    private static final String FUNCTIONS = "functions.sql";
    private static final String VIEWS = "views.sql";

    private TableDefinitions() {}

    /**
     * A file for {@code sql-client.sh -i}: as {@link #script}, after the settings with which
     * queries give the same answers there as here.
     *
     * @param metrics that have a column of their own
     */
    public static String init(RecordSource source, List<Metric> metrics) {
        String mode = source.isBounded() ? "batch" : "streaming";
        return """
        SET 'execution.runtime-mode' = '%s';
        SET 'table.local-time-zone' = 'UTC';

        """
                        .formatted(mode)
                + script(source, metrics);
    }

    /**
     * All statements, in an order in which they can be executed.
     *
     * @param metrics that have a column of their own
     */
    public static String script(RecordSource source, List<Metric> metrics) {
        return String.join("\n", tables(source, metrics), resource(FUNCTIONS), resource(VIEWS));
    }

    /** The tables alone. */
    static String tables(RecordSource source, List<Metric> metrics) {
        List<TableSchema<?>> schemas =
                List.of(
                        TableSchemas.ALERTS,
                        TableSchemas.measurements(metrics),
                        TableSchemas.STREAM_STATES);
        return schemas.stream()
                .map(schema -> table(schema, source))
                .collect(Collectors.joining("\n"));
    }

    /** The statement that makes one table, named as its schema is. */
    public static String table(TableSchema<?> schema, RecordSource source) {
        return table(schema, schema.name(), source.options(schema.name()));
    }

    /**
     * The same under another name and with options of the caller's.
     *
     * @param optionsOfTable of the table's connector, in order
     */
    public static String table(
            TableSchema<?> schema, String name, Map<String, String> optionsOfTable) {
        List<String> columns = new ArrayList<>();
        for (Column<?> column : schema.columns()) {
            columns.add("  `%s` %s".formatted(column.name(), column.type().sql()));
        }
        List<String> options = new ArrayList<>();
        for (Map.Entry<String, String> option : optionsOfTable.entrySet()) {
            options.add("  %s = %s".formatted(quoted(option.getKey()), quoted(option.getValue())));
        }
        return """
        -- One row for each %s.
        CREATE TEMPORARY TABLE %s (
        %s
        ) WITH (
        %s
        );
        """
                .formatted(
                        schema.rowMeans(),
                        name,
                        String.join(",\n", columns),
                        String.join(",\n", options));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String resource(String name) {
        try (InputStream in = TableDefinitions.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
