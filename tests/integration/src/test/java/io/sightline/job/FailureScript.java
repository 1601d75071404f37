package io.sightline.job;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/**
 * Failures one after the other, each at a point of its own, of a task or of the whole job.
 * Thread-safe: the tasks of a run share it, and find it by its id, since Flink ships what runs in
 * them by serialization.
 */
final class FailureScript {

    private static final Map<String, FailureScript> SCRIPTS = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();
    private final List<Failure> all;
    private final Deque<Failure> toCome;
    private int passes; // of the next failure's point, since the last failure

    /**
     * One failure.
     *
     * @param passes how often its point is passed before, counted from the last failure
     */
    record Failure(FailurePoint point, int passes, Extent extent) {

        @Override
        public String toString() {
            return point + "*" + passes + (extent == Extent.JOB ? " of the job" : "");
        }
    }

    /** What comes to an end. */
    enum Extent {
        /** Flink restarts the tasks from the last complete checkpoint. */
        TASK,
        /** Nothing is restarted; a new job goes on from the last checkpoint that was kept. */
        JOB
    }

    private FailureScript(List<Failure> all) {
        this.all = List.copyOf(all);
        this.toCome = new ArrayDeque<>(all);
        SCRIPTS.put(id, this);
    }

    static FailureScript of(List<Failure> failures) {
        return new FailureScript(failures);
    }

    /** Failures at any point; about one of six ends the job. */
    static FailureScript draw(int failures, SplittableRandom random) {
        FailurePoint[] points = FailurePoint.values();
        return new FailureScript(
                random.ints(failures, 0, points.length)
                        .mapToObj(
                                one ->
                                        new Failure(
                                                points[one],
                                                1 + random.nextInt(points[one].mostPasses()),
                                                random.nextInt(6) == 0 ? Extent.JOB : Extent.TASK))
                        .toList());
    }

    static FailureScript withId(String id) {
        return SCRIPTS.get(id);
    }

    String id() {
        return id;
    }

    /**
     * Told by whatever passes a point; breaks down if it is time.
     *
     * @throws IllegalStateException or what ends the job
     */
    synchronized void pass(FailurePoint point) {
        Failure next = toCome.peek();
        if (next == null || next.point() != point || ++passes < next.passes()) {
            return;
        }
        toCome.remove();
        passes = 0;
        IllegalStateException failure = new IllegalStateException("The drill's " + next);
        if (next.extent() == Extent.JOB) {
            throw new SuppressRestartsException(failure);
        }
        throw failure;
    }

    /** Failures so far. */
    synchronized int happened() {
        return all.size() - toCome.size();
    }

    @Override
    public String toString() {
        return all.toString();
    }
}
