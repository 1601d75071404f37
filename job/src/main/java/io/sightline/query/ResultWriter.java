package io.sightline.query;

import java.io.IOException;
import java.util.List;
import org.apache.flink.types.Row;

/** Shows the rows of a query as they come. */
public interface ResultWriter {

    /** Before the first row. */
    void begin(List<String> columns) throws IOException;

    /** With its kind, where rows can be taken back. */
    void row(Row row) throws IOException;

    /** After the last row. */
    void end() throws IOException;
}
