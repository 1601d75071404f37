package io.sightline.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.types.Row;

/** The rows of a query, also of one that goes on. Any thread. */
final class Answer implements ResultWriter {

    private static final long PATIENCE_SECONDS = 120;

    private final List<String> rows = new ArrayList<>();

    @Override
    public synchronized void begin(List<String> columns) {}

    @Override
    public synchronized void row(Row row) {
        rows.add(row.toString());
        notifyAll();
    }

    @Override
    public void end() {}

    synchronized List<String> rows() {
        return List.copyOf(rows);
    }

    /** Waits until a row is there; fails when the query ends before. */
    synchronized void await(String row, CompletableFuture<?> query) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!rows.contains(row)) {
            if (query.isDone()) {
                query.join(); // says why it failed
            }
            assertThat(System.nanoTime())
                    .as("%s, awaiting %s", rows, row)
                    .isLessThan(deadlineNanos);
            TimeUnit.SECONDS.timedWait(this, 1); // wakes at each row
        }
    }
}
