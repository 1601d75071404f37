package io.sightline.query;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Where the lake's tables are: an Apache Iceberg catalog, said in the properties that Iceberg
 * itself understands. Without others, a catalog that is nothing but its folder.
 *
 * @param properties {@code type}, {@code warehouse} and what else the catalog needs; may hold
 *     secrets
 */
public record LakeCatalog(Map<String, String> properties) {

    /** What the catalog is called in SQL. */
    public static final String NAME = "lake";

    /** The namespace, in SQL the database, of the three tables. */
    public static final String NAMESPACE = "sightline";

    /** Commits of several processes into one folder wait for each other; in the lake's own jar. */
    private static final String LOCKS = "io.sightline.lake.iceberg.WarehouseLocks";

    private static final Pattern HAS_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

    public LakeCatalog {
        properties = Map.copyOf(properties);
    }

    /**
     * The lake of a warehouse.
     *
     * @param warehouse a folder, or a URI such as {@code s3://bucket/lake}
     * @param own properties of the site, which win
     */
    public static LakeCatalog of(String warehouse, Map<String, String> own) {
        Map<String, String> properties = new TreeMap<>();
        properties.put(
                "warehouse",
                HAS_SCHEME.matcher(warehouse).matches()
                        ? warehouse
                        : Path.of(warehouse).toAbsolutePath().normalize().toUri().toString());
        if (!own.containsKey("catalog-impl")) {
            properties.put("type", "hadoop");
        }
        properties.putAll(own);
        if ("hadoop".equals(properties.get("type"))) {
            properties.putIfAbsent("lock-impl", LOCKS);
        }
        return new LakeCatalog(properties);
    }

    /** Of the tables' data. */
    public String warehouse() {
        return properties.getOrDefault("warehouse", "");
    }

    /** The folder of the warehouse, if it is one of this machine. */
    public Optional<Path> folder() {
        String place = warehouse();
        if (!HAS_SCHEME.matcher(place).matches()) {
            return Optional.of(Path.of(place));
        }
        return place.startsWith("file:")
                ? Optional.of(Path.of(URI.create(place)))
                : Optional.empty();
    }

    /** What makes a Flink SQL table of one of the lake's tables. */
    Map<String, String> options(String table) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("connector", "iceberg");
        options.put("catalog-name", NAME);
        options.put("catalog-database", NAMESPACE);
        options.put("catalog-table", table);
        new TreeMap<>(properties)
                .forEach(
                        (key, value) ->
                                options.put(key.equals("type") ? "catalog-type" : key, value));
        return options;
    }

    /** The warehouse alone: other properties may be secrets. */
    @Override
    public String toString() {
        String type = properties.get("type");
        return "the lake at " + warehouse() + (type == null ? "" : " (catalog " + type + ")");
    }
}
