package io.sightline.cli;

import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import io.sightline.query.ResultWriter;
import io.sightline.query.SqlValues;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.apache.flink.types.Row;

/** The rows of a query as RFC 4180 has it, with a line of names first. NULL is an empty field. */
final class SqlCsvWriter implements ResultWriter {

    private static final CsvMapper CSV =
            CsvMapper.csvBuilder().enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING).build();

    private final PrintStream out;
    private final SqlValues values;
    private int columns;

    SqlCsvWriter(PrintStream out, SqlValues values) {
        this.out = out;
        this.values = values;
    }

    @Override
    public void begin(List<String> names) throws IOException {
        columns = names.size();
        line(names.toArray(String[]::new));
    }

    @Override
    public void row(Row row) throws IOException {
        String[] fields = new String[columns];
        for (int i = 0; i < columns; i++) {
            fields[i] = values.text(row.getField(i), "");
        }
        line(fields);
    }

    private void line(String[] fields) throws IOException {
        out.print(CSV.writer(CSV.schemaFor(String[].class)).writeValueAsString(fields));
    }

    @Override
    public void end() {}
}
