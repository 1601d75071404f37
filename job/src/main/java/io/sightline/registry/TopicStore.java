package io.sightline.registry;

import io.sightline.config.EditRefused;
import io.sightline.config.EntryDraft;
import io.sightline.config.NearestWord;
import io.sightline.config.RegistryText;
import io.sightline.registry.RegistryAddress.InTopic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
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

/**
 * Edits a registry topic, and creates it for the first stream. Two who edit the same stream at the
 * same moment are not kept apart: the later record wins.
 */
final class TopicStore implements RegistryStore {

    private final InTopic address;
    private final Duration patience;

    TopicStore(InTopic address, Duration patience) {
        this.address = address;
        this.patience = patience;
    }

    @Override
    public Outcome add(EntryDraft draft) throws IOException {
        RegistryTopic.makeReady(address, patience);
        if (records().containsKey(draft.id())) {
            throw new EditRefused("a stream '" + draft.id() + "' is there already, in " + address);
        }
        write(Map.of(draft.id(), draft.asJson()));
        return Outcome.CHANGED;
    }

    @Override
    public Outcome remove(List<String> ids) throws IOException {
        requireKnown(ids, records());
        Map<String, @Nullable String> tombstones = new HashMap<>();
        ids.forEach(id -> tombstones.put(id, null));
        write(tombstones);
        return Outcome.CHANGED;
    }

    @Override
    public Outcome enable(List<String> ids) throws IOException {
        return edit(ids, RegistryText::recordEnabled);
    }

    @Override
    public Outcome disable(List<String> ids) throws IOException {
        return edit(ids, RegistryText::recordDisabled);
    }

    /** Changes the text of a record; the first argument is how to call it in messages. */
    @FunctionalInterface
    private interface Change {
        String apply(String place, String text);
    }

    private Outcome edit(List<String> ids, Change change) throws IOException {
        Map<String, String> records = records();
        requireKnown(ids, records);
        Map<String, String> changed = new HashMap<>();
        for (String id : ids) {
            String before = records.get(id);
            String after = change.apply(address.topic() + " '" + id + "'", before);
            if (!after.equals(before)) {
                changed.put(id, after);
            }
        }
        write(changed);
        return changed.isEmpty() ? Outcome.ALREADY_SO : Outcome.CHANGED;
    }

    private SortedMap<String, String> records() throws IOException {
        try (TopicReader reader = new TopicReader(address, patience)) {
            return new TreeMap<>(reader.read());
        }
    }

    private void requireKnown(List<String> ids, Map<String, String> records) {
        List<String> reasons = new ArrayList<>();
        for (String id : ids) {
            if (!records.containsKey(id)) {
                reasons.add(
                        "no stream '"
                                + id
                                + "' in "
                                + address
                                + NearestWord.hint(id, records.keySet()));
            }
        }
        if (!reasons.isEmpty()) {
            throw new EditRefused(reasons);
        }
    }

    private void write(Map<String, @Nullable String> records) throws IOException {
        if (records.isEmpty()) {
            return;
        }
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(properties())) {
            List<Future<RecordMetadata>> written = new ArrayList<>();
            records.forEach(
                    (id, text) ->
                            written.add(
                                    producer.send(
                                            new ProducerRecord<>(address.topic(), id, text))));
            for (Future<RecordMetadata> one : written) {
                one.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while writing to Kafka", e);
        } catch (ExecutionException e) {
            throw new IOException(KafkaTrouble.describe(address, patience, e.getCause()), e);
        } catch (TimeoutException | KafkaException e) {
            throw new IOException(KafkaTrouble.describe(address, patience, e), e);
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
