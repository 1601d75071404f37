package io.sightline.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.control.ControlStore;
import io.sightline.control.ControlWatch;
import io.sightline.notify.control.Control;
import io.sightline.notify.control.Control.Kind;
import io.sightline.notify.control.ControlFeed;
import io.sightline.notify.route.Glob;
import io.sightline.registry.RegistryAddress.InTopic;
import io.sightline.testing.KafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Controls in a compacted topic of a real broker. */
class ControlTopicITCase {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir static Path shared;

    @Test
    void aWatchFollowsWhatOperatorsSayAndPassesOverWhatIsBad() throws Exception {
        try (KafkaBroker broker =
                KafkaBroker.startIn(Files.createDirectory(shared.resolve("kafka")))) {
            InTopic topic = new InTopic(broker.bootstrapServers(), "sightline.controls", Map.of());
            ControlStore store = new ControlStore(topic, PATIENCE);
            store.put(List.of(snooze("z1"), snooze("z2")));
            try (ControlFeed feed = ControlWatch.of(topic).open()) {
                assertThat(feed.latest().all()).extracting(Control::id).contains("z1", "z2");

                store.put(List.of(snooze("z3")));
                await(feed, controls -> controls.contains("z3"));
                write(broker, "z4", "{\"kind\": \"snooze\"}");
                store.withdraw(List.of("z1"), "mia", 2_000);
                await(feed, controls -> !controls.contains("z1"));

                assertThat(feed.latest().all()).extracting(Control::id).containsExactly("z2", "z3");
                assertThat(feed.latest().problems())
                        .contains("sightline.controls 'z4': a control of this kind needs 'author'");
            }
            assertThat(store.read().all()).extracting(Control::id).containsExactly("z2", "z3");
        }
    }

    private static Control snooze(String id) {
        return new Control(
                id,
                Kind.SNOOZE,
                null,
                new Glob("news-*"),
                Map.of(),
                null,
                null,
                4_000_000_000_000L,
                null,
                null,
                "mia",
                "",
                1_000);
    }

    private static void await(ControlFeed feed, Predicate<List<String>> condition)
            throws InterruptedException {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.test(feed.latest().all().stream().map(Control::id).toList())) {
            assertThat(System.nanoTime() - deadlineNanos).isNegative();
            Thread.sleep(50);
        }
    }

    private static void write(KafkaBroker broker, String key, String text) throws Exception {
        Map<String, Object> properties = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("sightline.controls", key, text)).get();
        }
    }
}
