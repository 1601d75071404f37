package io.sightline.registry;

import io.sightline.registry.RegistryAddress.InTopic;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates a topic for a registry or for controls that is missing, compacted and with one partition,
 * and refuses one that forgets: a topic that is not compacted drops old records, and streams or
 * controls with them.
 */
public final class RegistryTopic {

    private static final Map<String, String> COMPACTED =
            Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);

    private final InTopic address;
    private final TopicUse use;
    private final Duration patience;
    private final Admin admin; // borrowed

    private RegistryTopic(InTopic address, TopicUse use, Duration patience, Admin admin) {
        this.address = address;
        this.use = use;
        this.patience = patience;
        this.admin = admin;
    }

    /**
     * Checks the topic, and creates it if it is missing.
     *
     * @param patience the longest wait for each answer
     * @throws IOException when the cluster cannot be reached or the topic not used, with a message
     *     for people
     */
    public static void makeReady(InTopic address, Duration patience) throws IOException {
        makeReady(address, TopicUse.STREAMS, patience);
    }

    /** As {@link #makeReady(InTopic, Duration)}, for any use. */
    public static void makeReady(InTopic address, TopicUse use, Duration patience)
            throws IOException {
        Properties properties = new Properties();
        properties.putAll(address.clientProperties());
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, address.bootstrapServers());
        String millis = Long.toString(patience.toMillis());
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        Admin admin;
        try {
            admin = Admin.create(properties);
        } catch (KafkaException e) {
            throw new IOException(KafkaTrouble.describe(address, use, patience, e), e);
        }
        try {
            RegistryTopic topic = new RegistryTopic(address, use, patience, admin);
            if (!topic.exists()) {
                topic.create();
            }
            topic.requireCompacted();
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private boolean exists() throws IOException {
        try {
            await(admin.describeTopics(List.of(address.topic())).allTopicNames());
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw failure(e.getCause());
        }
    }

    private void create() throws IOException {
        NewTopic topic =
                new NewTopic(address.topic(), Optional.of(1), Optional.empty()).configs(COMPACTED);
        try {
            await(admin.createTopics(List.of(topic)).all());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) { // created meanwhile is fine
                throw failure(e.getCause());
            }
        }
    }

    private void requireCompacted() throws IOException {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, address.topic());
        String policy;
        try {
            Config config = await(admin.describeConfigs(List.of(resource)).values().get(resource));
            ConfigEntry entry = config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
            policy = entry == null ? "" : entry.value();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException
                    || e.getCause() instanceof UnknownTopicOrPartitionException) {
                return; // not allowed to look, or not known to every broker yet
            }
            throw failure(e.getCause());
        }
        if (!policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            throw new IOException(
                    "The "
                            + use.topic()
                            + " '"
                            + address
                            + "' is not compacted alone (cleanup.policy = "
                            + policy
                            + "): it would forget "
                            + use.records()
                            + ". Set its cleanup.policy to compact, or"
                            + " name another topic.");
        }
    }

    private <T> T await(KafkaFuture<T> answer) throws IOException, ExecutionException {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for Kafka", e);
        }
    }

    private IOException failure(Throwable cause) {
        return new IOException(KafkaTrouble.describe(address, use, patience, cause), cause);
    }
}
