package io.sightline.query;

import io.sightline.detector.api.Metric;
import io.sightline.readback.UnreadableRecordException;
import io.sightline.registry.RegistryAddress;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.client.deployment.executors.LocalExecutor;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.ResultKind;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.jspecify.annotations.Nullable;

/**
 * A Flink SQL session in this process, with the record's tables, views and functions. Queries run
 * here, without a cluster. Thread: the opener's, since Flink's planner keeps some of its state with
 * it; {@link #cancel} may be called by any. Ownership: the opener closes it.
 */
public final class QuerySession implements AutoCloseable {

    private final QueryCluster cluster; // owned, closed in close()
    private final StreamTableEnvironment sql;
    private final AtomicReference<@Nullable JobClient> running = new AtomicReference<>();

    private final List<Metric> metrics;
    private final RecordSource.@Nullable Topics topics; // read up to now by each statement

    private QuerySession(
            QueryCluster cluster,
            StreamTableEnvironment sql,
            List<Metric> metrics,
            RecordSource.@Nullable Topics topics) {
        this.cluster = cluster;
        this.sql = sql;
        this.metrics = metrics;
        this.topics = topics;
    }

    /**
     * Opens a session; nothing is read yet.
     *
     * @param metrics that have a column of their own in {@code measurements}
     * @param zone in which SQL reads and writes times
     */
    public static QuerySession open(RecordSource source, List<Metric> metrics, ZoneId zone) {
        return open(source, metrics, /* controls= */ null, zone);
    }

    /**
     * The same with what operators said, and what became of notifications.
     *
     * @param controls where controls are kept; null: without
     */
    public static QuerySession open(
            RecordSource source,
            List<Metric> metrics,
            @Nullable RegistryAddress controls,
            ZoneId zone) {
        int cores = Runtime.getRuntime().availableProcessors();
        Configuration configuration = new Configuration();
        configuration.set(DeploymentOptions.TARGET, LocalExecutor.NAME);
        configuration.set(DeploymentOptions.ATTACHED, true);
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, cores);
        configuration.set(
                ExecutionOptions.RUNTIME_MODE,
                source.isBounded() ? RuntimeExecutionMode.BATCH : RuntimeExecutionMode.STREAMING);
        QueryCluster cluster = new QueryCluster(cores);
        StreamTableEnvironment sql =
                StreamTableEnvironment.create(
                        new StreamExecutionEnvironment(
                                cluster, configuration, QuerySession.class.getClassLoader()));
        sql.getConfig().setLocalTimeZone(zone);
        SqlScript.statements(TableDefinitions.script(source, metrics)).forEach(sql::executeSql);
        if (controls != null) {
            SqlScript.statements(ControlTables.script(source, controls)).forEach(sql::executeSql);
        }
        boolean movesOn = source instanceof RecordSource.Topics && source.isBounded();
        return new QuerySession(
                cluster, sql, metrics, movesOn ? (RecordSource.Topics) source : null);
    }

    /**
     * Executes one statement and waits for its end.
     *
     * @throws Exception what Flink says of a statement that is wrong or fails
     */
    public void execute(String statement, ResultWriter writer) throws Exception {
        if (topics != null) {
            moveOn(topics);
        }
        TableResult result = sql.executeSql(statement);
        running.set(result.getJobClient().orElse(null));
        try {
            if (result.getResultKind() == ResultKind.SUCCESS) {
                result.await();
                return;
            }
            try (CloseableIterator<Row> rows = result.collect()) {
                writer.begin(result.getResolvedSchema().getColumnNames());
                while (rows.hasNext()) {
                    writer.row(rows.next());
                }
                writer.end();
            }
        } finally {
            running.set(null);
        }
    }

    /** All tables up to the same moment, and none further than to what is committed. */
    private void moveOn(RecordSource.Topics source) throws UnreadableRecordException {
        String tables = TableDefinitions.tables(source.untilNow(), metrics);
        for (String create : SqlScript.statements(tables)) {
            String name = create.split(" ", 5)[3];
            sql.executeSql("DROP TEMPORARY TABLE IF EXISTS " + name);
            sql.executeSql(create);
        }
    }

    /** Ends what is being executed, if anything is, as a failure. Any thread. */
    public void cancel() {
        JobClient job = running.get();
        if (job != null) {
            var unused = job.cancel();
        }
    }

    @Override
    public void close() throws Exception {
        cluster.close();
    }
}
