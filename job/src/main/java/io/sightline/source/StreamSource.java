package io.sightline.source;

import io.sightline.flow.StreamEvent;
import io.sightline.isolation.IsolationSettings;
import io.sightline.metrics.MetricDetail;
import io.sightline.source.enumerator.EnumeratorState;
import io.sightline.source.enumerator.EnumeratorStateSerializer;
import io.sightline.source.enumerator.FixedRegistry;
import io.sightline.source.enumerator.Registry;
import io.sightline.source.enumerator.RenditionResolver;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.source.enumerator.StreamEnumerator;
import io.sightline.source.ingest.InputKind;
import io.sightline.source.ingest.ManifestRenditions;
import io.sightline.source.reader.StreamReader;
import io.sightline.source.split.StreamSplit;
import io.sightline.source.split.StreamSplitSerializer;
import java.time.Clock;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SupportsSplitReassignmentOnRecovery;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The streams of a registry as events: packets with their place in time, states, and a tick a
 * second for each rendition.
 *
 * <p>Splits go to the subtask that owns the key group of their placement key, also after a rescale;
 * the maximum parallelism given here must be that of the job.
 */
public final class StreamSource
        implements Source<StreamEvent, StreamSplit, EnumeratorState>,
                SupportsSplitReassignmentOnRecovery {

    private static final long serialVersionUID = 1L;

    /** Divisible by most parallelisms; recorded in savepoints, so it never changes. */
    public static final int MAX_PARALLELISM = 720;

    private final Registry registry;
    private final SourceSettings settings;
    private final IsolationSettings isolation;
    private final DemuxerOpener opener;
    private final RenditionResolver resolver;
    private final int maxParallelism;
    private final Clock clock;
    private final MetricDetail metrics;

    private StreamSource(Builder builder) {
        this.registry = builder.registry;
        this.settings = builder.settings;
        this.isolation = builder.isolation;
        this.opener = builder.opener;
        this.maxParallelism = builder.maxParallelism;
        this.clock = builder.clock;
        this.metrics = builder.metrics;
        this.resolver = new ManifestRenditions(settings);
    }

    /** A source of the streams of {@code registry}, demuxed by {@code opener}. */
    public static Builder of(Registry registry, DemuxerOpener opener) {
        return new Builder(registry, opener);
    }

    /**
     * Bounded when every input is known to end. Other sources of a fixed registry end as well, once
     * all their inputs do.
     */
    @Override
    public Boundedness getBoundedness() {
        if (!(registry instanceof FixedRegistry)) {
            return Boundedness.CONTINUOUS_UNBOUNDED;
        }
        for (StreamEntry entry : registry.initialEntries()) {
            if (!InputKind.of(entry.url()).isSurelyBounded()) {
                return Boundedness.CONTINUOUS_UNBOUNDED;
            }
        }
        return Boundedness.BOUNDED;
    }

    @Override
    public SourceReader<StreamEvent, StreamSplit> createReader(SourceReaderContext context) {
        return new StreamReader(settings, isolation, opener, clock, context.metricGroup(), metrics);
    }

    @Override
    public SplitEnumerator<StreamSplit, EnumeratorState> createEnumerator(
            SplitEnumeratorContext<StreamSplit> context) {
        return new StreamEnumerator(context, registry, resolver, maxParallelism, null);
    }

    @Override
    public SplitEnumerator<StreamSplit, EnumeratorState> restoreEnumerator(
            SplitEnumeratorContext<StreamSplit> context, EnumeratorState state) {
        return new StreamEnumerator(context, registry, resolver, maxParallelism, state);
    }

    @Override
    public SimpleVersionedSerializer<StreamSplit> getSplitSerializer() {
        return new StreamSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<EnumeratorState> getEnumeratorCheckpointSerializer() {
        return new EnumeratorStateSerializer();
    }

    /** Builds a source; everything but registry and opener has a default. */
    public static final class Builder {
        private final Registry registry;
        private final DemuxerOpener opener;
        private SourceSettings settings = SourceSettings.DEFAULTS;
        private IsolationSettings isolation = IsolationSettings.OFF;
        private int maxParallelism = MAX_PARALLELISM;
        private Clock clock = Clock.systemUTC();
        private MetricDetail metrics = MetricDetail.SUBTASKS;

        private Builder(Registry registry, DemuxerOpener opener) {
            this.registry = registry;
            this.opener = opener;
        }

        public Builder settings(SourceSettings given) {
            settings = given;
            return this;
        }

        /** How streams that kill the process are recognised; off by default. */
        public Builder isolation(IsolationSettings given) {
            isolation = given;
            return this;
        }

        /** Must equal the job's. */
        public Builder maxParallelism(int given) {
            maxParallelism = given;
            return this;
        }

        /** Wall clock of ticks, states and arrival; must be serializable. */
        public Builder clock(Clock given) {
            clock = given;
            return this;
        }

        /** By default without metrics of single renditions. */
        public Builder metrics(MetricDetail given) {
            metrics = given;
            return this;
        }

        public StreamSource build() {
            return new StreamSource(this);
        }
    }
}
