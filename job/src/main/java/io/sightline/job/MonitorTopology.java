package io.sightline.job;

import io.sightline.decode.DecodeOperator;
import io.sightline.decode.DecoderOpener;
import io.sightline.detect.DetectOperator;
import io.sightline.evidence.EvidenceSettings;
import io.sightline.flow.ChainLocalType;
import io.sightline.flow.MediaUnit;
import io.sightline.flow.StreamEvent;
import io.sightline.flow.Verdict;
import io.sightline.incident.AlertContext;
import io.sightline.incident.Debouncing;
import io.sightline.metrics.MetricDetail;
import io.sightline.model.ModelSettings;
import io.sightline.policy.Policy;
import io.sightline.sink.Destination;
import io.sightline.sink.PagerLane;
import io.sightline.sink.TableSinks;
import io.sightline.source.StreamSource;
import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The job's shape: streams, decode, detect, debounce and sinks in one chain. Sources, decoders and
 * sinks are brought by the caller.
 */
public final class MonitorTopology {

    public static final int MAX_PARALLELISM = StreamSource.MAX_PARALLELISM;

    private final Source<StreamEvent, ?, ?> source;
    private final DecoderOpener decoders;
    private final Policy policy;
    private final AlertContext alertContext;
    private final List<String> detectors;
    private final MetricDetail metrics;
    private final EvidenceSettings evidence;
    private final ModelSettings models;

    /**
     * @param source assigns each stream to the subtask that owns its placement key
     * @param detectors ids to run; empty means all
     */
    public MonitorTopology(
            Source<StreamEvent, ?, ?> source,
            DecoderOpener decoders,
            Policy policy,
            AlertContext alertContext,
            List<String> detectors) {
        this(
                source,
                decoders,
                policy,
                alertContext,
                detectors,
                MetricDetail.SUBTASKS,
                EvidenceSettings.OFF,
                ModelSettings.DEFAULTS);
    }

    /**
     * @param metrics how detailed they are from decode on; the source is told by whoever makes it
     * @param evidence where pictures and clips of incidents are kept
     * @param models beside those on the class path, and what runs them
     */
    public MonitorTopology(
            Source<StreamEvent, ?, ?> source,
            DecoderOpener decoders,
            Policy policy,
            AlertContext alertContext,
            List<String> detectors,
            MetricDetail metrics,
            EvidenceSettings evidence,
            ModelSettings models) {
        this.source = source;
        this.decoders = decoders;
        this.policy = policy;
        this.alertContext = alertContext;
        this.detectors = List.copyOf(detectors);
        this.metrics = metrics;
        this.evidence = evidence;
        this.models = models;
    }

    /** The tables of a job, still without sinks. */
    public record Tables(
            DataStream<Alert> alerts,
            DataStream<Measurement> measurements,
            DataStream<StreamStateRow> streamStates) {}

    /** Adds everything but the sinks. */
    public Tables build(StreamExecutionEnvironment env) {
        env.setMaxParallelism(MAX_PARALLELISM);
        DataStream<StreamEvent> events =
                env.fromSource(
                                source,
                                WatermarkStrategy.noWatermarks(), // see docs/decisions/0002
                                "streams",
                                ChainLocalType.of(StreamEvent.class))
                        .uid(OperatorUids.STREAMS);
        DataStream<MediaUnit> media =
                events.transform(
                                "decode",
                                ChainLocalType.of(MediaUnit.class),
                                new DecodeOperator(decoders, metrics, evidence))
                        .uid(OperatorUids.DECODE);
        KeyedStream<MediaUnit, String> byStream =
                DataStreamUtils.reinterpretAsKeyedStream(
                        media, unit -> unit.origin().placementKey(), Types.STRING);
        SingleOutputStreamOperator<Verdict> verdicts =
                byStream.transform(
                                "detect",
                                ChainLocalType.of(Verdict.class),
                                new DetectOperator(
                                        policy, alertContext.jobVersion(), detectors, models))
                        .uid(OperatorUids.DETECT);
        return new Tables(
                Debouncing.debounce(
                        verdicts, alertContext, metrics, "debounce", OperatorUids.DEBOUNCE),
                verdicts.getSideOutput(DetectOperator.MEASUREMENTS),
                verdicts.getSideOutput(DetectOperator.STREAM_STATES));
    }

    /**
     * Ends the tables in sinks of the record.
     *
     * @param destination whose sinks they are; their state is kept under its names
     */
    public static void sinkTo(Tables tables, TableSinks sinks, Destination destination) {
        List<String> uids = OperatorUids.sinksTo(destination);
        tables.alerts().sinkTo(sinks.alerts()).name("alerts").uid(uids.get(0));
        tables.measurements().sinkTo(sinks.measurements()).name("measurements").uid(uids.get(1));
        tables.streamStates().sinkTo(sinks.streamStates()).name("stream states").uid(uids.get(2));
    }

    /** Also tells alerts at once, at least once, to whoever notifies people. */
    public static void pageTo(Tables tables, Destination destination) {
        tables.alerts()
                .sinkTo(PagerLane.to(destination))
                .name("pager")
                .uid(OperatorUids.pagerTo(destination));
    }

    /** Also shows the tables to a listener in this process, as rows happen. */
    public static void showTo(Tables tables, TableSinks local) {
        tables.alerts()
                .sinkTo(local.alerts())
                .name("show alerts")
                .uid(OperatorUids.LOCAL_ALERT_SINK);
        tables.measurements()
                .sinkTo(local.measurements())
                .name("show measurements")
                .uid(OperatorUids.LOCAL_MEASUREMENT_SINK);
        tables.streamStates()
                .sinkTo(local.streamStates())
                .name("show stream states")
                .uid(OperatorUids.LOCAL_STREAM_STATE_SINK);
    }
}
