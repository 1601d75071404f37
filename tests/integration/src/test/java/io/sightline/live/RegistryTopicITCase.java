package io.sightline.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.config.EditRefused;
import io.sightline.config.EntryDraft;
import io.sightline.config.LabelSelector;
import io.sightline.config.PolicyFile;
import io.sightline.config.RegistryFile;
import io.sightline.demo.media.Coding;
import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.SyntheticMedia;
import io.sightline.flow.StreamState;
import io.sightline.job.EmbeddedRun;
import io.sightline.job.MonitorPlan;
import io.sightline.registry.RegistryAddress;
import io.sightline.registry.RegistryAddress.InTopic;
import io.sightline.registry.RegistryStore;
import io.sightline.registry.RegistryStore.Outcome;
import io.sightline.registry.RegistryTopic;
import io.sightline.registry.RegistryWatch;
import io.sightline.source.enumerator.RegistryLoader;
import io.sightline.source.enumerator.RegistryLoader.Loaded;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.testing.KafkaBroker;
import io.sightline.testing.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry in a compacted topic of a real broker. */
class RegistryTopicITCase {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What is promised for every edit. */
    private static final Duration PROMISE = Duration.ofSeconds(5);

    private static final RegistryFile FORMAT =
            new RegistryFile(Set.of("default"), Set.of("video.black"));

    @TempDir static Path shared;
    @TempDir private Path folder;

    private static KafkaBroker broker;

    private final Told told = new Told();

