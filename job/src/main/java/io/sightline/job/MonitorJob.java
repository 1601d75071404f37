package io.sightline.job;

import io.sightline.config.LabelSelector;
import io.sightline.config.RegistryFile;
import io.sightline.decode.NativeDecoders;
import io.sightline.detect.DetectorCatalog;
import io.sightline.incident.AlertContext;
import io.sightline.media.ffmpeg.FfmpegMedia;
import io.sightline.registry.RegistryAddress;
import io.sightline.registry.RegistryWatch;
import io.sightline.sink.OutputCheck;
import io.sightline.sink.TableSinks;
import io.sightline.source.DemuxerOpener;
import io.sightline.source.StreamSource;
import io.sightline.source.enumerator.FixedRegistry;
import io.sightline.source.enumerator.Registry;
import io.sightline.source.enumerator.WatchedRegistry;
import io.sightline.table.TableSchemas;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The whole job as a plan describes it: real sources, real decoders, sinks of the record. */
public final class MonitorJob {

    public static final String NAME = "sightline";

    private MonitorJob() {}

    /**
     * Makes the destination ready and builds the job; nothing runs yet.
     *
     * @throws io.sightline.sink.OutputException if the destination cannot be used
     */
    static MonitorTopology.Tables assemble(StreamExecutionEnvironment env, MonitorPlan plan) {
        OutputCheck.makeReady(plan.destination());
        DetectorCatalog catalog =
                DetectorCatalog.load(MonitorJob.class.getClassLoader(), plan.models());
        MonitorTopology topology =
                new MonitorTopology(
                        source(plan, catalog),
                        new NativeDecoders(),
                        plan.policy(),
                        new AlertContext(
                                plan.policy().version(),
                                JobVersion.current(),
                                catalog.units(),
                                catalog.modelsByMetric()),
                        plan.detectors(),
                        plan.metrics(),
                        plan.evidence(),
                        plan.models());
        MonitorTopology.Tables tables = topology.build(env);
        MonitorTopology.sinkTo(
                tables,
                TableSinks.of(plan.destination(), TableSchemas.measurements(catalog.columns())),
                plan.destination());
        MonitorTopology.pageTo(tables, plan.destination());
        return tables;
    }

    private static StreamSource source(MonitorPlan plan, DetectorCatalog catalog) {
        DemuxerOpener opener = (input, control) -> new FfmpegMedia().openDemuxer(input, control);
        return StreamSource.of(registry(plan, catalog), opener)
                .settings(plan.reading())
                .maxParallelism(MonitorTopology.MAX_PARALLELISM)
                .isolation(plan.isolation())
                .metrics(plan.metrics())
                .build();
    }

    private static Registry registry(MonitorPlan plan, DetectorCatalog catalog) {
        RegistryAddress address = plan.registry();
        if (address == null) {
            return new FixedRegistry(plan.streams());
        }
        return new WatchedRegistry(
                new RegistryWatch(
                        address.absolute(),
                        new RegistryFile(plan.policy().templates(), catalog.ids()),
                        new LabelSelector(plan.select()),
                        plan.streams()),
                WatchedRegistry.DEFAULT_INTERVAL);
    }
}
