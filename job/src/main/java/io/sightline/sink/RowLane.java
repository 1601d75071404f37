package io.sightline.sink;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes rows at once and at least once, and holds nobody up: a row that cannot be written is kept
 * and offered again, in order, until it can. What is kept is bounded; beyond that the oldest rows
 * are dropped and counted.
 *
 * <p>Flink's own Kafka sink is no such thing: it blocks its task for a minute when the topic is
 * missing, holds up every checkpoint while rows are unacknowledged, and fails the job when one is
 * refused. The job that watches streams must not end because nobody can be paged.
 *
 * <p>Thread: all calls are the task's; answers come back to it through {@code task}. State: {@link
 * #unwritten()}. Ownership: closes the outlet.
 */
final class RowLane implements AutoCloseable {

    /** Some 20 MB of alerts. */
    static final int MOST_KEPT = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(RowLane.class);
    private static final long FIRST_PAUSE_MILLIS = 25;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final String name;
    private final LaneOutlet outlet; // owned, closed in close()
    private final LaneThread task;
    private final Map<Long, LaneRow> rows = new LinkedHashMap<>(); // unwritten, in order

    private long nextNumber;
    private int underWay;
    private boolean pausing;
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private boolean reported;
    private volatile long dropped; // one thread writes

    /** The task, as the lane needs it. */
    interface LaneThread {

        /** Runs something on the task's thread, soon; not at all once the task has ended. */
        void execute(Runnable action);

        /** Runs something on the task's thread, later. */
        void after(long millis, Runnable action);
    }

    /**
     * @param name for people, in the log
     */
    RowLane(String name, LaneOutlet outlet, LaneThread task) {
        this.name = name;
        this.outlet = outlet;
        this.task = task;
    }

    void add(LaneRow row) {
        if (rows.size() >= MOST_KEPT) {
            dropOldest();
        }
        long number = nextNumber++;
        rows.put(number, row);
        if (!pausing) {
            write(number, row);
        }
    }

    private void dropOldest() {
        Iterator<LaneRow> oldest = rows.values().iterator();
        oldest.next();
        oldest.remove();
        long next = dropped + 1;
        dropped = next;
        if (next % MOST_KEPT == 1) {
            LOG.error(
                    "{}: {} rows could not be written and are dropped; the record has them",
                    name,
                    next);
        }
    }

    private void write(long number, LaneRow row) {
        underWay++;
        outlet.write(row, failure -> task.execute(() -> onAnswer(number, failure)));
    }

    private void onAnswer(long number, @Nullable Exception failure) {
        underWay--;
        if (failure != null) {
            pausing = true;
            if (!reported) {
                LOG.warn(
                        "{}: rows cannot be written, and are kept and offered again",
                        name,
                        failure);
                reported = true;
            }
        } else if (!pausing) {
            // Behind a row that failed even a written one stays: both are written again, in order.
            rows.remove(number);
            pauseMillis = FIRST_PAUSE_MILLIS;
            if (reported && rows.isEmpty()) {
                LOG.info("{}: rows can be written again", name);
                reported = false;
            }
        }
        if (pausing && underWay == 0) {
            task.after(pauseMillis, this::offerAgain);
            pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
        }
    }

    private void offerAgain() {
        pausing = false;
        // The outlet may answer while this loop runs, but the task hears of it only afterwards.
        for (Map.Entry<Long, LaneRow> row : List.copyOf(rows.entrySet())) {
            write(row.getKey(), row.getValue());
        }
    }

    /** A copy of what is not known to be written, in order. */
    List<LaneRow> unwritten() {
        return new ArrayList<>(rows.values());
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    int size() {
        return rows.size();
    }

    /** How many were given up. */
    long dropped() {
        return dropped;
    }

    @Override
    public void close() {
        outlet.close();
    }
}
