package io.sightline.lake;

import io.sightline.detect.DetectorCatalog;
import io.sightline.detector.api.Metric;
import io.sightline.sink.TopicNames;
import io.sightline.table.Alert;
import io.sightline.table.JsonRows;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import io.sightline.table.TableSchemas;
import io.sightline.testing.KafkaBroker;
import io.sightline.testing.SampleRows;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes rows of all three tables into topics as the job does, in transactions, numbered as {@link
 * SampleRows} are. Ownership: the opener closes it.
 */
final class TopicLoad implements AutoCloseable {

    static final List<Metric> METRICS =
            DetectorCatalog.load(TopicLoad.class.getClassLoader()).columns();

    private static final JsonRows<Alert> ALERTS = new JsonRows<>(TableSchemas.ALERTS);
    private static final JsonRows<Measurement> MEASUREMENTS =
            new JsonRows<>(TableSchemas.measurements(METRICS));
    private static final JsonRows<StreamStateRow> STATES =
            new JsonRows<>(TableSchemas.STREAM_STATES);

    private final TopicNames topics;
    private final KafkaProducer<String, byte[]> producer; // owned, closed in close()

    private TopicLoad(TopicNames topics, KafkaProducer<String, byte[]> producer) {
        this.topics = topics;
        this.producer = producer;
    }

    /** Makes the topics and opens a writer to them. */
    static TopicLoad into(KafkaBroker broker, String prefix)
            throws ExecutionException, InterruptedException {
        TopicNames topics = TopicNames.of(prefix);
        try (Admin admin = broker.openAdmin()) {
            admin.createTopics(
                            topics.all().stream()
                                    .map(
                                            name ->
                                                    new NewTopic(
                                                            name,
                                                            Optional.empty(),
                                                            Optional.empty()))
                                    .toList())
                    .all()
                    .get();
        }
        var producer =
                new KafkaProducer<>(
                        Map.<String, Object>of(
                                "bootstrap.servers",
                                broker.bootstrapServers(),
                                "transactional.id",
                                prefix,
                                "linger.ms",
                                5,
                                "compression.type",
                                "lz4"),
                        new StringSerializer(),
                        new ByteArraySerializer());
        producer.initTransactions();
        return new TopicLoad(topics, producer);
    }

    /** Commits the numbers of a range, the end excluded. */
    void commit(long from, long to) {
        producer.beginTransaction();
        send(from, to);
        producer.commitTransaction();
    }

    /** Writes rows that nobody may ever see. */
    void abort(long from, long to) {
        producer.beginTransaction();
        send(from, to);
        producer.flush();
        producer.abortTransaction();
    }

    /** Commits one row of alerts as it is given. */
    void commitAlert(String json) {
        producer.beginTransaction();
        send(topics.alerts(), "stream", json.getBytes(StandardCharsets.UTF_8));
        producer.commitTransaction();
    }

    private void send(long from, long to) {
        for (long n = from; n < to; n++) {
            Alert alert = SampleRows.alert(n);
            send(topics.alerts(), alert.streamId(), ALERTS.encode(alert));
            Measurement second = SampleRows.measurement(n);
            send(topics.measurements(), second.streamId(), MEASUREMENTS.encode(second));
            StreamStateRow state = SampleRows.state(n);
            send(topics.streamStates(), state.streamId(), STATES.encode(state));
        }
    }

    private void send(String topic, String key, byte[] row) {
        var unused = producer.send(new ProducerRecord<>(topic, key, row)); // the commit tells
    }

    @Override
    public void close() {
        producer.close();
    }
}