    @BeforeAll
    static void startBroker() throws Exception {
        broker = KafkaBroker.startIn(Files.createDirectory(shared.resolve("kafka")));
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    private static InTopic topic(KafkaBroker of, String name) {
        return (InTopic) RegistryAddress.parse("kafka:" + of.bootstrapServers() + "/" + name);
    }

    private static RegistryLoader open(InTopic topic, LabelSelector selector) {
        return new RegistryWatch(topic, FORMAT, selector, List.of()).open();
    }

    private static List<String> ids(Loaded loaded) {
        return loaded.entries().stream().map(entry -> entry.id().value()).toList();
    }

    @Test
    void followsRecordsAndTombstonesAndSkipsBadOnes() throws Exception {
        InTopic topic = topic(broker, "fleet");
        RegistryTopic.makeReady(topic, PATIENCE);
        RegistryTopic.makeReady(topic, PATIENCE); // is there already, and compacted
        try (Writer writer = new Writer(topic);
                RegistryLoader loader = open(topic, LabelSelector.EVERYTHING);
                RegistryLoader gold = open(topic, LabelSelector.parse("tier=gold"))) {
            assertThat(loader.load().entries()).isEmpty();

            writer.write("a", "{\"url\": \"one.ts\", \"labels\": {\"tier\": \"gold\"}}");
            writer.write("b", "url: two.ts\nenabled: false\n");
            writer.write("c", "url: three.ts\npolcy: x\nheaders: 'Authorization: sesame'");
            writer.write("d", "id: e\nurl: four.ts");
            writer.write("f", "[http://me:sesame@host/x]");
            Loaded loaded = loader.load();
            assertThat(ids(loaded)).containsExactly("a", "b");
            assertThat(loaded.entries().get(1).enabled()).isFalse();
            assertThat(loaded.problems())
                    .containsExactly(
                            "fleet 'c':2: unknown key 'polcy'; did you mean 'policy'?",
                            "fleet 'c':3: 'headers' is a map, but was text",
                            "fleet 'd':1: 'id' is 'e', but the key of the record says otherwise",
                            "fleet 'f':1: expected 'key: value' lines, but found a list");
            assertThat(ids(gold.load())).containsExactly("a");

            writer.write("c", "url: three.ts");
            writer.write("a", null);
            loaded = loader.load();
            assertThat(ids(loaded)).containsExactly("b", "c");
            assertThat(loaded.problems()).hasSize(2);
            assertThat(gold.load().entries()).isEmpty();
        }
    }

    @Test
    void isEditedByCommands() throws Exception {
        InTopic topic = topic(broker, "edited");
        RegistryStore store = RegistryStore.at(topic, PATIENCE);
        try (RegistryLoader loader = open(topic, LabelSelector.EVERYTHING)) {
            store.add(new EntryDraft(Map.of("id", "a", "url", "http://me:sesame@host/x \u2603")));
            store.add(new EntryDraft(Map.of("id", "b", "url", "y.ts", "enabled", false)));
            Loaded loaded = loader.load();
            assertThat(ids(loaded)).containsExactly("a", "b");
            assertThat(loaded.entries().get(0).url()).isEqualTo("http://me:sesame@host/x \u2603");

            assertThatThrownBy(() -> store.add(new EntryDraft(Map.of("id", "a", "url", "z.ts"))))
                    .isInstanceOf(EditRefused.class)
                    .hasMessage("a stream 'a' is there already, in " + topic);
            assertThatThrownBy(() -> store.remove(List.of("a", "bb")))
                    .hasMessage("no stream 'bb' in " + topic + "; did you mean 'b'?");

            assertThat(store.disable(List.of("a", "b"))).isEqualTo(Outcome.CHANGED);
            assertThat(store.disable(List.of("a", "b"))).isEqualTo(Outcome.ALREADY_SO);
            assertThat(loader.load().entries()).noneMatch(StreamEntry::enabled);
            assertThat(store.enable(List.of("a", "b"))).isEqualTo(Outcome.CHANGED);
            assertThat(loader.load().entries()).allMatch(StreamEntry::enabled).hasSize(2);

            assertThat(store.remove(List.of("a"))).isEqualTo(Outcome.CHANGED);
            assertThat(ids(loader.load())).containsExactly("b");
        }
    }

    @Test
    void refusesATopicThatForgetsOrIsNotThere() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(
                            List.of(new NewTopic("forgetful", Optional.empty(), Optional.empty())))
                    .all()
                    .get();
        }
        assertThatThrownBy(() -> RegistryTopic.makeReady(topic(broker, "forgetful"), PATIENCE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not compacted alone (cleanup.policy = delete)");
        try (RegistryLoader loader = open(topic(broker, "absent"), LabelSelector.EVERYTHING)) {
            assertThatThrownBy(loader::load)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("absent");
        }
    }

    @Test
    void noticesABrokerThatIsGoneWithinBoundedTime() throws Exception {
        Path home = Files.createDirectory(folder.resolve("other"));
        InTopic topic;
        try (KafkaBroker other = KafkaBroker.startIn(home)) {
            topic = topic(other, "fleet");
            RegistryTopic.makeReady(topic, PATIENCE);
            try (Writer writer = new Writer(topic)) {
                writer.write("a", "url: one.ts");
            }
            RegistryLoader loader = open(topic, LabelSelector.EVERYTHING);
            assertThat(ids(loader.load())).containsExactly("a");
            other.close();
            for (int look = 0; look < 2; look++) { // with a connection that broke, then without any
                long beginNanos = System.nanoTime();
                assertThatThrownBy(loader::load)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("did not answer within 3 s");
                assertThat(Duration.ofNanos(System.nanoTime() - beginNanos))
                        .isLessThan(Duration.ofSeconds(5));
            }
            loader.close();
            loader.close();
            assertThatThrownBy(loader::load).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aHundredStreamsComeAndGoWithinFiveSecondsAndSurviveAnUnreachableBroker() throws Exception {
        SyntheticMedia.lasting(Duration.ofMinutes(2))
                .withSize(64, 48, 5)
                .withCoding(Coding.MPEG2_MP2)
                .withKeyFrameInterval(Duration.ofSeconds(1))
                .write(folder.resolve("fine.m3u8"), Packaging.HLS_TS);
        String savepoint;
        InTopic topic;
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            ids.add("s" + i);
        }
        Path home = Files.createDirectory(folder.resolve("other"));
        try (Origin origin = new Origin(folder)) {
            origin.route("/live.m3u8", new LiveWindow(folder.resolve("fine.m3u8"), 3));
            String entry = "url: " + origin.url("/live.m3u8") + "\ndecode: none\n";
            try (KafkaBroker other = KafkaBroker.startIn(home)) {
                topic = topic(other, "fleet");
                RegistryTopic.makeReady(topic, PATIENCE);
                try (Writer writer = new Writer(topic);
                        EmbeddedRun run = EmbeddedRun.start(plan(topic, null), told)) {
                    writer.write("first", entry);
                    told.until("first", PATIENCE, () -> told.isNow("first", StreamState.LIVE));
                    ids.forEach(id -> writer.writeLater(id, entry));
                    writer.flush();
                    soon("100 streams", () -> ids.stream().allMatch(this::isKnown));
                    ids.subList(10, 100).forEach(id -> writer.writeLater(id, null));
                    writer.flush();
                    soon(
                            "90 removed",
                            () ->
                                    ids.subList(10, 100).stream()
                                            .allMatch(
                                                    id -> told.isNow(id, StreamState.NOT_WATCHED)));
                    savepoint = run.stop();
                }
            }
            try (LogLines log = LogLines.open("io.sightline.source.enumerator.StreamEnumerator");
                    EmbeddedRun run = EmbeddedRun.start(plan(topic, savepoint), told)) {
                log.until("unreachable", PATIENCE, lines -> !lines.isEmpty());
                assertThat(log.lines().get(0))
                        .startsWith("Registry: the last good one stays in force: Kafka at ");
                for (String id : ids.subList(0, 10)) {
                    int before = told.stateRows(id).size();
                    told.until(id, PATIENCE, () -> told.isNow(id, StreamState.LIVE));
                    assertThat(told.states(id).subList(Math.max(0, before - 1), before))
                            .doesNotContain(StreamState.NOT_WATCHED);
                }
                assertThat(told.isNow("s10", StreamState.NOT_WATCHED)).isTrue();
                run.stop();
            }
        }
    }

    private boolean isKnown(String id) {
        return !told.states(id).isEmpty();
    }

    private void soon(String what, BooleanSupplier condition) throws InterruptedException {
        Duration taken = told.until(what, PROMISE, condition);
        System.out.printf("registry topic: %s after %d ms%n", what, taken.toMillis());
    }

    private MonitorPlan plan(InTopic topic, @Nullable String savepoint) {
        MonitorPlan plan = Plans.of(folder, Map.of(), topic, PolicyFile.builtIn());
        return savepoint == null ? plan : plan.withRestoreFrom(savepoint);
    }

    /** Writes records and waits until they are there. */
    private static final class Writer implements AutoCloseable {

        private final InTopic topic;
        private final KafkaProducer<String, String> producer; // owned, closed in close()
        private final List<Future<RecordMetadata>> pending = new ArrayList<>();

        Writer(InTopic topic) {
            this.topic = topic;
            this.producer =
                    new KafkaProducer<>(
                            Map.of("bootstrap.servers", topic.bootstrapServers()),
                            new StringSerializer(),
                            new StringSerializer());
        }

        void write(String id, @Nullable String text) throws Exception {
            writeLater(id, text);
            flush();
        }

        void writeLater(String id, @Nullable String text) {
            pending.add(producer.send(new ProducerRecord<>(topic.topic(), id, text)));
        }

        void flush() throws Exception {
            for (Future<RecordMetadata> record : pending) {
                record.get();
            }
            pending.clear();
        }

        @Override
        public void close() {
            producer.close();
        }
    }
}
