package io.sightline.readback;

import io.sightline.table.TableSchemas;
import io.sightline.verify.MeasuredSecond;
import io.sightline.verify.RecordCheck;
import io.sightline.verify.RecordTable;
import io.sightline.verify.RowPlace;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * Reads the few columns of a Parquet file of measurements that are checked. A file that is damaged
 * is a matter of the record, one that may not be read is not.
 */
final class ParquetSeconds {

    private ParquetSeconds() {}

    /** A column that is checked, and the type it is stored with. */
    private enum Column {
        SCHEMA_VERSION("schema_version", PrimitiveTypeName.INT32),
        STREAM("stream_id", PrimitiveTypeName.BINARY),
        RENDITION("rendition", PrimitiveTypeName.BINARY),
        SECOND("second_at", PrimitiveTypeName.INT64);

        private final String id;
        private final PrimitiveTypeName stored;

        Column(String id, PrimitiveTypeName stored) {
            this.id = id;
            this.stored = stored;
        }

        boolean isIn(MessageType schema) {
            return schema.containsField(id)
                    && schema.getType(id).isPrimitive()
                    && schema.getType(id).asPrimitiveType().getPrimitiveTypeName() == stored;
        }
    }

    static void read(Path file, String part, RecordCheck check) throws IOException {
        if (!Files.isReadable(file)) {
            throw new AccessDeniedException(file.toString());
        }
        RowReader rows = new RowReader(part, check);
        ParquetReadOptions options =
                ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
            rows.readAll(reader);
        } catch (IOException | RuntimeException e) {
            // Whatever the library throws: the bytes are there and are no rows.
            rows.unreadable("the file is damaged from here on: " + e.getMessage());
        }
    }

    private static final class RowReader {
        private final String part;
        private final RecordCheck check;
        private long number;

        RowReader(String part, RecordCheck check) {
            this.part = part;
            this.check = check;
        }

        void readAll(ParquetFileReader file) throws IOException {
            MessageType schema = file.getFileMetaData().getSchema();
            List<Type> wanted = new ArrayList<>();
            for (Column column : Column.values()) {
                if (!column.isIn(schema)) {
                    unreadable("the file has no column " + column.id + " of its type");
                    return;
                }
                wanted.add(schema.getType(column.id));
            }
            MessageType projection = new MessageType(schema.getName(), wanted);
            file.setRequestedSchema(projection);
            MessageColumnIO columns = new ColumnIOFactory().getColumnIO(projection, schema);
            for (PageReadStore pages = file.readNextRowGroup();
                    pages != null;
                    pages = file.readNextRowGroup()) {
                RecordReader<Group> rows =
                        columns.getRecordReader(pages, new GroupRecordConverter(projection));
                for (long row = 0; row < pages.getRowCount(); row++) {
                    take(rows.read());
                }
            }
        }

        private void take(Group row) {
            for (Column column : Column.values()) {
                if (row.getFieldRepetitionCount(column.id) == 0) {
                    unreadable(column.id + " is null");
                    return;
                }
            }
            int version = row.getInteger(Column.SCHEMA_VERSION.id, 0);
            if (version != TableSchemas.SCHEMA_VERSION) {
                unreadable(
                        "schema_version is "
                                + version
                                + ", and this release reads "
                                + TableSchemas.SCHEMA_VERSION);
                return;
            }
            check.measurement(
                    new RowPlace(part, ++number),
                    new MeasuredSecond(
                            row.getString(Column.STREAM.id, 0),
                            row.getString(Column.RENDITION.id, 0),
                            row.getLong(Column.SECOND.id, 0)));
        }

        void unreadable(String why) {
            check.unreadable(RecordTable.MEASUREMENTS, new RowPlace(part, ++number), why);
        }
    }
}
