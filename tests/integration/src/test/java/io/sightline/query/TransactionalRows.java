package io.sightline.query;

import io.sightline.table.Alert;
import io.sightline.table.JsonRows;
import io.sightline.table.Notification;
import io.sightline.table.TableSchemas;
import io.sightline.testing.KafkaBroker;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes rows as the job's sink does, in transactions that a test ends. Owned by the opener. */
final class TransactionalRows implements AutoCloseable {

    private final KafkaProducer<String, byte[]> producer; // owned, closed in close()
    private final String topic;
    private boolean open;

    TransactionalRows(KafkaBroker broker, String topic) {
        this.topic = topic;
        producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                broker.bootstrapServers(),
                                "transactional.id",
                                topic),
                        new StringSerializer(),
                        new ByteArraySerializer());
        producer.initTransactions();
    }

    TransactionalRows write(Alert... alerts) {
        JsonRows<Alert> json = new JsonRows<>(TableSchemas.ALERTS);
        for (Alert alert : alerts) {
            send(alert.streamId(), json.encode(alert));
        }
        producer.flush();
        return this;
    }

    TransactionalRows write(Notification... rows) {
        JsonRows<Notification> json = new JsonRows<>(TableSchemas.NOTIFICATIONS);
        for (Notification row : rows) {
            send(row.notificationId(), json.encode(row));
        }
        producer.flush();
        return this;
    }

    private void send(String key, byte[] row) {
        if (!open) {
            producer.beginTransaction();
            open = true;
        }
        var unused = producer.send(new ProducerRecord<>(topic, key, row));
    }

    void commit() {
        producer.commitTransaction();
        open = false;
    }

    void abort() {
        producer.abortTransaction();
        open = false;
    }

    static Alert cleared(Alert opened) {
        return new Alert(
                opened.alertId() + "-cleared",
                opened.incidentId(),
                Alert.Event.CLEARED,
                opened.streamId(),
                opened.rendition(),
                opened.defect(),
                opened.severity(),
                opened.startedAtMillis(),
                opened.eventAtMillis() + 5_000,
                opened.startedAtMillis() + 3_000,
                3_000,
                opened.mediaStartMicros(),
                opened.mediaStartMicros() + 3_000_000,
                opened.peak(),
                opened.level(),
                opened.unit(),
                opened.occurrences(),
                opened.evidence(),
                opened.message(),
                opened.detectorVersion(),
                opened.policyVersion(),
                opened.modelSha256(),
                opened.jobVersion(),
                opened.labels());
    }

    @Override
    public void close() {
        producer.close();
    }
}
