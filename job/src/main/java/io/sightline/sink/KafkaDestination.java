package io.sightline.sink;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Topics of a Kafka cluster, written exactly once in transactions that end with each checkpoint.
 *
 * @param bootstrapServers {@code host:port}, comma separated
 * @param transactionalIdPrefix of every transaction of this deployment. Two deployments that run at
 *     the same time need different ones; changing it leaves open transactions behind, which hold up
 *     readers until they time out
 * @param transactionTimeout longer than the longest outage to survive without loss (a checkpoint
 *     and a restart), and not above the brokers' {@code transaction.max.timeout.ms}
 * @param clientProperties for every client, security above all; what delivery depends on cannot be
 *     overridden here
 */
public record KafkaDestination(
        String bootstrapServers,
        String transactionalIdPrefix,
        Duration transactionTimeout,
        TopicNames topics,
        Map<String, String> clientProperties)
        implements Destination {

    /** Below the brokers' default maximum of 15 min. */
    public static final Duration DEFAULT_TRANSACTION_TIMEOUT = Duration.ofMinutes(10);

    public KafkaDestination {
        if (bootstrapServers.isBlank() || transactionalIdPrefix.isBlank()) {
            throw new IllegalArgumentException(
                    "Kafka needs bootstrap servers and a transactional id prefix, but got '"
                            + bootstrapServers
                            + "' and '"
                            + transactionalIdPrefix
                            + "'");
        }
        if (transactionTimeout.toMillis() < 1
                || transactionTimeout.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "A transaction timeout is 1 ms to 24 days, but was " + transactionTimeout);
        }
        clientProperties = Map.copyOf(clientProperties);
    }

    /** The defaults for one cluster. */
    public static KafkaDestination at(String bootstrapServers) {
        return new KafkaDestination(
                bootstrapServers,
                "sightline",
                DEFAULT_TRANSACTION_TIMEOUT,
                TopicNames.DEFAULT,
                Map.of());
    }

    public KafkaDestination withTransactionalIdPrefix(String prefix) {
        return new KafkaDestination(
                bootstrapServers, prefix, transactionTimeout, topics, clientProperties);
    }

    public KafkaDestination withTransactionTimeout(Duration timeout) {
        return new KafkaDestination(
                bootstrapServers, transactionalIdPrefix, timeout, topics, clientProperties);
    }

    public KafkaDestination withTopics(TopicNames names) {
        return new KafkaDestination(
                bootstrapServers,
                transactionalIdPrefix,
                transactionTimeout,
                names,
                clientProperties);
    }

    public KafkaDestination withClientProperties(Map<String, String> properties) {
        return new KafkaDestination(
                bootstrapServers, transactionalIdPrefix, transactionTimeout, topics, properties);
    }

    /** For any client of this cluster. */
    public Properties forClient() {
        Properties properties = new Properties();
        properties.putAll(clientProperties);
        properties.setProperty(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return properties;
    }

    /**
     * For the producers of lanes that are written at once. Nothing is waited for: rows that the
     * client cannot take now are offered again.
     */
    Properties forPromptProducer() {
        Properties properties = forProducer();
        properties.remove(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
        properties.setProperty(ProducerConfig.MAX_BLOCK_MS_CONFIG, "0");
        properties.setProperty(ProducerConfig.LINGER_MS_CONFIG, "2");
        properties.setProperty(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000");
        properties.setProperty(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
        properties.setProperty(ProducerConfig.BUFFER_MEMORY_CONFIG, "8388608");
        return properties;
    }

    /** For the producers of the sinks. */
    Properties forProducer() {
        Properties properties = forClient();
        // lz4 works in pure Java: no native library enters the user's class loader.
        properties.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.setProperty(ProducerConfig.ACKS_CONFIG, "all");
        properties.setProperty(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        properties.setProperty(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                Long.toString(transactionTimeout.toMillis()));
        return properties;
    }

    @Override
    public String toString() {
        return "Kafka at "
                + bootstrapServers
                + ", topics "
                + String.join(", ", topics.all())
                + ", transactions '"
                + transactionalIdPrefix
                + "-…' of at most "
                + transactionTimeout.toSeconds()
                + " s, client properties "
                + ClientProperties.masked(clientProperties);
    }
}
