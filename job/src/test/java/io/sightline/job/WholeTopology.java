package io.sightline.job;

import io.sightline.config.PolicyFile;
import io.sightline.decode.NativeDecoders;
import io.sightline.detect.DetectorCatalog;
import io.sightline.detector.model.StreamId;
import io.sightline.evidence.EvidenceSettings;
import io.sightline.incident.AlertContext;
import io.sightline.media.ffmpeg.FfmpegMedia;
import io.sightline.media.ffmpeg.FramePoisoning;
import io.sightline.metrics.MetricDetail;
import io.sightline.model.ModelSettings;
import io.sightline.policy.Policy;
import io.sightline.sink.Destination;
import io.sightline.sink.TableSinks;
import io.sightline.source.StreamSource;
import io.sightline.source.enumerator.FixedRegistry;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.table.Measurement;
import io.sightline.table.TableSchema;
import io.sightline.table.TableSchemas;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.transformations.PhysicalTransformation;

/** The real job over files, with poisoned frames, as a graph that a test may break. */
final class WholeTopology {

    final StreamExecutionEnvironment env;
    final MonitorTopology.Tables tables;

    private WholeTopology(
            StreamExecutionEnvironment env,
            List<StreamEntry> entries,
            Policy policy,
            ModelSettings models) {
        this.env = env;
        StreamSource source =
                StreamSource.of(
                                new FixedRegistry(entries),
                                (opened, control) -> new FfmpegMedia().openDemuxer(opened, control))
                        .maxParallelism(MonitorTopology.MAX_PARALLELISM)
                        .build();
        tables =
                new MonitorTopology(
                                source,
                                new NativeDecoders(FramePoisoning.ON),
                                policy,
                                new AlertContext(
                                        policy.version(),
                                        "test",
                                        Map.of(),
                                        DetectorCatalog.find(
                                                        WholeTopology.class.getClassLoader(),
                                                        models)
                                                .modelsByMetric()),
                                List.of(),
                                MetricDetail.SUBTASKS,
                                EvidenceSettings.OFF,
                                models)
                        .build(env);
    }

    static WholeTopology over(Path input, int parallelism) {
        return over(input, parallelism, EmbeddedConfiguration.common());
    }

    /** Over several inputs, by the built-in policy. */
    static WholeTopology over(List<StreamEntry> entries, int parallelism) {
        return over(
                entries,
                parallelism,
                EmbeddedConfiguration.common(),
                PolicyFile.builtIn(),
                ModelSettings.DEFAULTS);
    }

    /** Fails at the first failure of a task. */
    static WholeTopology over(Path input, int parallelism, Configuration configuration) {
        return over(input, parallelism, configuration, PolicyFile.builtIn());
    }

    static WholeTopology over(
            Path input, int parallelism, Configuration configuration, Policy policy) {
        return over(input, parallelism, configuration, policy, ModelSettings.DEFAULTS);
    }

    static WholeTopology over(
            Path input,
            int parallelism,
            Configuration configuration,
            Policy policy,
            ModelSettings models) {
        StreamEntry clip = StreamEntry.of(new StreamId("clip"), input.toString());
        return over(List.of(clip), parallelism, configuration, policy, models);
    }

    private static WholeTopology over(
            List<StreamEntry> entries,
            int parallelism,
            Configuration configuration,
            Policy policy,
            ModelSettings models) {
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        return new WholeTopology(
                StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration),
                entries,
                policy,
                models);
    }

    WholeTopology sinkTo(Destination destination) {
        MonitorTopology.sinkTo(tables, TableSinks.of(destination, measurements()), destination);
        MonitorTopology.pageTo(tables, destination);
        return this;
    }

    private static TableSchema<Measurement> measurements() {
        return TableSchemas.measurements(
                DetectorCatalog.load(WholeTopology.class.getClassLoader()).metrics());
    }

    /** The step of the job with this name, to be broken. */
    PhysicalTransformation<?> step(String name) {
        for (Transformation<?> last : env.getTransformations()) {
            for (Transformation<?> transformation : last.getTransitivePredecessors()) {
                if (transformation.getName().equals(name)) {
                    return (PhysicalTransformation<?>) transformation;
                }
            }
        }
        throw new AssertionError("No step is called " + name);
    }
}
