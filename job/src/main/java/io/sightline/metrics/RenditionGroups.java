package io.sightline.metrics;

import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;

/**
 * A group of metrics for each rendition, with the labels {@code stream} and {@code rendition}, for
 * as long as it is watched. Does nothing unless that detail was asked for.
 *
 * <p>Flink takes metrics away only by closing their group, and a closed group stays in the map of
 * its parent until one of the same name follows. So that streams which come and go do not pile up
 * there, the parent is closed and made anew once it holds more closed groups than open ones.
 *
 * <p>Thread: the task's.
 */
public final class RenditionGroups {

    private static final String STREAM = "stream";
    private static final String RENDITION = "rendition";

    /** So many closed groups are not worth the work. */
    static final int FEW = 64;

    private final MetricGroup parent;
    private final MetricDetail detail;

    private final Map<String, Map<String, Consumer<MetricGroup>>> open =
            new HashMap<>(); // by stream and rendition: what registers the metrics
    private int closedStreams; // since the parent is as it is

    /**
     * @param parent where the groups are made
     */
    public RenditionGroups(MetricGroup parent, MetricDetail detail) {
        this.parent = parent;
        this.detail = detail;
    }

    /**
     * Opens the group of a rendition that has none.
     *
     * @param metrics registers them; called again if the group has to be made anew
     */
    public void open(StreamId stream, RenditionId rendition, Consumer<MetricGroup> metrics) {
        if (detail == MetricDetail.SUBTASKS) {
            return;
        }
        Consumer<MetricGroup> before =
                open.computeIfAbsent(stream.value(), id -> new TreeMap<>())
                        .putIfAbsent(rendition.value(), metrics);
        if (before == null) {
            metrics.accept(group(stream.value(), rendition.value()));
        }
    }

    /** Takes the metrics of a rendition away, if it has any. */
    public void close(StreamId stream, RenditionId rendition) {
        Map<String, Consumer<MetricGroup>> renditions = open.get(stream.value());
        if (renditions == null || renditions.remove(rendition.value()) == null) {
            return;
        }
        if (!renditions.isEmpty()) {
            close(group(stream.value(), rendition.value()));
            return;
        }
        open.remove(stream.value());
        close(parent.addGroup(STREAM, stream.value()));
        closedStreams++;
        if (closedStreams > Math.max(FEW, open.size())) {
            makeAnew();
        }
    }

    private void makeAnew() {
        close(parent.addGroup(STREAM)); // the one that all streams' groups are in
        closedStreams = 0;
        open.forEach(
                (stream, renditions) ->
                        renditions.forEach(
                                (rendition, metrics) -> metrics.accept(group(stream, rendition))));
    }

    /** The open group of that name, made if there is none. */
    private MetricGroup group(String stream, String rendition) {
        return parent.addGroup(STREAM, stream).addGroup(RENDITION, rendition);
    }

    private static void close(MetricGroup group) {
        if (group instanceof AbstractMetricGroup<?> closing) {
            closing.close();
        }
    }
}
