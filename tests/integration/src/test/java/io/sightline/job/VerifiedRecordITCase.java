package io.sightline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.config.PolicyFile;
import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.PlantedDefect;
import io.sightline.demo.media.SyntheticMedia;
import io.sightline.detector.model.StreamId;
import io.sightline.readback.FileRecord;
import io.sightline.readback.TopicRecord;
import io.sightline.readback.UnreadableRecordException;
import io.sightline.sink.FileDestination;
import io.sightline.sink.KafkaDestination;
import io.sightline.sink.OutputCheck;
import io.sightline.sink.RowListener;
import io.sightline.sink.TopicNames;
import io.sightline.source.SourceSettings;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import io.sightline.testing.CommittedReader;
import io.sightline.testing.KafkaBroker;
import io.sightline.verify.Findings;
import io.sightline.verify.Findings.Broken;
import io.sightline.verify.Findings.TableRows;
import io.sightline.verify.Layout;
import io.sightline.verify.RecordCheck;
import io.sightline.verify.Rule;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The record of a run is sound, in topics and in files; a damaged copy of it is not. */
class VerifiedRecordITCase {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String RECORDED = "recorded";
    private static final int SECONDS = 24;
    private static final int STREAMS = 3;

    @TempDir static Path folder;

    private static KafkaBroker broker;
    private static Map<String, Path> inputs;
    private static List<ConsumerRecord<String, String>> rows; // of all three topics, as read

