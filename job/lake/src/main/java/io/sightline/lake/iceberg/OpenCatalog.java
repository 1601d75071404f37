package io.sightline.lake.iceberg;

import io.sightline.lake.LakeException;
import io.sightline.query.LakeCatalog;
import java.io.Closeable;
import java.io.IOException;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.flink.FlinkCatalogFactory;

/** A catalog that is open. Ownership: the opener closes it. */
record OpenCatalog(Catalog catalog) implements AutoCloseable {

    /**
     * Opens the catalog.
     *
     * @throws LakeException when Iceberg cannot make one of its properties
     */
    static OpenCatalog of(LakeCatalog lake) {
        try {
            return new OpenCatalog(
                    CatalogUtil.buildIcebergCatalog(
                            LakeCatalog.NAME,
                            lake.properties(),
                            FlinkCatalogFactory.clusterHadoopConf()));
        } catch (RuntimeException e) {
            throw new LakeException(
                    "Cannot open "
                            + lake
                            + ": "
                            + e.getMessage()
                            + ". Check --warehouse and --catalog.",
                    e);
        }
    }

    LakeTables tables() {
        return new LakeTables(catalog);
    }

    @Override
    public void close() throws IOException {
        if (catalog instanceof Closeable closeable) {
            closeable.close();
        }
    }
}
