package io.sightline.incident;

import io.sightline.flow.Verdict;
import io.sightline.metrics.MetricDetail;
import io.sightline.table.Alert;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;

/**
 * The step of the chain that turns verdicts into alerts: keyed windows, one for each defect in
 * trouble, opened and purged by the verdicts' own clock.
 *
 * <p>The keys are already where they belong: the stream is reinterpreted as keyed, not shuffled, so
 * that this step stays in the chain of its source. State ends with the incident.
 *
 * <p>As with every window of Flink, the records that come out carry the window's last instant as
 * their timestamp, here {@link Long#MAX_VALUE}: a sink that needs a time takes it from the alert or
 * from the wall clock.
 */
public final class Debouncing {

    private Debouncing() {}

    /**
     * Joins verdicts into incidents.
     *
     * @param verdicts keyed by placement already: each in the subtask that owns its key group
     * @param detail of its metrics
     * @param name of the operator, for people
     * @param uid of the operator, for savepoints
     */
    public static DataStream<Alert> debounce(
            DataStream<Verdict> verdicts,
            AlertContext context,
            MetricDetail detail,
            String name,
            String uid) {
        KeyedStream<Verdict, String> keyed =
                DataStreamUtils.reinterpretAsKeyedStream(
                        verdicts, verdict -> verdict.origin().placementKey(), Types.STRING);
        return keyed.transform(
                        name,
                        TypeInformation.of(Alert.class),
                        new DebounceOperator(new AlertsOfWindow(context, detail)))
                .uid(uid);
    }
}
