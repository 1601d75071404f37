package io.sightline.readback;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.DictionaryPageReadStore;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.statistics.DoubleStatistics;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * One Parquet file of measurements, read column by column: only those that are wanted, and of them
 * only those whose values are not all one by the statistics. Holds one row group of those columns
 * as it is stored, and {@value #BATCH} rows of it decoded. Thread: the caller's.
 */
final class ParquetMeasurements implements AutoCloseable {

    private static final String STREAM = "stream_id";
    private static final String RENDITION = "rendition";
    private static final String SECOND = "second_at";
    private static final String MEDIA_START = "media_start_us";
    private static final String EXTRA = "extra";
    private static final int BATCH = 1024;

    private final Path file;
    private final ParquetFileReader reader;
    private final MessageType schema;

    private ParquetMeasurements(Path file, ParquetFileReader reader) {
        this.file = file;
        this.reader = reader;
        this.schema = reader.getFileMetaData().getSchema();
    }

    /**
     * Reads the footer.
     *
     * @throws IOException when this is no file of measurements, among others
     */
    static ParquetMeasurements open(Path file) throws IOException {
        ParquetReadOptions options =
                ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
        ParquetFileReader reader;
        try {
            reader = ParquetFileReader.open(new LocalInputFile(file), options);
        } catch (RuntimeException e) { // what the library throws where bytes are no Parquet
            throw new IOException(e.getMessage(), e);
        }
        ParquetMeasurements opened = new ParquetMeasurements(file, reader);
        try {
            opened.requireColumns();
            return opened;
        } catch (IOException e) {
            reader.close();
            throw e;
        }
    }

    private void requireColumns() throws IOException {
        require(STREAM, PrimitiveTypeName.BINARY);
        require(RENDITION, PrimitiveTypeName.BINARY);
        require(SECOND, PrimitiveTypeName.INT64);
        require(MEDIA_START, PrimitiveTypeName.INT64);
    }

    private void require(String column, PrimitiveTypeName stored) throws IOException {
        if (!isOf(column, stored)) {
            throw new IOException("the file has no column " + column + " of its type");
        }
    }

    private boolean isOf(String column, PrimitiveTypeName stored) {
        return schema.containsField(column)
                && schema.getType(column).isPrimitive()
                && schema.getType(column).asPrimitiveType().getPrimitiveTypeName() == stored;
    }

    /** The earliest second in it, epoch milliseconds; the end of time if it holds none. */
    long firstSecondMillis() {
        long first = Long.MAX_VALUE;
        for (BlockMetaData block : reader.getRowGroups()) {
            if (chunk(block, SECOND).getStatistics() instanceof LongStatistics seconds
                    && seconds.hasNonNullValue()) {
                first = Math.min(first, seconds.getMin());
            }
        }
        return first;
    }

    /** The latest second in it, epoch milliseconds; the begin of time if it holds none. */
    long lastSecondMillis() {
        long last = Long.MIN_VALUE;
        for (BlockMetaData block : reader.getRowGroups()) {
            if (chunk(block, SECOND).getStatistics() instanceof LongStatistics seconds
                    && seconds.hasNonNullValue()) {
                last = Math.max(last, seconds.getMax());
            }
        }
        return last;
    }

    /** Every stream that has rows in it. */
    Set<String> streams() throws IOException {
        Set<String> streams = new HashSet<>();
        ColumnDescriptor column = schema.getColumnDescription(new String[] {STREAM});
        for (int index = 0; index < reader.getRowGroups().size(); index++) {
            BlockMetaData block = reader.getRowGroups().get(index);
            Dictionary dictionary = dictionary(block, column);
            if (dictionary == null) {
                readStreams(streams);
                return streams;
            }
            for (int id = 0; id <= dictionary.getMaxId(); id++) {
                streams.add(dictionary.decodeToBinary(id).toStringUsingUTF8());
            }
        }
        return streams;
    }

    /** Null where not all values are in one: there are too many. */
    private @Nullable Dictionary dictionary(BlockMetaData block, ColumnDescriptor column)
            throws IOException {
        ColumnChunkMetaData chunk = chunk(block, STREAM);
        if (chunk.getEncodingStats() == null
                || chunk.getEncodingStats().hasNonDictionaryEncodedPages()) {
            return null;
        }
        DictionaryPageReadStore dictionaries = reader.getDictionaryReader(block);
        DictionaryPage page = dictionaries.readDictionaryPage(column);
        return page == null ? null : page.getEncoding().initDictionary(column, page);
    }

    private void readStreams(Set<String> streams) throws IOException {
        try (ParquetMeasurements again = open(file)) {
            again.read(
                    List.of(),
                    EventSpan.ALL,
                    (whose, at, media, values) -> streams.add(whose.stream()));
        }
    }

    private static ColumnChunkMetaData chunk(BlockMetaData block, String column) {
        for (ColumnChunkMetaData chunk : block.getColumns()) {
            if (chunk.getPath().size() == 1 && chunk.getPath().toArray()[0].equals(column)) {
                return chunk;
            }
        }
        throw new IllegalStateException("No column " + column);
    }

    void read(List<String> metrics, EventSpan span, SecondTaker taker) throws IOException {
        read(metrics, span, new HashMap<>(), taker);
    }

    /**
     * Reads every row in order.
     *
     * @param known renditions by the text of stream and rendition, shared by files that are read
     *     one after the other
     */
    void read(
            List<String> metrics,
            EventSpan span,
            Map<String, MeasuredRendition> known,
            SecondTaker taker)
            throws IOException {
        boolean[] isColumn = new boolean[metrics.size()];
        boolean asksExtra = false;
        List<Type> wanted = new ArrayList<>();
        for (String own : List.of(STREAM, RENDITION, SECOND, MEDIA_START)) {
            wanted.add(schema.getType(own));
        }
        for (int i = 0; i < isColumn.length; i++) {
            isColumn[i] = isOf(metrics.get(i), PrimitiveTypeName.DOUBLE);
            if (isColumn[i]) {
                wanted.add(schema.getType(metrics.get(i)));
            }
            asksExtra |= !isColumn[i];
        }
        asksExtra &= schema.containsField(EXTRA);
        if (asksExtra) {
            wanted.add(schema.getType(EXTRA));
        }
        MessageType projection = new MessageType(schema.getName(), wanted);
        reader.setRequestedSchema(projection);
        Batch batch = new Batch(metrics, isColumn, asksExtra, span, known, taker);
        try {
            for (int index = 0; index < reader.getRowGroups().size(); index++) {
                BlockMetaData block = reader.getRowGroups().get(index);
                if (!isTouched(block, span)) {
                    reader.skipNextRowGroup();
                    continue;
                }
                PageReadStore pages = reader.readNextRowGroup();
                batch.readAll(block, pages, projection);
            }
        } catch (RuntimeException e) { // what the library throws where bytes are damaged
            throw new IOException("the file is damaged: " + e.getMessage(), e);
        }
    }

    private static boolean isTouched(BlockMetaData block, EventSpan span) {
        return !(chunk(block, SECOND).getStatistics() instanceof LongStatistics seconds)
                || !seconds.hasNonNullValue()
                || span.touches(seconds.getMin(), seconds.getMax());
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** So many rows of one row group, decoded. */
    private final class Batch {
        private final List<String> metrics;
        private final boolean[] isColumn;
        private final boolean asksExtra;
        private final EventSpan span;
        private final Map<String, MeasuredRendition> known;
        private final SecondTaker taker;
        private final MeasuredRendition[] whose = new MeasuredRendition[BATCH];
        private final long[] secondMillis = new long[BATCH];
        private final long[] mediaMicros = new long[BATCH];
        private final double[][] values; // by metric
        private final double[] row;
        private final Map<Binary, Map<Binary, MeasuredRendition>> owners = new HashMap<>();

        Batch(
                List<String> metrics,
                boolean[] isColumn,
                boolean asksExtra,
                EventSpan span,
                Map<String, MeasuredRendition> known,
                SecondTaker taker) {
            this.metrics = metrics;
            this.isColumn = isColumn;
            this.asksExtra = asksExtra;
            this.span = span;
            this.known = known;
            this.taker = taker;
            this.values = new double[metrics.size()][BATCH];
            this.row = new double[metrics.size()];
        }

        void readAll(BlockMetaData block, PageReadStore pages, MessageType projection) {
            ColumnReadStoreImpl store =
                    new ColumnReadStoreImpl(
                            pages,
                            new GroupRecordConverter(projection).getRootConverter(),
                            projection,
                            reader.getFileMetaData().getCreatedBy());
            ColumnReader streams = column(store, STREAM);
            ColumnReader renditions = column(store, RENDITION);
            ColumnReader seconds = column(store, SECOND);
            ColumnReader media = column(store, MEDIA_START);
            ColumnReader[] columns = new ColumnReader[metrics.size()];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = prepare(i, block, store);
            }
            ColumnReader keys = asksExtra ? extra(store, projection, 0) : null;
            ColumnReader extras = asksExtra ? extra(store, projection, 1) : null;
            long left = pages.getRowCount();
            while (left > 0) {
                int rows = (int) Math.min(BATCH, left);
                readOwners(streams, renditions, rows);
                readLongs(seconds, secondMillis, rows);
                readLongs(media, mediaMicros, rows);
                for (int i = 0; i < columns.length; i++) {
                    if (columns[i] != null) {
                        readDoubles(columns[i], values[i], rows);
                    }
                }
                if (keys != null && extras != null) {
                    readExtra(keys, extras, rows);
                }
                give(rows);
                left -= rows;
            }
        }

        private ColumnReader column(ColumnReadStoreImpl store, String name) {
            return store.getColumnReader(schema.getColumnDescription(new String[] {name}));
        }

        /** Null where all values are one: they are filled in here, and nothing is read. */
        private @Nullable ColumnReader prepare(
                int metric, BlockMetaData block, ColumnReadStoreImpl store) {
            if (!isColumn[metric]) {
                Arrays.fill(values[metric], Double.NaN);
                return null;
            }
            String name = metrics.get(metric);
            ColumnChunkMetaData chunk = chunk(block, name);
            Statistics<?> statistics = chunk.getStatistics();
            if (statistics != null && statistics.isNumNullsSet()) {
                if (statistics.getNumNulls() == chunk.getValueCount()) {
                    Arrays.fill(values[metric], Double.NaN);
                    return null;
                }
                if (statistics.getNumNulls() == 0
                        && statistics instanceof DoubleStatistics doubles
                        && doubles.hasNonNullValue()
                        && doubles.getMin() == doubles.getMax()) {
                    Arrays.fill(values[metric], doubles.getMax());
                    return null;
                }
            }
            return column(store, name);
        }

        private ColumnReader extra(ColumnReadStoreImpl store, MessageType projection, int field) {
            for (ColumnDescriptor column : projection.getColumns()) {
                String[] path = column.getPath();
                if (path[0].equals(EXTRA)
                        && path[path.length - 1].equals(field == 0 ? "key" : "value")) {
                    return store.getColumnReader(column);
                }
            }
            throw new IllegalStateException("The column extra is no map");
        }

        private void readOwners(ColumnReader streams, ColumnReader renditions, int rows) {
            for (int i = 0; i < rows; i++) {
                whose[i] = rendition(streams.getBinary(), renditions.getBinary());
                streams.consume();
                renditions.consume();
            }
        }

        /** By the bytes: texts are made once for each rendition, not for each row. */
        private MeasuredRendition rendition(Binary stream, Binary rendition) {
            Map<Binary, MeasuredRendition> ofStream = owners.get(stream);
            if (ofStream == null) {
                ofStream = new HashMap<>();
                owners.put(stream.copy(), ofStream);
            }
            MeasuredRendition whole = ofStream.get(rendition);
            if (whole == null) {
                String id = stream.toStringUsingUTF8();
                String name = rendition.toStringUsingUTF8();
                whole =
                        known.computeIfAbsent(
                                id + '\0' + name, key -> new MeasuredRendition(id, name));
                ofStream.put(rendition.copy(), whole);
            }
            return whole;
        }

        private void give(int rows) {
            for (int i = 0; i < rows; i++) {
                if (!span.contains(secondMillis[i])) {
                    continue;
                }
                for (int metric = 0; metric < row.length; metric++) {
                    row[metric] = values[metric][i];
                }
                taker.second(whose[i], secondMillis[i], mediaMicros[i], row);
            }
        }

        private void readExtra(ColumnReader keys, ColumnReader extras, int rows) {
            for (int metric = 0; metric < isColumn.length; metric++) {
                if (!isColumn[metric]) {
                    Arrays.fill(values[metric], 0, rows, Double.NaN);
                }
            }
            int full = keys.getDescriptor().getMaxDefinitionLevel();
            int fullValue = extras.getDescriptor().getMaxDefinitionLevel();
            for (int i = 0; i < rows; i++) {
                do {
                    if (keys.getCurrentDefinitionLevel() == full
                            && extras.getCurrentDefinitionLevel() == fullValue) {
                        int metric = metrics.indexOf(keys.getBinary().toStringUsingUTF8());
                        if (metric >= 0 && !isColumn[metric]) {
                            values[metric][i] = extras.getDouble();
                        }
                    }
                    keys.consume();
                    extras.consume();
                } while (keys.getCurrentRepetitionLevel() > 0);
            }
        }
    }

    private static void readLongs(ColumnReader column, long[] values, int rows) {
        for (int i = 0; i < rows; i++) {
            values[i] = column.getLong();
            column.consume();
        }
    }

    private static void readDoubles(ColumnReader column, double[] values, int rows) {
        int full = column.getDescriptor().getMaxDefinitionLevel();
        for (int i = 0; i < rows; i++) {
            values[i] =
                    column.getCurrentDefinitionLevel() == full ? column.getDouble() : Double.NaN;
            column.consume();
        }
    }
}
