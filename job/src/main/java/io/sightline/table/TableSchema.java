package io.sightline.table;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A table: its name and its columns in order.
 *
 * @param name in SQL; the folder of its files, and the topic's name after {@code sightline.}
 * @param rowMeans what one row stands for
 */
public record TableSchema<R>(String name, String rowMeans, List<Column<R>> columns)
        implements Serializable {

    public TableSchema {
        columns = List.copyOf(columns);
        Set<String> names = new HashSet<>();
        for (Column<R> column : columns) {
            if (!names.add(column.name())) {
                throw new IllegalArgumentException(
                        "Table '" + name + "' has two columns named '" + column.name() + "'");
            }
        }
    }

    public List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }

    /** Collects the columns of one table. */
    static final class Builder<R> {

        private final String name;
        private final String rowMeans;
        private final List<Column<R>> columns = new ArrayList<>();

        Builder(String name, String rowMeans) {
            this.name = name;
            this.rowMeans = rowMeans;
        }

        Builder<R> column(String name, ColumnType type, String meaning, Column.Value<R> value) {
            columns.add(new Column<>(name, type, meaning, value));
            return this;
        }

        TableSchema<R> build() {
            return new TableSchema<>(name, rowMeans, columns);
        }
    }
}
