package io.sightline.incident;

import io.sightline.flow.Verdict;
import io.sightline.incident.IncidentProgress.Phase;
import java.io.IOException;
import java.util.Objects;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.windowing.triggers.Trigger;
import org.apache.flink.streaming.api.windowing.triggers.TriggerResult;
import org.jspecify.annotations.Nullable;

/**
 * Folds each verdict into the progress of its window, and fires when an event is due. The clock is
 * the verdicts' own: there are neither timers nor watermarks here, so no other stream can delay,
 * open or close anything.
 */
final class DebounceTrigger extends Trigger<Verdict, DefectWindow> {

    /**
     * One value for each window in trouble, shared with {@link AlertsOfWindow}. Cleared here when a
     * stretch went away before it opened, there when the incident has cleared.
     */
    static final ValueStateDescriptor<IncidentProgress> PROGRESS =
            new ValueStateDescriptor<>("incident-progress", IncidentProgressSerializer.INSTANCE);

    private static final long serialVersionUID = 1L;

    private transient @Nullable Counter late;

    /** Where verdicts are counted that come too late; told by the operator when it opens. */
    void countLateIn(Counter counter) {
        late = counter;
    }

    @Override
    public TriggerResult onElement(
            Verdict verdict, long timestamp, DefectWindow window, TriggerContext context)
            throws IOException {
        ValueState<IncidentProgress> state = context.getPartitionedState(PROGRESS);
        IncidentProgress progress = state.value();
        if (Debounce.isLate(progress, verdict)) {
            Objects.requireNonNull(late, "not opened").inc();
            return TriggerResult.CONTINUE;
        }
        IncidentProgress next = Debounce.advance(progress, verdict);
        boolean over = next.phase() == Phase.OVER;
        if (next.due().isEmpty() && over) {
            state.clear();
            return TriggerResult.PURGE;
        }
        state.update(next);
        if (next.due().isEmpty()) {
            return TriggerResult.CONTINUE;
        }
        return over ? TriggerResult.FIRE_AND_PURGE : TriggerResult.FIRE;
    }

    @Override
    public TriggerResult onProcessingTime(long time, DefectWindow window, TriggerContext context) {
        return TriggerResult.CONTINUE;
    }

    @Override
    public TriggerResult onEventTime(long time, DefectWindow window, TriggerContext context) {
        return TriggerResult.CONTINUE;
    }

    @Override
    public void clear(DefectWindow window, TriggerContext context) {
        context.getPartitionedState(PROGRESS).clear();
    }
}
