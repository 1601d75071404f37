package io.sightline.sink;

import io.sightline.table.JsonRows;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Rows as Kafka records: the value is JSON, the key is the stream's id, so that one stream's rows
 * keep their order.
 */
final class KafkaRows<R> implements KafkaRecordSerializationSchema<R>, KafkaDatasetFacetProvider {

    private static final long serialVersionUID = 1L;

    /** Takes the stream's id out of a row. */
    @FunctionalInterface
    interface Key<R> extends Function<R, String>, Serializable {}

    private final String topic;
    private final Key<R> key;
    private final JsonRows<R> json;

    KafkaRows(String topic, Key<R> key, JsonRows<R> json) {
        this.topic = topic;
        this.key = key;
        this.json = json;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            R row, KafkaSinkContext context, @Nullable Long eventTimeMillis) {
        // The producer stamps its own wall clock: brokers delete records that look old, and the
        // event time of a file under examination may lie years back.
        Long timestampMillis = null;
        return new ProducerRecord<>(
                topic,
                /* partition= */ null,
                timestampMillis,
                key.apply(row).getBytes(StandardCharsets.UTF_8),
                json.encode(row));
    }

    /** Tells the sink where to look for transactions that an earlier run left open. */
    @Override
    public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
        return Optional.of(
                new DefaultKafkaDatasetFacet(
                        DefaultKafkaDatasetIdentifier.ofTopics(List.of(topic))));
    }
}