    @BeforeAll
    static void record() throws Exception {
        broker = KafkaBroker.startIn(Files.createDirectory(folder.resolve("kafka")));
        Path film = folder.resolve("film.mp4");
        SyntheticMedia.lasting(Duration.ofSeconds(SECONDS))
                .withSize(320, 180, 25)
                .with(PlantedDefect.Kind.BLACK, Duration.ofSeconds(2), Duration.ofSeconds(6))
                .with(PlantedDefect.Kind.BLACK, Duration.ofSeconds(12), Duration.ofSeconds(16))
                .write(film, Packaging.MP4);
        inputs = Map.of("one", film, "two", film, "three", film);
        new DrillJob(broker, RECORDED, inputs, folder.resolve("state"))
                .runToEnd(PacedDecoders.undisturbed(0), 2);
        rows = new ArrayList<>();
        for (String topic : TopicNames.of(RECORDED).all()) {
            try (CommittedReader reader = broker.openReader(topic)) {
                rows.addAll(reader.readUntil(read -> !read.isEmpty(), PATIENCE));
            }
        }
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void theTopicsOfARunAreSound() throws Exception {
        Findings findings = verify(RECORDED);

        assertThat(findings.broken()).isEmpty();
        assertThat(findings.streams()).isEqualTo(STREAMS);
        assertThat(findings.incidents().opened()).isEqualTo(2 * STREAMS);
        assertThat(findings.incidents().cleared()).isEqualTo(2 * STREAMS);
        assertThat(findings.gaps().count()).isZero();
        assertThat(findings.tables().stream().mapToLong(TableRows::rows).sum())
                .isEqualTo(rows.size());
    }

    @Test
    void theFilesOfARunAreSound() throws Exception {
        Path output = folder.resolve("output");
        AtomicInteger measured = new AtomicInteger();
        var plan =
                new MonitorPlan(
                        inputs.entrySet().stream()
                                .map(
                                        input ->
                                                StreamEntry.of(
                                                        new StreamId(input.getKey()),
                                                        input.getValue().toString()))
                                .toList(),
                        null,
                        Map.of(),
                        PolicyFile.builtIn(),
                        List.of(),
                        SourceSettings.DEFAULTS,
                        new FileDestination(output.toString()),
                        2,
                        folder.resolve("embedded"),
                        Duration.ofMillis(300),
                        null);
        try (EmbeddedRun run = EmbeddedRun.start(plan, new MeasuredRows(measured))) {
            assertThat(run.await(Duration.ofMinutes(2))).isTrue();
        }
        var check = new RecordCheck(Layout.FILES, System.currentTimeMillis(), 5);

        new FileRecord(output).readInto(check);

        Findings findings = check.findings();
        assertThat(findings.broken()).isEmpty();
        assertThat(findings.incidents().cleared()).isEqualTo(2 * STREAMS);
        assertThat(findings.gaps().count()).isZero();
        assertThat(findings.tables().get(1).rows()).isEqualTo(measured.get()).isPositive();
    }

    @Test
    void findsAnOpenedThatIsLost() throws Exception {
        assertThat(rulesBrokenBy("no-opened", copy -> copy.remove(first(copy, "OPENED"))))
                .containsExactly(Rule.OPENED_FIRST);
    }

    @Test
    void findsAClearedThatIsLost() throws Exception {
        assertThat(rulesBrokenBy("no-cleared", copy -> copy.remove(first(copy, "CLEARED"))))
                .containsExactly(Rule.CLEARED_BEFORE_NEXT);
    }

    @Test
    void findsAlertsAndMeasurementsThatAreThereTwice() throws Exception {
        assertThat(
                        rulesBrokenBy(
                                "twice",
                                copy -> {
                                    copy.add(copy.get(first(copy, "CLEARED")));
                                    copy.add(copy.get(first(copy, "\"second_at\"")));
                                }))
                .containsExactly(Rule.ALERT_ONCE, Rule.SECOND_ONCE);
    }

    @Test
    void findsEventsInTheWrongOrder() throws Exception {
        assertThat(rulesBrokenBy("order", copy -> copy.add(copy.remove(first(copy, "OPENED")))))
                .containsExactly(Rule.EVENT_ORDER);
    }

    @Test
    void findsAnAlertThatWasAltered() throws Exception {
        assertThat(
                        rulesBrokenBy(
                                "altered",
                                copy -> {
                                    int at = first(copy, "CLEARED");
                                    Copied row = copy.get(at);
                                    copy.set(at, row.with(row.value.replace("major", "info")));
                                }))
                .containsExactly(Rule.SEVERITY_RISES);
    }

    @Test
    void findsARowInAnotherPartition() throws Exception {
        assertThat(
                        rulesBrokenBy(
                                "moved",
                                copy -> {
                                    int at = first(copy, "\"second_at\"");
                                    copy.set(at, copy.get(at).inPartitionAfter());
                                }))
                .contains(Rule.ONE_PARTITION);
    }

    @Test
    void tellsAMissingMeasurementAsAGap() throws Exception {
        String inside = "\"second_at\":\"1970-01-01T00:00:09.000Z\"";
        Findings findings = verifyCopy("gap", copy -> copy.remove(first(copy, inside)));

        assertThat(findings.isSound()).isTrue();
        assertThat(findings.gaps().count()).isEqualTo(1);
        assertThat(findings.gaps().seconds()).isEqualTo(1);
    }

    @Test
    void leavesOutWhatIsNotCommitted() throws Exception {
        write("aborted", copy(row -> true));
        try (KafkaProducer<String, String> producer = producer("aborted")) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, "aborted", copy(row -> row.value().contains("CLEARED")));
            assertThat(verify("aborted").isSound()).as("while it is open").isTrue();
            producer.abortTransaction();
        }

        Findings findings = verify("aborted");

