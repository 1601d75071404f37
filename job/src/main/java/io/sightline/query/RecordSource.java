package io.sightline.query;

import io.sightline.readback.TopicRecord;
import io.sightline.readback.UnreadableRecordException;
import io.sightline.sink.FileDestination;
import io.sightline.sink.TopicNames;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where the record is read from: what makes a Flink SQL table of each of its tables. */
public sealed interface RecordSource {

    /**
     * The options of a table, in order.
     *
     * @param table one of {@code alerts}, {@code measurements}, {@code stream_states}
     */
    Map<String, String> options(String table);

    /** Whether queries end with what is there now. */
    boolean isBounded();

    /**
     * The files of a run, as they are now.
     *
     * @param folder that {@code --output} named
     * @param inPlaceOfAbsent an empty folder to be read where a table has none yet, which Flink
     *     takes for an error; null: read the one that may come to be
     */
    record Files(String folder, @Nullable String inPlaceOfAbsent) implements RecordSource {

        /** Wherever the files may be, and whether they are there or not. */
        public Files(String folder) {
            this(folder, /* inPlaceOfAbsent= */ null);
        }

        @Override
        public Map<String, String> options(String table) {
            Map<String, String> options = new LinkedHashMap<>();
            options.put("connector", "filesystem");
            options.put("path", pathOf(table));
            if (table.equals("measurements")) {
                options.put("format", "parquet");
                options.put("parquet.utc-timezone", "true");
            } else {
                json(options);
            }
            return options;
        }

        private String pathOf(String table) {
            URI path = new FileDestination(folder).folderOf(table);
            boolean isAbsent =
                    inPlaceOfAbsent != null
                            && "file".equals(path.getScheme())
                            && !java.nio.file.Files.isDirectory(Path.of(path));
            return isAbsent ? new FileDestination(inPlaceOfAbsent).folder() : path.toString();
        }

        @Override
        public boolean isBounded() {
            return true;
        }
    }

    /**
     * The topics of a deployment; only what is committed is seen.
     *
     * @param extent up to now, or on and on
     * @param clientProperties security above all
     * @param ends where reading ends, by table, as the connector wants it written; for a table that
     *     is absent, where the topic ends when it is read
     */
    record Topics(
            String bootstrapServers,
            TopicNames names,
            Extent extent,
            Map<String, String> clientProperties,
            Map<String, String> ends)
            implements RecordSource {

        private static final Duration PATIENCE = Duration.ofSeconds(10);

        /** To the ends of the topics. */
        public Topics(
                String bootstrapServers,
                TopicNames names,
                Extent extent,
                Map<String, String> clientProperties) {
            this(bootstrapServers, names, extent, clientProperties, Map.of());
        }

        /**
         * The same up to what is committed now. Left to itself the connector reads to the last
         * record there is, and so would wait for transactions that are open: as long as a
         * checkpoint takes, or, after a crash, as long as a transaction may last.
         *
         * @throws UnreadableRecordException when the cluster does not answer, refuses or lacks a
         *     topic
         */
        public Topics untilNow() throws UnreadableRecordException {
            TopicRecord record =
                    new TopicRecord(bootstrapServers, clientProperties, names, PATIENCE);
            Map<String, String> written = new TreeMap<>();
            record.committedEnds()
                    .forEach(
                            (table, offsets) ->
                                    written.put(
                                            table.id(),
                                            offsets.entrySet().stream()
                                                    .map(
                                                            end ->
                                                                    "partition:%d,offset:%d"
                                                                            .formatted(
                                                                                    end.getKey(),
                                                                                    end.getValue()))
                                                    .collect(Collectors.joining(";"))));
            return new Topics(bootstrapServers, names, extent, clientProperties, written);
        }

        @Override
        public Map<String, String> options(String table) {
            Map<String, String> options = new LinkedHashMap<>();
            options.put("connector", "kafka");
            options.put("topic", names.topicOf(table));
            options.put("properties.bootstrap.servers", bootstrapServers);
            new TreeMap<>(clientProperties)
                    .forEach((name, value) -> options.put("properties." + name, value));
            options.put("properties.isolation.level", "read_committed");
            options.put("scan.startup.mode", "earliest-offset");
            if (isBounded() && ends.containsKey(table)) {
                options.put("scan.bounded.mode", "specific-offsets");
                options.put("scan.bounded.specific-offsets", ends.get(table));
            } else if (isBounded()) {
                options.put("scan.bounded.mode", "latest-offset");
            }
            json(options);
            return options;
        }

        @Override
        public boolean isBounded() {
            return extent == Extent.UNTIL_NOW;
        }
    }

    /** The Iceberg tables that {@code sightline lake} fills, as they are now. */
    record Lake(LakeCatalog catalog) implements RecordSource {

        @Override
        public Map<String, String> options(String table) {
            return catalog.options(table);
        }

        @Override
        public boolean isBounded() {
            return true;
        }
    }

    /** How much of a topic is read. */
    enum Extent {
        UNTIL_NOW,
        ON_AND_ON
    }

    private static void json(Map<String, String> options) {
        options.put("format", "json");
        options.put("json.timestamp-format.standard", "ISO-8601");
    }
}
