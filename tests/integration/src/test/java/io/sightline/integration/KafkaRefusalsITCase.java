package io.sightline.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.sink.KafkaDestination;
import io.sightline.sink.OutputCheck;
import io.sightline.sink.OutputException;
import io.sightline.sink.OutputException.Code;
import io.sightline.sink.TopicNames;
import io.sightline.testing.Eventually;
import io.sightline.testing.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Kafka cluster that cannot be written to is told before anything runs, with the remedy. */
class KafkaRefusalsITCase {

    @TempDir static Path folder;

    private static KafkaBroker broker;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = KafkaBroker.startIn(folder);
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void aTransactionTimeoutAboveTheBrokersLimit() {
        KafkaDestination kafka = open("limit").withTransactionTimeout(Duration.ofHours(1));

        refusal(kafka, Code.KAFKA_TRANSACTION_TIMEOUT)
                .withMessageContaining("3600000 ms is above what the brokers at ")
                .withMessageContaining("transaction.max.timeout.ms = 900000");
    }

    @Test
    void wrongCredentials() {
        KafkaDestination kafka = secured("credentials", "wrong and secret");

        refusal(kafka, Code.KAFKA_REFUSED)
                .withMessageStartingWith(
                        "Kafka at "
                                + broker.securedServers()
                                + " refuses this client's credentials:")
                .withMessageContaining("--kafka-properties FILE")
                .withMessageNotContaining("secret");
    }

    @Test
    void rightCredentialsWithoutRights() throws Exception {
        KafkaDestination kafka = secured("rights", KafkaBroker.PASSWORD);
        OutputCheck.makeReady(open("rights")); // topics somebody else made

        refusal(kafka, Code.KAFKA_REFUSED)
                .withMessageContaining("gives this client too few rights:")
                .withMessageContaining("Describe and Write on the topics rights.alerts, ")
                .withMessageContaining("transactional ids 'sightline-*'")
                .withMessageNotContaining(KafkaBroker.PASSWORD);

        allow("rights.", AclOperation.DESCRIBE, AclOperation.WRITE);
        OutputCheck.makeReady(kafka);
    }

    @Test
    void aTopicWithFewerReplicasThanItsRowsNeed() throws Exception {
        KafkaDestination kafka = open("replicas");
        create("replicas.alerts", 1, Map.of("min.insync.replicas", "2"));

        refusal(kafka, Code.KAFKA_TOPICS)
                .withMessage(
                        "Topic 'replicas.alerts' keeps one replica of a partition, but its"
                                + " min.insync.replicas is 2: the brokers would refuse every row."
                                + " Add replicas, or lower min.insync.replicas.");
    }

    @Test
    void aTopicWithFewPartitionsIsOnlyRemarkedOn() throws Exception {
        KafkaDestination kafka = open("partitions");
        create("partitions.alerts", 4, Map.of());
        create("partitions.measurements", 2, Map.of());
        create("partitions.stream-states", 1, Map.of());

        assertThat(OutputCheck.makeReady(kafka, /* writers= */ 4))
                .anySatisfy(
                        note ->
                                assertThat(note)
                                        .startsWith(
                                                "topic 'partitions.measurements' has 2 partitions"
                                                        + " for 4 slots"))
                .anySatisfy(
                        note ->
                                assertThat(note)
                                        .startsWith(
                                                "topic 'partitions.stream-states' has one"
                                                        + " partition for 4 slots"))
                .hasSize(2);
    }

    private static ThrowableAssertAlternative<OutputException> refusal(
            KafkaDestination kafka, Code code) {
        ThrowableAssertAlternative<OutputException> refusal =
                assertThatExceptionOfType(OutputException.class)
                        .isThrownBy(() -> OutputCheck.makeReady(kafka));
        refusal.extracting(OutputException::code).isEqualTo(code);
        return refusal;
    }

    private static KafkaDestination open(String topics) {
        return KafkaDestination.at(broker.bootstrapServers()).withTopics(TopicNames.of(topics));
    }

    private static KafkaDestination secured(String topics, String password) {
        return KafkaDestination.at(broker.securedServers())
                .withTopics(TopicNames.of(topics))
                .withClientProperties(KafkaBroker.credentials(KafkaBroker.USER, password));
    }

    private static void create(String topic, int partitions, Map<String, String> settings)
            throws Exception {
        try (Admin admin = broker.openAdmin()) {
            admin.createTopics(
                            List.of(
                                    new NewTopic(topic, Optional.of(partitions), Optional.empty())
                                            .configs(settings)))
                    .all()
                    .get();
            // What the controller has created, brokers know a moment later.
            Eventually.until(
                    "brokers know " + topic,
                    Duration.ofMinutes(1),
                    () -> admin.listTopics().names().get().contains(topic));
        }
    }

    private static void allow(String prefix, AclOperation... operations) throws Exception {
        var topics = new ResourcePattern(ResourceType.TOPIC, prefix, PatternType.PREFIXED);
        try (Admin admin = broker.openAdmin()) {
            for (AclOperation operation : operations) {
                var entry =
                        new AccessControlEntry(
                                "User:" + KafkaBroker.USER,
                                "*",
                                operation,
                                AclPermissionType.ALLOW);
                AclBinding right = new AclBinding(topics, entry);
                admin.createAcls(List.of(right)).all().get();
                Eventually.until(
                        "brokers know " + right,
                        Duration.ofMinutes(1),
                        () -> !admin.describeAcls(right.toFilter()).values().get().isEmpty());
            }
        }
    }
}
