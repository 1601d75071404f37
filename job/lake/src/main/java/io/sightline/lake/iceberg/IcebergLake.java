package io.sightline.lake.iceberg;

import io.sightline.job.ClusterJob;
import io.sightline.lake.LakeEngine;
import io.sightline.lake.LakeException;
import io.sightline.lake.LakePlan;
import io.sightline.lake.LakeRun;
import io.sightline.lake.Upkeep;
import io.sightline.query.LakeCatalog;
import io.sightline.table.TableSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The lake in Apache Iceberg. */
public final class IcebergLake implements LakeEngine {

    private static final List<String> TABLES = List.of("alerts", "measurements", "stream_states");

    /** For the service loader. */
    public IcebergLake() {}

    @Override
    public LakeRun start(LakePlan plan) throws Exception {
        return EmbeddedLake.start(plan, goesOn -> makeReady(plan, goesOn));
    }

    @Override
    public void submit(LakePlan plan) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        boolean goesOn =
                env.getConfiguration().get(StateRecoveryOptions.SAVEPOINT_PATH) != null
                        || ClusterJob.hasRunBefore();
        List<TableSchema<?>> tables = makeReady(plan, goesOn);
        Configuration required = LakeJob.required();
        if (env.getConfiguration()
                .getOptional(CheckpointingOptions.CHECKPOINTING_INTERVAL)
                .isEmpty()) {
            required.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, plan.commitInterval());
        }
        env.configure(required);
        env.setParallelism(plan.parallelism());
        LakeJob.assemble(env, plan, tables);
        var unused = env.executeAsync(LakeJob.NAME);
    }

    private static List<TableSchema<?>> makeReady(LakePlan plan, boolean goesOn) {
        try (OpenCatalog catalog = OpenCatalog.of(plan.catalog())) {
            LakeTables lake = catalog.tables();
            List<TableSchema<?>> tables = lake.makeReady(plan.metrics());
            if (!goesOn) {
                requireEmpty(plan, lake);
            }
            SourceTopics.requireReadable(plan.source(), tables);
            return tables;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A job that begins at the topics' beginning brings what is there a second time. */
    private static void requireEmpty(LakePlan plan, LakeTables lake) {
        List<String> filled =
                TABLES.stream().filter(name -> lake.open(name).currentSnapshot() != null).toList();
        if (!filled.isEmpty()) {
            throw new LakeException(
                    "The tables "
                            + String.join(", ", filled)
                            + " of "
                            + plan.catalog()
                            + " hold rows, but there is no checkpoint to go on from"
                            + (plan.checkpoints() == null ? "" : " in " + plan.checkpoints())
                            + ": rows would come twice. Name the folder of the run that filled"
                            + " them (--checkpoints DIR), or another warehouse; or drop the tables"
                            + " to fill them from what the topics still hold.");
        }
    }

    @Override
    public void requireTables(LakeCatalog lake) {
        try (OpenCatalog catalog = OpenCatalog.of(lake)) {
            LakeTables tables = catalog.tables();
            TABLES.forEach(tables::open);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<Upkeep.Done> keepUp(LakeCatalog lake, Upkeep upkeep) throws Exception {
        List<Upkeep.Done> done = new ArrayList<>();
        try (OpenCatalog catalog = OpenCatalog.of(lake)) {
            LakeTables tables = catalog.tables();
            for (String name : TABLES) {
                done.add(TableUpkeep.of(name, tables.open(name), upkeep));
            }
        }
        return done;
    }
}
