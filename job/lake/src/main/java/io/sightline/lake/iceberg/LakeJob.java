package io.sightline.lake.iceberg;

import io.sightline.lake.LakePlan;
import io.sightline.query.LakeCatalog;
import io.sightline.query.RecordSource;
import io.sightline.query.TableDefinitions;
import io.sightline.table.TableSchema;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.transformations.PartitionTransformation;
import org.apache.flink.streaming.api.transformations.SourceTransformation;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.iceberg.flink.FlinkConfigOptions;

/**
 * The job: three pipelines that share nothing, topic to table, as {@code lake.sql} says. Uids are
 * given here, since those that SQL makes up depend on what else is in the plan, and a job with a
 * table more could not go on from the checkpoint of one without.
 */
final class LakeJob {

    static final String NAME = "sightline lake";

    /** Of the consumers, so that their lag can be watched; positions are in the checkpoints. */
    private static final String GROUP = "sightline-lake";

    private LakeJob() {}

    /** What the job needs wherever it runs. */
    static Configuration required() {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        return configuration;
    }

    /**
     * Puts the pipelines into the environment.
     *
     * @param tables with their columns, as they are in the lake
     */
    static void assemble(
            StreamExecutionEnvironment env, LakePlan plan, List<TableSchema<?>> tables) {
        StreamTableEnvironment sql = StreamTableEnvironment.create(env);
        sql.getConfig().set(FlinkConfigOptions.TABLE_EXEC_ICEBERG_USE_V2_SINK, true);
        RecordSource.Topics topics = plan.source();
        Map<String, String> inserts = LakePipeline.inserts();
        for (TableSchema<?> table : tables) {
            define(sql, table, table.name(), sourceOptions(topics, table.name()));
            define(sql, table, "lake_" + table.name(), sinkOptions(plan.catalog(), table.name()));
            int before = env.getTransformations().size();
            StreamStatementSet pipeline = sql.createStatementSet();
            pipeline.addInsertSql(inserts.get(table.name()));
            pipeline.attachAsDataStream();
            List<Transformation<?>> all = env.getTransformations();
            nameAll(uid(table.name()), all.subList(before, all.size()));
        }
    }

    private static void define(
            StreamTableEnvironment sql,
            TableSchema<?> table,
            String name,
            Map<String, String> options) {
        // A statement, without the semicolon that ends it in a script.
        String text = TableDefinitions.table(table, name, options).strip();
        sql.executeSql(text.substring(0, text.length() - 1));
    }

    private static Map<String, String> sourceOptions(RecordSource.Topics topics, String table) {
        Map<String, String> options = new LinkedHashMap<>(topics.options(table));
        options.putIfAbsent("properties.group.id", GROUP);
        return options;
    }

    private static Map<String, String> sinkOptions(LakeCatalog catalog, String table) {
        Map<String, String> options =
                new LinkedHashMap<>(new RecordSource.Lake(catalog).options(table));
        options.put("uid-suffix", uid(table));
        return options;
    }

    private static String uid(String table) {
        return "lake-" + table.replace('_', '-');
    }

    /** From the sink up: whatever state it has, it finds it again. */
    private static void nameAll(String prefix, List<Transformation<?>> sinks) {
        Deque<Transformation<?>> left = new ArrayDeque<>(sinks);
        int step = 0;
        while (!left.isEmpty()) {
            Transformation<?> one = left.poll();
            if (one instanceof SourceTransformation) {
                one.setUid(prefix + "-source");
            } else if (one.getUid() == null && !(one instanceof PartitionTransformation)) {
                one.setUid(prefix + "-" + ++step);
            }
            left.addAll(one.getInputs());
        }
    }
}
