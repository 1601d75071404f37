package io.sightline.query;

import io.sightline.detector.api.Metric;
import java.time.ZoneId;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.ResultKind;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/**
 * A Flink SQL session in this process, with the record's tables, views and functions. Queries run
 * here, without a cluster. Thread: one at a time.
 */
public final class QuerySession {

    private final TableEnvironment sql;

    private QuerySession(TableEnvironment sql) {
        this.sql = sql;
    }

    /**
     * Opens a session; nothing is read yet.
     *
     * @param metrics that have a column of their own in {@code measurements}
     * @param zone in which SQL writes times and cuts days
     */
    public static QuerySession open(RecordSource source, List<Metric> metrics, ZoneId zone) {
        Configuration configuration = new Configuration();
        EnvironmentSettings.Builder settings =
                EnvironmentSettings.newInstance().withConfiguration(configuration);
        TableEnvironment sql =
                TableEnvironment.create(
                        source.isBounded()
                                ? settings.inBatchMode().build()
                                : settings.inStreamingMode().build());
        sql.getConfig().setLocalTimeZone(zone);
        QuerySession session = new QuerySession(sql);
        for (String statement : SqlScript.statements(TableDefinitions.script(source, metrics))) {
            sql.executeSql(statement);
        }
        return session;
    }

    /**
     * Executes one statement and waits for its end.
     *
     * @throws Exception what Flink says of a statement that is wrong or fails
     */
    public void execute(String statement, ResultWriter writer) throws Exception {
        TableResult result = sql.executeSql(statement);
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
    }
}
