package io.sightline.cli;

import io.sightline.query.ResultWriter;
import io.sightline.query.SqlValues;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.types.Row;

/** The rows of a query in aligned columns, once all are there; numbers to the right. */
final class SqlTableWriter implements ResultWriter {

    private final PrintStream out;
    private final SqlValues values;
    private final List<List<TextTable.Cell>> rows = new ArrayList<>();
    private List<String> columns = List.of();
    private boolean[] numbers = {};

    SqlTableWriter(PrintStream out, SqlValues values) {
        this.out = out;
        this.values = values;
    }

    @Override
    public void begin(List<String> names) {
        columns = names;
        numbers = new boolean[names.size()];
        rows.clear();
    }

    @Override
    public void row(Row row) {
        List<TextTable.Cell> cells = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Object value = row.getField(i);
            numbers[i] |= value instanceof Number;
            cells.add(TextTable.Cell.of(values.text(value, "-")));
        }
        rows.add(cells);
    }

    @Override
    public void end() {
        TextTable table = new TextTable();
        for (int i = 0; i < columns.size(); i++) {
            table.column(
                    columns.get(i),
                    numbers[i] ? TextTable.Align.RIGHT : TextTable.Align.LEFT,
                    Integer.MAX_VALUE);
        }
        rows.forEach(table::row);
        table.lines(Integer.MAX_VALUE, "", Palette.PLAIN).forEach(out::println);
        out.println(rows.size() == 1 ? "1 row" : rows.size() + " rows");
    }
}
