package io.sightline.job;

import io.sightline.config.LabelSelector;
import io.sightline.config.RegistryFile;
import io.sightline.decode.NativeDecoders;
import io.sightline.detect.DetectorCatalog;
import io.sightline.detect.SourceMetrics;
import io.sightline.detector.api.Detector;
import io.sightline.detector.api.Metric;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
        List<Metric> metrics = DetectorCatalog.load(MonitorJob.class.getClassLoader()).columns();
        MonitorTopology topology =
                new MonitorTopology(
                        source(plan),
                        new NativeDecoders(),
                        plan.policy(),
                        alertContext(plan, metrics),
                        plan.detectors());
        MonitorTopology.Tables tables = topology.build(env);
        MonitorTopology.sinkTo(
                tables, TableSinks.of(plan.destination(), TableSchemas.measurements(metrics)));
        return tables;
    }

    private static StreamSource source(MonitorPlan plan) {
        DemuxerOpener opener = (input, control) -> new FfmpegMedia().openDemuxer(input, control);
        return StreamSource.of(registry(plan), opener)
                .settings(plan.reading())
                .maxParallelism(MonitorTopology.MAX_PARALLELISM)
                .isolation(plan.isolation())
                .build();
    }

    private static Registry registry(MonitorPlan plan) {
        RegistryAddress address = plan.registry();
        if (address == null) {
            return new FixedRegistry(plan.streams());
        }
        Set<String> detectors =
                DetectorCatalog.load(MonitorJob.class.getClassLoader()).descriptions().stream()
                        .map(Detector::id)
                        .collect(Collectors.toSet());
        return new WatchedRegistry(
                new RegistryWatch(
                        address.absolute(),
                        new RegistryFile(plan.policy().templates(), detectors),
                        new LabelSelector(plan.select()),
                        plan.streams()),
                WatchedRegistry.DEFAULT_INTERVAL);
    }

    private static AlertContext alertContext(MonitorPlan plan, List<Metric> metrics) {
        Map<String, String> units =
                Stream.concat(metrics.stream(), SourceMetrics.ALL.stream())
                        .collect(
                                Collectors.toMap(
                                        Metric::name,
                                        metric -> metric.unit().symbol(),
                                        (a, b) -> a));
        return new AlertContext(plan.policy().version(), JobVersion.current(), units);
    }
}
