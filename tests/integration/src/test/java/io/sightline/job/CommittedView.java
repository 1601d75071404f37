package io.sightline.job;

import io.sightline.testing.CommittedReader;
import io.sightline.testing.KafkaBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A {@code read_committed} reader of a topic that reads on while a job writes to it, breaks down
 * and goes on, and that never forgets: whatever it has seen must be what an undisturbed run says,
 * in its order, at each moment. Ownership: the opener closes it.
 */
final class CommittedView implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Map<String, List<String>> expected; // rows of each stream in their order
    private final CommittedReader reader; // owned; of the reading thread until it has ended
    private final CompletableFuture<Map<String, List<String>>> seen;
    private volatile boolean over;
    private int checked; // of all rows; on the reading thread
    private final Map<String, Integer> positions = new TreeMap<>(); // by stream; as above

    private CommittedView(Map<String, List<String>> expected, CommittedReader reader) {
        this.expected = expected;
        this.reader = reader;
        this.seen = CompletableFuture.supplyAsync(this::read, runnable -> start(runnable));
    }

    private static void start(Runnable runnable) {
        new Thread(runnable, "committed-view").start();
    }

    static CommittedView open(
            KafkaBroker broker, String topic, Map<String, List<String>> expected) {
        return new CommittedView(expected, broker.openReader(topic));
    }

    /** Rows of each stream in the order in which they came. */
    static Map<String, List<String>> byStream(List<ConsumerRecord<String, String>> records) {
        Map<String, List<String>> rows = new TreeMap<>();
        for (ConsumerRecord<String, String> one : records) {
            rows.computeIfAbsent(one.key(), stream -> new ArrayList<>()).add(one.value());
        }
        return rows;
    }

    /**
     * Ends when all that is expected, and whatever else is committed by then, has been read.
     *
     * @return everything that was ever seen
     * @throws java.util.concurrent.CompletionException with what was seen and is contradicted
     */
    Map<String, List<String>> awaitEnd() {
        over = true;
        return seen.join();
    }

    private Map<String, List<String>> read() {
        int rows = expected.values().stream().mapToInt(List::size).sum();
        return byStream(
                reader.readUntil(
                        records -> {
                            check(records);
                            return over && records.size() >= rows;
                        },
                        PATIENCE));
    }

    /** What has come since the last look goes on where the undisturbed run does. */
    private void check(List<ConsumerRecord<String, String>> records) {
        for (; checked < records.size(); checked++) {
            String stream = records.get(checked).key();
            String row = records.get(checked).value();
            int position = positions.merge(stream, 1, Integer::sum) - 1;
            List<String> rows = expected.getOrDefault(stream, List.of());
            String wanted = position < rows.size() ? rows.get(position) : "nothing";
            if (!row.equals(wanted)) {
                throw new AssertionError(
                        "row %d of %s is seen as\n%s\nwhere an undisturbed run says\n%s"
                                .formatted(position + 1, stream, row, wanted));
            }
        }
    }

    @Override
    public void close() {
        over = true;
        seen.handle((rows, failure) -> rows).join();
        reader.close();
    }
}
