package io.sightline.sink;

import io.sightline.table.Alert;
import io.sightline.table.JsonRows;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import io.sightline.table.TableSchema;
import io.sightline.table.TableSchemas;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;

/**
 * Exactly-once sinks to Kafka. Transactional ids come from a pool: a handful for each subtask
 * however long the job runs, where the default takes a new one at every checkpoint and the brokers
 * keep each for a week.
 */
final class KafkaSinks {

    private KafkaSinks() {}

    static TableSinks of(KafkaDestination kafka, TableSchema<Measurement> measurements) {
        TopicNames topics = kafka.topics();
        return new TableSinks(
                sink(kafka, topics.alerts(), TableSchemas.ALERTS, Alert::streamId),
                sink(kafka, topics.measurements(), measurements, Measurement::streamId),
                sink(
                        kafka,
                        topics.streamStates(),
                        TableSchemas.STREAM_STATES,
                        StreamStateRow::streamId));
    }

    private static <R> Sink<R> sink(
            KafkaDestination kafka, String topic, TableSchema<R> schema, KafkaRows.Key<R> key) {
        return new AdminClosingKafkaSink<>(
                KafkaSink.<R>builder()
                        .setKafkaProducerConfig(kafka.forProducer())
                        .setBootstrapServers(kafka.bootstrapServers())
                        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                        .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
                        // A sink aborts what it finds open under its prefix: no two may share one.
                        .setTransactionalIdPrefix(
                                kafka.transactionalIdPrefix() + "-" + schema.name())
                        .setRecordSerializer(new KafkaRows<>(topic, key, new JsonRows<>(schema)))
                        .build());
    }
}
