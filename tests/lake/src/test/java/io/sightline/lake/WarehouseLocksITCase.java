package io.sightline.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits of two processes into one folder: none takes another away. */
class WarehouseLocksITCase {

    private static final int COMMITS = 20;
    private static final String TABLE = "contested";

    @TempDir private Path folder;

    @Test
    void twoProcessesLoseNoCommit() throws Exception {
        LakeRows lake = new LakeRows(folder);
        lake.create(TABLE, new Schema(Types.NestedField.optional(1, "n", Types.LongType.get())))
                .updateProperties()
                .set(TableProperties.COMMIT_NUM_RETRIES, "1000")
                .set(TableProperties.COMMIT_MIN_RETRY_WAIT_MS, "1")
                .set(TableProperties.COMMIT_MAX_RETRY_WAIT_MS, "20")
                .commit();
        Process other = start("other");
        try {
            commit(lake, "this");
            assertThat(other.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(other.exitValue()).isZero();
        } finally {
            other.destroyForcibly();
        }

        List<String> wanted = new ArrayList<>();
        for (int n = 0; n < COMMITS; n++) {
            wanted.add("this-" + n);
            wanted.add("other-" + n);
        }
        assertThat(lake.table(TABLE).properties()).containsKeys(wanted.toArray(new String[0]));
    }

    /** The other process: its name, and the folder. */
    public static void main(String[] arguments) {
        commit(new LakeRows(Path.of(arguments[1])), arguments[0]);
        System.exit(0); // Iceberg's pools are no daemons
    }

    private static void commit(LakeRows lake, String name) {
        Table table = lake.table(TABLE);
        for (int n = 0; n < COMMITS; n++) {
            table.updateProperties().set(name + "-" + n, "committed").commit();
        }
    }

    private Process start(String name) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        WarehouseLocksITCase.class.getName(),
                        name,
                        folder.toString())
                .inheritIO()
                .start();
    }
}
