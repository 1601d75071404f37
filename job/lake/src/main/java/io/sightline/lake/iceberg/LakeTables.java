package io.sightline.lake.iceberg;

import io.sightline.detector.api.Metric;
import io.sightline.lake.LakeException;
import io.sightline.query.LakeCatalog;
import io.sightline.table.Column;
import io.sightline.table.ColumnType;
import io.sightline.table.TableSchema;
import io.sightline.table.TableSchemas;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.types.Types;

/**
 * The three tables in a catalog. They are made here and not by SQL, since Flink's DDL knows no
 * partition by the day of a column. Columns are added, never taken away or changed.
 */
final class LakeTables {

    /** A file of a day, and a commit, is written by one task: few files rather than many. */
    private static final Map<String, String> PROPERTIES =
            Map.of(
                    TableProperties.FORMAT_VERSION, "2",
                    TableProperties.WRITE_DISTRIBUTION_MODE, "hash",
                    TableProperties.WRITE_TARGET_FILE_SIZE_BYTES, Long.toString(128L << 20),
                    // Each commit writes a file of metadata that names all states before it.
                    TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true",
                    TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "50",
                    // Upkeep commits, too; who comes second tries again.
                    TableProperties.COMMIT_NUM_RETRIES, "20");

    private final Catalog catalog;

    LakeTables(Catalog catalog) {
        this.catalog = catalog;
    }

    /** The tables of a release, with the column whose day parts each. */
    static Map<TableSchema<?>, String> declared(List<Metric> metrics) {
        return Map.of(
                TableSchemas.ALERTS,
                "event_at",
                TableSchemas.measurements(metrics),
                "second_at",
                TableSchemas.STREAM_STATES,
                "since");
    }

    /**
     * Makes the tables that are missing and adds the columns that are.
     *
     * @return each table with all columns that it now has, those of newer releases among them
     * @throws LakeException naming everything that does not fit
     */
    List<TableSchema<?>> makeReady(List<Metric> metrics) {
        if (catalog instanceof SupportsNamespaces namespaces) {
            try {
                namespaces.createNamespace(Namespace.of(LakeCatalog.NAMESPACE));
            } catch (AlreadyExistsException e) {
                // It is there, that is all that counts.
            }
        }
        List<TableSchema<?>> ready = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        declared(metrics).forEach((schema, day) -> ready.add(makeReady(schema, day, problems)));
        if (!problems.isEmpty()) {
            throw new LakeException(String.join("; ", problems));
        }
        return ready;
    }

    /**
     * Opens a table.
     *
     * @throws LakeException when it is not there
     */
    Table open(String name) {
        try {
            return catalog.loadTable(identifier(name));
        } catch (NoSuchTableException e) {
            throw new LakeException(
                    "There is no table "
                            + identifier(name)
                            + " in the lake. 'sightline lake' makes and fills it; name the same"
                            + " --warehouse.",
                    e);
        }
    }

    private static TableIdentifier identifier(String name) {
        return TableIdentifier.of(LakeCatalog.NAMESPACE, name);
    }

    private TableSchema<?> makeReady(
            TableSchema<?> schema, String dayColumn, List<String> problems) {
        TableIdentifier identifier = identifier(schema.name());
        if (!catalog.tableExists(identifier)) {
            Schema columns = icebergSchema(schema);
            var unused =
                    catalog.createTable(
                            identifier,
                            columns,
                            PartitionSpec.builderFor(columns).day(dayColumn).build(),
                            PROPERTIES);
            return schema;
        }
        Table table = catalog.loadTable(identifier);
        addMissing(schema, table, problems);
        return withAllColumns(schema, table, problems);
    }

    private static Schema icebergSchema(TableSchema<?> schema) {
        AtomicInteger ids = new AtomicInteger();
        List<Types.NestedField> fields = new ArrayList<>();
        for (Column<?> column : schema.columns()) {
            fields.add(
                    Types.NestedField.optional(
                            ids.incrementAndGet(),
                            column.name(),
                            IcebergTypes.of(column.type(), ids::incrementAndGet),
                            column.meaning()));
        }
        return new Schema(fields);
    }

    private static void addMissing(TableSchema<?> schema, Table table, List<String> problems) {
        UpdateSchema update = table.updateSchema();
        boolean changed = false;
        for (Column<?> column : schema.columns()) {
            Types.NestedField there = table.schema().findField(column.name());
            if (there == null) {
                AtomicInteger ids = new AtomicInteger(); // Iceberg gives its own
                update.addColumn(
                        column.name(),
                        IcebergTypes.of(column.type(), ids::incrementAndGet),
                        column.meaning());
                changed = true;
            } else if (!IcebergTypes.columnType(there.type()).stream()
                    .allMatch(column.type()::equals)) {
                problems.add(
                        "%s.%s is of type %s in the lake and %s in this release"
                                .formatted(
                                        schema.name(),
                                        column.name(),
                                        there.type(),
                                        column.type().sql()));
            }
        }
        if (changed && problems.isEmpty()) {
            update.commit();
            table.refresh();
        }
    }

    /** In the lake's own order: SQL goes by position. */
    private static <R> TableSchema<R> withAllColumns(
            TableSchema<R> schema, Table table, List<String> problems) {
        Set<String> known = new HashSet<>(schema.columnNames());
        List<Column<R>> columns = new ArrayList<>();
        for (Types.NestedField field : table.schema().columns()) {
            if (known.contains(field.name())) {
                columns.add(
                        schema.columns().stream()
                                .filter(column -> column.name().equals(field.name()))
                                .findAny()
                                .orElseThrow());
                continue;
            }
            IcebergTypes.columnType(field.type())
                    .ifPresentOrElse(
                            type -> columns.add(foreign(field, type)),
                            () ->
                                    problems.add(
                                            "%s.%s is of type %s, which this release cannot fill"
                                                    .formatted(
                                                            schema.name(),
                                                            field.name(),
                                                            field.type())));
        }
        return new TableSchema<>(schema.name(), schema.rowMeans(), columns);
    }

    private static <R> Column<R> foreign(Types.NestedField field, ColumnType type) {
        String doc = field.doc() == null ? "" : field.doc();
        return new Column<>(field.name(), type, doc, row -> null);
    }
}
