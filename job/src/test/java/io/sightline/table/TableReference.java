package io.sightline.table;

import java.util.List;

/** Writes the part of {@code docs/reference/tables.md} that follows from the schemas. */
final class TableReference {

    private TableReference() {}

    /** A heading and a table of columns in Markdown. */
    static String section(TableSchema<?> schema) {
        StringBuilder text = new StringBuilder();
        text.append("## ").append(schema.name()).append("\n\n");
        text.append("One row for each ").append(schema.rowMeans()).append(".\n\n");
        text.append("| column | type | meaning |\n|---|---|---|\n");
        for (Column<?> column : schema.columns()) {
            text.append("| `").append(column.name());
            text.append("` | ").append(column.type().sql());
            text.append(" | ").append(column.meaning()).append(" |\n");
        }
        return text.toString();
    }

    /** The sections of all tables, without columns for metrics. */
    static String sections() {
        return String.join(
                "\n",
                section(TableSchemas.ALERTS),
                section(TableSchemas.measurements(List.of())),
                section(TableSchemas.STREAM_STATES),
                section(TableSchemas.NOTIFICATIONS));
    }
}
