package io.sightline.lake;

import io.sightline.query.LakeCatalog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/** The lake as Iceberg's own library reads it: no Flink is between the files and the test. */
final class LakeRows {

    private final Catalog catalog;

    LakeRows(Path warehouse) {
        this.catalog =
                CatalogUtil.buildIcebergCatalog(
                        LakeCatalog.NAME,
                        LakeCatalog.of(warehouse.toString(), Map.of()).properties(),
                        new Configuration());
    }

    Table table(String name) {
        return catalog.loadTable(TableIdentifier.of(LakeCatalog.NAMESPACE, name));
    }

    Table create(String name, Schema columns) {
        return catalog.createTable(TableIdentifier.of(LakeCatalog.NAMESPACE, name), columns);
    }

    boolean has(String name) {
        return catalog.tableExists(TableIdentifier.of(LakeCatalog.NAMESPACE, name));
    }

    /** Of one column, as often as it is there. */
    List<String> values(String name, String column) throws IOException {
        List<String> values = new ArrayList<>();
        try (CloseableIterable<Record> rows =
                IcebergGenerics.read(table(name)).select(column).build()) {
            rows.forEach(row -> values.add(String.valueOf(row.getField(column))));
        }
        return values;
    }

    /** Rows of the table's state, from its own count; 0 for a table that is not there. */
    long count(String name) {
        if (!has(name)) {
            return 0;
        }
        var state = table(name).currentSnapshot();
        return state == null ? 0 : Long.parseLong(state.summary().get("total-records"));
    }

    int files(String name) throws IOException {
        int count = 0;
        try (CloseableIterable<FileScanTask> tasks = table(name).newScan().planFiles()) {
            for (FileScanTask ignored : tasks) {
                count++;
            }
        }
        return count;
    }
}
