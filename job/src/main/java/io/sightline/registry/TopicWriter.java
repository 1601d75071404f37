package io.sightline.registry;

import io.sightline.registry.RegistryAddress.InTopic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Writes a few records to a compacted topic and waits until all replicas have them. */
public final class TopicWriter {

    private final InTopic address;
    private final TopicUse use;
    private final Duration patience;

    /**
     * @param patience the longest wait for each answer
     */
    public TopicWriter(InTopic address, TopicUse use, Duration patience) {
        this.address = address;
        this.use = use;
        this.patience = patience;
    }

    /**
     * Writes.
     *
     * @param records by key; a key without a value removes its record
     * @throws IOException when the cluster does not take them in time, with a message for people
     */
    public void write(Map<String, @Nullable String> records) throws IOException {
        if (records.isEmpty()) {
            return;
        }
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(properties())) {
            List<Future<RecordMetadata>> written = new ArrayList<>();
            records.forEach(
                    (key, text) ->
                            written.add(
                                    producer.send(
                                            new ProducerRecord<>(address.topic(), key, text))));
            for (Future<RecordMetadata> one : written) {
                one.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while writing to Kafka", e);
        } catch (ExecutionException e) {
            throw new IOException(KafkaTrouble.describe(address, use, patience, e.getCause()), e);
        } catch (TimeoutException | KafkaException e) {
            throw new IOException(KafkaTrouble.describe(address, use, patience, e), e);
        }
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.putAll(address.clientProperties());
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, address.bootstrapServers());
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        properties.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        String millis = Long.toString(patience.toMillis());
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, "0");
        return properties;
    }
}
