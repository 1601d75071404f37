package io.sightline.registry;

import io.sightline.registry.RegistryAddress.InTopic;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Says why a compacted topic cannot be used, and what to do. */
final class KafkaTrouble {

    private KafkaTrouble() {}

    static String describe(InTopic address, TopicUse use, Duration patience, Throwable cause) {
        if (cause instanceof TimeoutException
                || cause instanceof org.apache.kafka.common.errors.TimeoutException) {
            return "Kafka at "
                    + address.bootstrapServers()
                    + " did not answer within "
                    + patience.toSeconds()
                    + " s. Check that a broker listens there and that the address it advertises"
                    + " can be reached from this machine.";
        }
        if (cause instanceof UnknownTopicOrPartitionException) {
            return missing(address, use);
        }
        if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
            return "Kafka at "
                    + address.bootstrapServers()
                    + " refuses this client: "
                    + cause.getMessage()
                    + " Check the client properties; "
                    + use.toWatch()
                    + ", a client needs Describe,"
                    + " DescribeConfigs and Read on the topic '"
                    + address.topic()
                    + "', to edit it Write as well, and Create if it does not exist yet.";
        }
        Throwable reason = cause.getCause() == null ? cause : cause.getCause();
        return "The " + use.topic() + " '" + address + "' cannot be used: " + reason.getMessage();
    }

    static String missing(InTopic address, TopicUse use) {
        return "The "
                + use.topic()
                + " '"
                + address.topic()
                + "' does not exist at "
                + address.bootstrapServers()
                + "; "
                + use.creators();
    }
}
