package io.sightline.sink;

import io.sightline.sink.OutputException.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Checks a Kafka cluster and creates the topics that are missing, with the brokers' own defaults
 * for partitions, replicas and retention. The sinks need the topics to exist before the job starts:
 * they look there for transactions left open by an earlier run.
 */
final class KafkaTopics implements AutoCloseable {

    private static final String MAX_TIMEOUT = "transaction.max.timeout.ms";

    private final KafkaDestination kafka;
    private final Duration patience;
    private final Admin admin; // owned, closed in close()

    private KafkaTopics(KafkaDestination kafka, Duration patience, Admin admin) {
        this.kafka = kafka;
        this.patience = patience;
        this.admin = admin;
    }

    /**
     * @param patience the longest wait for each answer
     * @throws OutputException if the cluster cannot be reached or used
     */
    static void makeReady(KafkaDestination kafka, Duration patience) {
        try (KafkaTopics topics = open(kafka, patience)) {
            topics.requireTransactionTimeoutAllowed(topics.anyBroker());
            topics.createMissing();
        }
    }

    private static KafkaTopics open(KafkaDestination kafka, Duration patience) {
        Properties properties = kafka.forClient();
        String millis = Long.toString(patience.toMillis());
        properties.setProperty(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        properties.setProperty(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        try {
            return new KafkaTopics(kafka, patience, Admin.create(properties));
        } catch (KafkaException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new OutputException(
                    Code.KAFKA_UNREACHABLE,
                    "Cannot use Kafka at "
                            + kafka.bootstrapServers()
                            + ": "
                            + reason.getMessage()
                            + ". Check --kafka HOST:PORT and the client properties "
                            + ClientProperties.masked(kafka.clientProperties())
                            + ".",
                    e);
        }
    }

    private Node anyBroker() {
        return await(admin.describeCluster().nodes()).iterator().next();
    }

    private void requireTransactionTimeoutAllowed(Node broker) {
        var resource = new ConfigResource(ConfigResource.Type.BROKER, broker.idString());
        Optional<ConfigEntry> limit;
        try {
            Map<ConfigResource, Config> configs =
                    admin.describeConfigs(List.of(resource))
                            .all()
                            .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            limit = Optional.ofNullable(configs.get(resource).get(MAX_TIMEOUT));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ClusterAuthorizationException) {
                return; // not allowed to look; a timeout that is too long then fails the job
            }
            throw failure(e.getCause());
        } catch (TimeoutException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        if (limit.isPresent()
                && kafka.transactionTimeout().toMillis() > Long.parseLong(limit.get().value())) {
            throw new OutputException(
                    Code.KAFKA_TRANSACTION_TIMEOUT,
                    "The transaction timeout of "
                            + kafka.transactionTimeout().toMillis()
                            + " ms is above what the brokers at "
                            + kafka.bootstrapServers()
                            + " allow ("
                            + MAX_TIMEOUT
                            + " = "
                            + limit.get().value()
                            + "). Lower the timeout, or raise that limit on the brokers.");
        }
    }

    private void createMissing() {
        List<NewTopic> missing = new ArrayList<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
                admin.describeTopics(kafka.topics().all()).topicNameValues().entrySet()) {
            if (!exists(topic.getValue())) {
                missing.add(new NewTopic(topic.getKey(), Optional.empty(), Optional.empty()));
            }
        }
        for (KafkaFuture<Void> created : admin.createTopics(missing).values().values()) {
            try {
                created.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) { // created meanwhile is fine
                    throw failure(e.getCause());
                }
            } catch (TimeoutException e) {
                throw failure(e);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    private boolean exists(KafkaFuture<TopicDescription> described) {
        try {
            described.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw failure(e.getCause());
        } catch (TimeoutException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (TimeoutException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private OutputException failure(Throwable cause) {
        String servers = kafka.bootstrapServers();
        if (cause instanceof TimeoutException
                || cause instanceof org.apache.kafka.common.errors.TimeoutException) {
            return new OutputException(
                    Code.KAFKA_UNREACHABLE,
                    "Kafka at "
                            + servers
                            + " did not answer within "
                            + patience.toSeconds()
                            + " s. Check that a broker listens there and that the address it"
                            + " advertises can be reached from this machine, or name another with"
                            + " --kafka HOST:PORT.",
                    cause);
        }
        if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
            return new OutputException(
                    Code.KAFKA_REFUSED,
                    "Kafka at "
                            + servers
                            + " refuses this client: "
                            + cause.getMessage()
                            + " Check the client properties; to write, a client needs Describe and"
                            + " Write on the topics "
                            + String.join(", ", kafka.topics().all())
                            + ", Create if they do not exist yet, and Describe and Write on the"
                            + " transactional ids '"
                            + kafka.transactionalIdPrefix()
                            + "-*'.",
                    cause);
        }
        return new OutputException(
                Code.KAFKA_TOPICS,
                "Cannot prepare the topics "
                        + String.join(", ", kafka.topics().all())
                        + " at "
                        + servers
                        + ": "
                        + cause.getMessage()
                        + " Create them by hand if the brokers do not allow it.",
                cause);
    }

    private OutputException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new OutputException(
                Code.KAFKA_UNREACHABLE,
                "Interrupted while waiting for Kafka at " + kafka.bootstrapServers(),
                cause);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
