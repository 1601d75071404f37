package io.sightline.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.flow.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A receiver that refuses connections for five minutes, while incidents open, escalate and clear,
 * and a target with nothing but its defaults. Not part of the normal run: {@code -Pnotify}.
 */
class OutageDrill {

    private static final Duration OUTAGE =
            Duration.parse(System.getProperty("notify.outage", "PT5M"));
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final int PER_SECOND = 3;
    private static final int SIDE_BY_SIDE = 10; // incidents that are open at one time
    private static final int EVENTS = 3; // of an incident

    /** Whole stories, and some on either side of the outage. */
    private static final int ALERTS =
            SIDE_BY_SIDE * EVENTS * (int) (OUTAGE.toSeconds() / SIDE_BY_SIDE + 5);

    @TempDir Path folder;

    /** Ten incidents open, then they escalate, then they clear, and then come the next ten. */
    private static Verdict story(long number) {
        long round = number / (SIDE_BY_SIDE * EVENTS);
        long stream = round * SIDE_BY_SIDE + number % SIDE_BY_SIDE;
        return switch ((int) (number / SIDE_BY_SIDE % EVENTS)) {
            case 0 -> BlackVerdicts.opens(stream);
            case 1 -> BlackVerdicts.escalates(stream);
            default -> BlackVerdicts.clears(stream);
        };
    }

    @Test
    void losesNothingAndKeepsTheOrder() throws Exception {
        try (Receiver receiver = new Receiver();
                NotifyRun telling =
                        NotifyRuns.start(
                                folder,
                                "targets:\n  hook: {type: webhook, url: '"
                                        + receiver.url()
                                        + "'}\n");
                DecidedAlerts deciding =
                        DecidedAlerts.start(folder, OutageDrill::story, ALERTS, PER_SECOND)) {
            receiver.with(receiver::accept);
            Waiting.until("some before it", PATIENCE, () -> receiver.told().size() >= 45);
            receiver.goDown();
            long downNanos = System.nanoTime();
            int before = receiver.told().size();
            Waiting.until(
                    "the outage is over",
                    OUTAGE.plus(PATIENCE),
                    () -> System.nanoTime() - downNanos >= OUTAGE.toNanos());
            assertThat(receiver.told()).as("told while it was down").hasSize(before);
            int decided = JsonTable.rows(folder.resolve("pager")).size();
            int pending = telling.pending();
            receiver.comeBack();
            long backNanos = System.nanoTime();
            Waiting.until("it is told again", PATIENCE, () -> receiver.told().size() > before);
            double firstSeconds = (System.nanoTime() - backNanos) / 1e9;
            Waiting.until("it has caught up", PATIENCE, () -> receiver.told().size() >= decided);
            double allSeconds = (System.nanoTime() - backNanos) / 1e9;
            deciding.awaitEnd();
            Waiting.until("all told", PATIENCE, () -> receiver.told().size() >= ALERTS);
            assertThat(telling.drain(ALERTS, PATIENCE)).isZero();
            telling.stop();

            requireStories(receiver);
            int attempts = requireAllDelivered();
            System.out.printf(
                    Locale.ROOT,
                    "receiver down for %d s: %d alerts decided meanwhile, %d letters in memory at its"
                            + " end; told again after %.1f s, caught up after %.1f s; most attempts %d,"
                            + " requests in all %d for %d alerts, dead 0%n",
                    OUTAGE.toSeconds(),
                    decided - before,
                    pending,
                    firstSeconds,
                    allSeconds,
                    attempts,
                    receiver.told().size(),
                    ALERTS);
        }
    }

    /** Repeats are allowed only with the same key. */
    private static void requireStories(Receiver receiver) throws Exception {
        Map<String, Set<String>> keys = new LinkedHashMap<>(); // by stream, in the order told
        Map<String, Set<String>> events = new LinkedHashMap<>();
        for (Receiver.Told told : receiver.told()) {
            JsonNode alert = new ObjectMapper().readTree(told.body());
            String stream = alert.get("stream_id").asText();
            assertThat(told.key()).isEqualTo(alert.get("alert_id").asText());
            keys.computeIfAbsent(stream, s -> new HashSet<>()).add(told.key());
            events.computeIfAbsent(stream, s -> new LinkedHashSet<>())
                    .add(alert.get("event").asText());
        }
        assertThat(events).hasSize(ALERTS / EVENTS);
        assertThat(events.values())
                .allSatisfy(
                        story ->
                                assertThat(story)
                                        .containsExactly("OPENED", "ESCALATED", "CLEARED"));
        assertThat(keys.values()).allSatisfy(each -> assertThat(each).hasSize(EVENTS));
    }

    private int requireAllDelivered() throws Exception {
        Path notifications = folder.resolve("notifications");
        assertThat(JsonTable.rows(notifications, "status", "DELIVERED")).hasSize(ALERTS);
        assertThat(JsonTable.rows(notifications)).as("no dead letter").hasSize(ALERTS);
        return JsonTable.rows(notifications).stream()
                .mapToInt(row -> row.get("attempts").asInt())
                .max()
                .orElseThrow();
    }
}
