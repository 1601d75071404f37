package io.sightline.incident;

import io.sightline.flow.Verdict;
import io.sightline.incident.IncidentProgress.Phase;
import io.sightline.table.Alert;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.AggregatingState;
import org.apache.flink.api.common.state.AggregatingStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.streaming.runtime.operators.windowing.WindowOperator;
import org.apache.flink.streaming.runtime.operators.windowing.functions.InternalSingleValueProcessWindowFunction;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Flink's window operator, as {@code keyed.window(...).trigger(...).aggregate(...)} makes it, with
 * the same state. It is made by hand for one thing that no function of a window can do: to look at
 * all windows when it opens, so that the number of open incidents is true from the first record
 * after a restart on, also of streams from which nothing comes.
 *
 * <p>Thread: the task's.
 */
final class DebounceOperator
        extends WindowOperator<String, Verdict, AlertSubject, Alert, DefectWindow> {

    private static final long serialVersionUID = 1L;

    /**
     * Whom a window's alerts are about. The name is that of Flink's windows: it is in savepoints.
     */
    private static final AggregatingStateDescriptor<Verdict, AlertSubject, AlertSubject> SUBJECT =
            new AggregatingStateDescriptor<>(
                    "window-contents", new AlertSubject.Latest(), AlertSubject.Serializer.INSTANCE);

    private final AlertsOfWindow alerts; // the function within; it owns the metrics
    private final DebounceTrigger trigger;

    DebounceOperator(AlertsOfWindow alerts) {
        this(alerts, new DebounceTrigger());
    }

    private DebounceOperator(AlertsOfWindow alerts, DebounceTrigger trigger) {
        super(
                new DefectWindows(),
                DefectWindow.Serializer.INSTANCE,
                verdict -> verdict.origin().placementKey(),
                StringSerializer.INSTANCE,
                SUBJECT,
                new InternalSingleValueProcessWindowFunction<>(alerts),
                trigger,
                /* allowedLateness= */ 0,
                /* lateDataOutputTag= */ null);
        this.alerts = alerts;
        this.trigger = trigger;
    }

    @Override
    public void open() throws Exception {
        super.open();
        trigger.countLateIn(alerts.metrics().late());
        KeyedStateBackend<String> backend = getKeyedStateBackend();
        // Registered before it is listed: only then is it known how its windows are read.
        getOrCreateKeyedState(windowSerializer, DebounceTrigger.PROGRESS);
        for (Tuple2<String, DefectWindow> window : windows(backend)) {
            count(backend, window.f0, window.f1);
        }
    }

    @Override
    public void processElement(StreamRecord<Verdict> element) throws Exception {
        alerts.hearsOf(element.getValue().origin());
        super.processElement(element);
    }

    private static List<Tuple2<String, DefectWindow>> windows(KeyedStateBackend<String> backend) {
        try (Stream<Tuple2<String, DefectWindow>> windows =
                backend.getKeysAndNamespaces(DebounceTrigger.PROGRESS.getName())) {
            return windows.toList(); // whole, because nothing may be read while it is listed
        }
    }

    private void count(KeyedStateBackend<String> backend, String key, DefectWindow window)
            throws Exception {
        backend.setCurrentKey(key);
        ValueState<IncidentProgress> progress =
                backend.getPartitionedState(window, windowSerializer, DebounceTrigger.PROGRESS);
        IncidentProgress known = progress.value();
        if (known != null && known.phase() == Phase.OPEN) {
            AggregatingState<Verdict, AlertSubject> subject =
                    backend.getPartitionedState(window, windowSerializer, SUBJECT);
            alerts.metrics().isOpen(subject.get().streamId(), window.rendition());
        }
    }
}
