package io.sightline.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.flink.api.common.JobID;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Meter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;
import org.apache.flink.runtime.metrics.groups.GenericMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskManagerMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;
import org.apache.flink.runtime.metrics.util.TestingMetricRegistry;

/**
 * The job's own metrics as a reporter sees them, registered through Flink's real groups. Names are
 * as below the group of the job: {@code streams}, or {@code stream.rendition.state{rendition=main,
 * stream=news}}.
 */
public final class MetricBook {

    private static final String OWN = ".sightline.";

    private final Map<String, Metric> registered = new ConcurrentSkipListMap<>();
    private final TestingMetricRegistry registry =
            TestingMetricRegistry.builder()
                    .setDelimiter('.')
                    .setRegisterConsumer(
                            (metric, name, group) -> {
                                if (registered.put(nameOf(name, group), metric) != null) {
                                    throw new AssertionError("Twice: " + nameOf(name, group));
                                }
                            })
                    .setUnregisterConsumer(
                            (metric, name, group) -> registered.remove(nameOf(name, group)))
                    .build();

    /** A group like that of an operator. */
    public MetricGroup operator() {
        return new GenericMetricGroup(registry, null, "operator");
    }

    /** A group in which operators make theirs. */
    public TaskMetricGroup task() {
        return TaskManagerMetricGroup.createTaskManagerMetricGroup(
                        registry, "host", ResourceID.generate())
                .addJob(new JobID(), "job")
                .addTask(ExecutionAttemptID.randomId(), "task");
    }

    private static String nameOf(String name, AbstractMetricGroup<?> group) {
        Map<String, String> labels = new TreeMap<>();
        for (String label : List.of("stream", "rendition")) {
            String value = group.getAllVariables().get("<" + label + ">");
            if (value != null) {
                labels.put(label, value);
            }
        }
        String scope = group.getLogicalScope(text -> text, '.') + '.' + name;
        int own = scope.indexOf(OWN);
        String shown = own < 0 ? scope : scope.substring(own + OWN.length());
        return labels.isEmpty() ? shown : shown + labels;
    }

    /** The names that begin so, in order. */
    public List<String> names(String begin) {
        List<String> names = new ArrayList<>(registered.keySet());
        names.removeIf(name -> !name.startsWith(begin));
        return names;
    }

    /** What a reporter would show. */
    public double value(String name) {
        Metric metric = metric(name);
        if (metric instanceof Gauge<?> gauge) {
            return ((Number) gauge.getValue()).doubleValue();
        } else if (metric instanceof Counter counter) {
            return counter.getCount();
        } else if (metric instanceof Meter meter) {
            return meter.getRate();
        }
        throw new AssertionError("Of another type: " + metric);
    }

    public Metric metric(String name) {
        Metric metric = registered.get(name);
        if (metric == null) {
            throw new AssertionError("No " + name + " in " + registered.keySet());
        }
        return metric;
    }
}
