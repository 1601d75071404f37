package io.sightline.lake.iceberg;

import io.sightline.lake.Upkeep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.flink.actions.Actions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.SnapshotUtil;

/** Makes few files of many, and forgets old states, of one table. */
final class TableUpkeep {

    /**
     * By which a job that goes on knows what it has committed already; Iceberg's sink writes it.
     */
    private static final String COMMITTED_BY_JOB = "flink.max-committed-checkpoint-id";

    private TableUpkeep() {}

    static Upkeep.Done of(String name, Table table, Upkeep upkeep) {
        int filesBefore = files(table);
        int snapshotsBefore = snapshots(table);
        if (table.currentSnapshot() != null) {
            rewrite(table, upkeep.targetFileBytes());
            expire(table, upkeep);
        }
        return new Upkeep.Done(name, filesBefore, files(table), snapshotsBefore, snapshots(table));
    }

    private static void rewrite(Table table, long targetFileBytes) {
        Configuration configuration = new Configuration();
        // Avro keeps classes of the job's class loader in its own caches.
        configuration.set(CoreOptions.CHECK_LEAKED_CLASSLOADER, false);
        var env = StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        var unused =
                Actions.forTable(env, table)
                        .rewriteDataFiles()
                        .targetSizeInBytes(targetFileBytes)
                        .execute();
        table.refresh();
    }

    private static void expire(Table table, Upkeep upkeep) {
        table.expireSnapshots()
                .expireOlderThan(System.currentTimeMillis() - upkeep.keepSnapshots().toMillis())
                .retainLast(statesToKeep(table))
                .commit();
        table.refresh();
    }

    /**
     * Back to the job's own last commit. A job that goes on from its checkpoint looks there whether
     * the rows that the checkpoint holds are in the table already; without it, it would bring them
     * again.
     */
    static int statesToKeep(Table table) {
        int states = 0;
        for (Snapshot state : SnapshotUtil.currentAncestors(table)) {
            states++;
            Map<String, String> summary = state.summary();
            if (summary != null && summary.containsKey(COMMITTED_BY_JOB)) {
                return states;
            }
        }
        return Math.max(states, 1);
    }

    private static int snapshots(Table table) {
        int count = 0;
        for (Snapshot ignored : table.snapshots()) {
            count++;
        }
        return count;
    }

    private static int files(Table table) {
        int count = 0;
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            for (FileScanTask ignored : tasks) {
                count++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return count;
    }
}
