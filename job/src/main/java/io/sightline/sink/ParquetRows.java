package io.sightline.sink;

import io.sightline.table.Column;
import io.sightline.table.ColumnType;
import io.sightline.table.TableSchema;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.formats.parquet.ParquetWriterFactory;
import org.apache.flink.formats.parquet.row.ParquetRowDataBuilder;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of one table as Parquet files, in the form that Flink SQL's own writer gives them.
 */
final class ParquetRows<R> implements BulkWriter.Factory<R> {

    private static final long serialVersionUID = 1L;

    private final TableSchema<R> schema;
    private final ParquetWriterFactory<RowData> files;

    ParquetRows(TableSchema<R> schema) {
        this.schema = schema;
        this.files =
                ParquetRowDataBuilder.createWriterFactory(
                        rowType(schema), settings(), /* utcTimestamp= */ true);
    }

    private static Configuration settings() {
        Configuration settings = new Configuration(/* loadDefaults= */ false);
        // From the JDK: the other codecs bring native libraries.
        settings.set("parquet.compression", "GZIP");
        // 64-bit milliseconds instead of INT96, which newer readers refuse.
        settings.setBoolean("parquet.write.int64.timestamp", true);
        settings.set("parquet.timestamp.time.unit", "millis");
        return settings;
    }

    static RowType rowType(TableSchema<?> schema) {
        List<RowType.RowField> fields =
                schema.columns().stream()
                        .map(c -> new RowType.RowField(c.name(), logicalType(c.type())))
                        .toList();
        return new RowType(fields);
    }

    private static LogicalType logicalType(ColumnType type) {
        return switch (type) {
            case TEXT -> VarCharType.STRING_TYPE;
            case INT -> new IntType();
            case BIGINT -> new BigIntType();
            case DOUBLE -> new DoubleType();
            case TIME -> new LocalZonedTimestampType(3);
            case TEXT_MAP -> mapOf(VarCharType.STRING_TYPE);
            case DOUBLE_MAP -> mapOf(new DoubleType());
            case INT_MAP -> mapOf(new IntType());
        };
    }

    private static MapType mapOf(LogicalType value) {
        return new MapType(VarCharType.STRING_TYPE.copy(/* isNullable= */ false), value);
    }

    @Override
    public BulkWriter<R> create(FSDataOutputStream out) throws IOException {
        BulkWriter<RowData> rows = files.create(out);
        return new BulkWriter<>() {
            @Override
            public void addElement(R row) throws IOException {
                rows.addElement(toRowData(row));
            }

            @Override
            public void flush() throws IOException {
                rows.flush();
            }

            @Override
            public void finish() throws IOException {
                rows.finish();
            }
        };
    }

    private RowData toRowData(R row) {
        List<Column<R>> columns = schema.columns();
        GenericRowData data = new GenericRowData(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            Column<R> column = columns.get(i);
            data.setField(i, toInternal(column.type(), column.value().apply(row)));
        }
        return data;
    }

    private static @Nullable Object toInternal(ColumnType type, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return switch (type) {
            case INT, BIGINT -> value;
            case DOUBLE -> Double.isFinite((double) value) ? value : null;
            case TEXT -> StringData.fromString((String) value);
            case TIME -> TimestampData.fromEpochMillis((long) value);
            case TEXT_MAP -> toMapData(ColumnType.TEXT, (Map<?, ?>) value);
            case DOUBLE_MAP -> toMapData(ColumnType.DOUBLE, (Map<?, ?>) value);
            case INT_MAP -> toMapData(ColumnType.INT, (Map<?, ?>) value);
        };
    }

    private static GenericMapData toMapData(ColumnType valueType, Map<?, ?> map) {
        Map<StringData, @Nullable Object> entries = new HashMap<>();
        map.forEach(
                (key, value) ->
                        entries.put(
                                StringData.fromString((String) key), toInternal(valueType, value)));
        return new GenericMapData(entries);
    }
}
