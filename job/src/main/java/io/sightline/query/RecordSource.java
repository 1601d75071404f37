package io.sightline.query;

import io.sightline.sink.FileDestination;
import io.sightline.sink.TopicNames;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
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
     */
    record Topics(
            String bootstrapServers,
            TopicNames names,
            Extent extent,
            Map<String, String> clientProperties)
            implements RecordSource {

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
            if (isBounded()) {
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