        assertThat(findings.broken()).isEmpty();
        assertThat(findings.incidents().cleared()).isEqualTo(2 * STREAMS);
    }

    @Test
    void excusesIncidentsWhoseOpenedIsDeletedByNow() throws Exception {
        write("retained", copy(row -> true));
        TopicNames topics = TopicNames.of("retained");
        ConsumerRecord<String, String> opened = rows.get(firstRow("\"event\":\"OPENED\""));
        var partition = new TopicPartition(topics.alerts(), opened.partition());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(1))).all().get();
        }

        Findings findings = verify("retained");

        assertThat(findings.broken()).isEmpty();
        assertThat(findings.incidents().openedBefore()).isEqualTo(1);
    }

    @Test
    void saysWhichTopicIsMissing() {
        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(() -> verify("nobody"))
                .withMessageStartingWith("There is no topic 'nobody.alerts' at ")
                .withMessageContaining("--topics PREFIX");
    }

    @Test
    void saysThatNoBrokerAnswers() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        var record =
                new TopicRecord(
                        "127.0.0.1:" + closed, Map.of(), TopicNames.DEFAULT, Duration.ofSeconds(2));

        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(() -> record.readInto(new RecordCheck(Layout.PARTITIONS, 0, 1)))
                .withMessageContaining("did not answer within 2 s");
    }

    /** A row of the record, to be written again. */
    private record Copied(String table, int partition, String key, String value) {

        Copied with(String other) {
            return new Copied(table, partition, key, other);
        }

        /** The brokers' topics have three partitions. */
        Copied inPartitionAfter() {
            return new Copied(table, (partition + 1) % 3, key, value);
        }

        ProducerRecord<String, String> to(String prefix) {
            return new ProducerRecord<>(prefix + "." + table, partition, key, value);
        }
    }

    private static List<Rule> rulesBrokenBy(String name, Consumer<List<Copied>> damage)
            throws Exception {
        return verifyCopy(name, damage).broken().stream().map(Broken::rule).toList();
    }

    private static Findings verifyCopy(String name, Consumer<List<Copied>> damage)
            throws Exception {
        List<Copied> copy = copy(row -> true);
        damage.accept(copy);
        write(name, copy);
        return verify(name);
    }

    private static List<Copied> copy(Predicate<ConsumerRecord<String, String>> which) {
        List<Copied> copy = new ArrayList<>();
        for (ConsumerRecord<String, String> row : rows) {
            if (which.test(row)) {
                String table = row.topic().substring(RECORDED.length() + 1);
                copy.add(new Copied(table, row.partition(), row.key(), row.value()));
            }
        }
        return copy;
    }

    private static void write(String prefix, List<Copied> copy) throws Exception {
        OutputCheck.makeReady(
                KafkaDestination.at(broker.bootstrapServers()).withTopics(TopicNames.of(prefix)));
        try (KafkaProducer<String, String> producer = producer(prefix)) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, prefix, copy);
            producer.commitTransaction();
        }
    }

    /** Waits until the broker has them. */
    private static void send(
            KafkaProducer<String, String> producer, String prefix, List<Copied> copy)
            throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (Copied row : copy) {
            sent.add(producer.send(row.to(prefix)));
        }
        producer.flush();
        for (Future<RecordMetadata> one : sent) {
            one.get();
        }
    }

    private static KafkaProducer<String, String> producer(String transaction) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "transactional.id",
                        transaction),
                new StringSerializer(),
                new StringSerializer());
    }

    private static Findings verify(String prefix) throws UnreadableRecordException {
        var check = new RecordCheck(Layout.PARTITIONS, System.currentTimeMillis(), 5);
        new TopicRecord(broker.bootstrapServers(), Map.of(), TopicNames.of(prefix), PATIENCE)
                .readInto(check);
        return check.findings();
    }

    private static int first(List<Copied> copy, String part) {
        for (int i = 0; i < copy.size(); i++) {
            if (copy.get(i).value.contains(part)) {
                return i;
            }
        }
        throw new AssertionError("no row contains " + part);
    }

    private static int firstRow(String part) {
        return first(copy(row -> true), part);
    }

    /** Counts measurements. */
    private record MeasuredRows(AtomicInteger count) implements RowListener {

        @Override
        public void onAlert(Alert alert) {
            // Alerts are counted in the record.
        }

        @Override
        public void onMeasurement(Measurement measurement) {
            count.incrementAndGet();
        }

        @Override
        public void onStreamState(StreamStateRow state) {
            // Not what is counted.
        }
    }
}
