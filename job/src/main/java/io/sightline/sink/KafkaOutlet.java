package io.sightline.sink;

import java.time.Duration;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic, outside any transaction: readers see a row as soon as the brokers have it. */
final class KafkaOutlet implements LaneOutlet {

    private static final Duration LAST_ROWS = Duration.ofSeconds(2);

    private final KafkaProducer<byte[], byte[]> producer; // owned, closed in close()
    private final String topic;

    KafkaOutlet(KafkaDestination kafka, String topic) {
        this.producer =
                new KafkaProducer<>(
                        kafka.forPromptProducer(),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        this.topic = topic;
    }

    @Override
    public void write(LaneRow row, Answer answer) {
        // No timestamp: the producer stamps its wall clock.
        ProducerRecord<byte[], byte[]> sent =
                new ProducerRecord<>(topic, row.keyBytes(), row.jsonBytes());
        try {
            var unused = producer.send(sent, (metadata, failure) -> answer.onWritten(failure));
        } catch (RuntimeException e) {
            answer.onWritten(e); // too large a row, or a producer that is no longer of use
        }
    }

    @Override
    public void close() {
        producer.close(LAST_ROWS);
    }
}
