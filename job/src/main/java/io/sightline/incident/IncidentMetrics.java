package io.sightline.incident;

import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import io.sightline.metrics.MetricDetail;
import io.sightline.metrics.RenditionGroups;
import io.sightline.metrics.SightlineMetrics;
import io.sightline.table.Alert;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * The metrics of debounce; {@code docs/reference/metrics.md} has their meaning. A rendition is in
 * them while it has an open incident.
 *
 * <p>Threads: all calls are the task's. Reporters read counters, which are plain numbers as all of
 * Flink's are, and volatile ones.
 */
final class IncidentMetrics {

    private static final String OPEN_INCIDENTS = "open_incidents";

    private final RenditionGroups groups;
    private final Counter opened;
    private final Counter escalated;
    private final Counter cleared;
    private final Counter late;
    private final Map<Whose, Open> openByRendition = new HashMap<>();
    private final Open open = new Open();

    private record Whose(String stream, RenditionId rendition) {}

    /** A number that the task changes and reporters read. */
    private static final class Open implements Gauge<Integer> {
        private volatile int count;

        void add(int change) {
            int next = count + change; // one thread writes
            count = next;
        }

        @Override
        public Integer getValue() {
            return count;
        }
    }

    IncidentMetrics(MetricGroup operator, MetricDetail detail) {
        MetricGroup group = SightlineMetrics.of(operator);
        groups = new RenditionGroups(group, detail);
        group.gauge(OPEN_INCIDENTS, open);
        opened = group.counter("alerts_opened");
        escalated = group.counter("alerts_escalated");
        cleared = group.counter("alerts_cleared");
        late = group.counter("late_verdicts");
    }

    /** Counts verdicts that came too late. */
    Counter late() {
        return late;
    }

    /** An alert was told. */
    void told(Alert.Event event, String stream, RenditionId rendition) {
        switch (event) {
            case OPENED -> {
                opened.inc();
                isOpen(stream, rendition);
            }
            case ESCALATED -> escalated.inc();
            case CLEARED -> {
                cleared.inc();
                isOver(stream, rendition);
            }
        }
    }

    /** An incident is open, since now or since before a restart. */
    void isOpen(String stream, RenditionId rendition) {
        open.add(1);
        Whose whose = new Whose(stream, rendition);
        Open known = openByRendition.get(whose);
        if (known == null) {
            Open first = new Open();
            openByRendition.put(whose, first);
            groups.open(
                    new StreamId(stream), rendition, group -> group.gauge(OPEN_INCIDENTS, first));
            known = first;
        }
        known.add(1);
    }

    private void isOver(String stream, RenditionId rendition) {
        open.add(-1);
        Whose whose = new Whose(stream, rendition);
        Open known = openByRendition.get(whose);
        if (known != null) {
            known.add(-1);
            if (known.count == 0) {
                openByRendition.remove(whose);
                groups.close(new StreamId(stream), rendition);
            }
        }
    }
}
