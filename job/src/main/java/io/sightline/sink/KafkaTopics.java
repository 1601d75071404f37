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
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
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

    /**
     * The last event of each incident is kept for a week. Compaction leaves the last day alone, so
     * that a target that was down meanwhile hears of every event; without the end of a week the
     * topic would grow for ever, as every incident is a key of its own.
     */
    private static final Map<String, String> PAGER =
            Map.of(
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE,
                    TopicConfig.RETENTION_MS_CONFIG,
                    Long.toString(Duration.ofDays(7).toMillis()),
                    TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
                    Long.toString(Duration.ofDays(1).toMillis()));

    private final KafkaDestination kafka;
    private final Duration patience;
    private final Admin admin; // owned, closed in close()

    private KafkaTopics(KafkaDestination kafka, Duration patience, Admin admin) {
        this.kafka = kafka;
        this.patience = patience;
        this.admin = admin;
    }

    /**
     * @param writers how many slots write at once
     * @param patience the longest wait for each answer
     * @return what is odd but no reason to refuse
     * @throws OutputException if the cluster cannot be reached or used
     */
    static List<String> makeReady(KafkaDestination kafka, int writers, Duration patience) {
        try (KafkaTopics topics = open(kafka, patience)) {
            topics.requireTransactionTimeoutAllowed(topics.anyBroker());
            List<TopicShape> shapes = topics.createMissing(kafka.topics().all());
            topics.requireEnoughReplicas(shapes);
            return shapes.stream().flatMap(shape -> shape.oddity(writers).stream()).toList();
        }
    }

    /**
     * The same for the topics of notification alone.
     *
     * @throws OutputException if the cluster cannot be reached or used
     */
    static void makeReadyForNotification(KafkaDestination kafka, Duration patience) {
        try (KafkaTopics topics = open(kafka, patience)) {
            topics.requireEnoughReplicas(topics.createMissing(kafka.topics().ofNotification()));
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
        return answer(admin.describeCluster().nodes(), failure -> false)
                .orElseThrow()
                .iterator()
                .next();
    }

    private void requireTransactionTimeoutAllowed(Node broker) {
        var resource = new ConfigResource(ConfigResource.Type.BROKER, broker.idString());
        // Not allowed to look: a timeout that is too long then fails the job.
        Optional<ConfigEntry> limit =
                answer(
                                admin.describeConfigs(List.of(resource)).values().get(resource),
                                ClusterAuthorizationException.class::isInstance)
                        .map(config -> config.get(MAX_TIMEOUT));
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

    private List<TopicShape> createMissing(List<String> names) {
        List<TopicShape> shapes = new ArrayList<>();
        List<NewTopic> missing = new ArrayList<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
                admin.describeTopics(names).topicNameValues().entrySet()) {
            answer(topic.getValue(), UnknownTopicOrPartitionException.class::isInstance)
                    .ifPresentOrElse(
                            found -> shapes.add(TopicShape.of(found)),
                            () -> missing.add(asNew(topic.getKey())));
        }
        // Those created are laid out as the brokers' owner decided for new ones.
        for (KafkaFuture<Void> created : admin.createTopics(missing).values().values()) {
            var unused = answer(created, TopicExistsException.class::isInstance); // meanwhile: fine
        }
        return shapes;
    }

    private NewTopic asNew(String name) {
        NewTopic topic = new NewTopic(name, Optional.empty(), Optional.empty());
        return name.equals(kafka.topics().pager()) ? topic.configs(PAGER) : topic;
    }

    /** Rows are acknowledged by so many replicas, or refused. */
    private void requireEnoughReplicas(List<TopicShape> shapes) {
        for (TopicShape shape : shapes) {
            var resource = new ConfigResource(ConfigResource.Type.TOPIC, shape.topic());
            // Not allowed to look: rows that are refused then fail the job.
            answer(
                            admin.describeConfigs(List.of(resource)).values().get(resource),
                            AuthorizationException.class::isInstance)
                    .map(config -> config.get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG))
                    .flatMap(limit -> shape.obstacle(Integer.parseInt(limit.value())))
                    .ifPresent(
                            obstacle -> {
                                throw new OutputException(Code.KAFKA_TOPICS, obstacle);
                            });
        }
    }

    /** The answer, or nothing after a harmless failure. */
    private <T> Optional<T> answer(KafkaFuture<T> answer, Predicate<Throwable> harmless) {
        try {
            return Optional.ofNullable(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            if (harmless.test(e.getCause())) {
                return Optional.empty();
            }
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
                            + " advertises can be reached from this machine, and that security.protocol"
                            + " is the listener's; or name another with --kafka HOST:PORT.",
                    cause);
        }
        if (cause instanceof AuthenticationException) {
            return new OutputException(
                    Code.KAFKA_REFUSED,
                    "Kafka at "
                            + servers
                            + " refuses this client's credentials: "
                            + sentence(cause)
                            + " Check security.protocol, sasl.* and ssl.* in the client properties"
                            + " (--kafka-properties FILE).",
                    cause);
        }
        if (cause instanceof AuthorizationException) {
            return new OutputException(
                    Code.KAFKA_REFUSED,
                    "Kafka at "
                            + servers
                            + " gives this client too few rights: "
                            + sentence(cause)
                            + " To write, a client needs Describe and"
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
                        + sentence(cause)
                        + " Create them by hand if the brokers do not allow it.",
                cause);
    }

    private static String sentence(Throwable cause) {
        String message = String.valueOf(cause.getMessage()).strip();
        return message.endsWith(".") ? message : message + ".";
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
