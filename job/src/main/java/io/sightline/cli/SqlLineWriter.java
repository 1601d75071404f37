package io.sightline.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.query.ResultWriter;
import io.sightline.query.SqlValues;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;

/** The rows of a query as JSON, one object a line, as they come. */
final class SqlLineWriter implements ResultWriter {

    /** What happened to a row that was seen before. */
    private static final String KIND = "op";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream out;
    private final SqlValues values;
    private List<String> columns = List.of();

    SqlLineWriter(PrintStream out, SqlValues values) {
        this.out = out;
        this.values = values;
    }

    @Override
    public void begin(List<String> names) {
        columns = names;
    }

    @Override
    public void row(Row row) throws JsonProcessingException {
        Map<String, Object> object = new LinkedHashMap<>();
        if (row.getKind() != RowKind.INSERT) {
            object.put(KIND, row.getKind().shortString());
        }
        for (int i = 0; i < columns.size(); i++) {
            object.put(columns.get(i), values.json(row.getField(i)));
        }
        out.println(JSON.writeValueAsString(object));
    }

    @Override
    public void end() {}
}
