package io.sightline.cli;

import io.sightline.readback.TopicRecord;
import io.sightline.sink.TopicNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which record is meant: files below a folder, or topics of a cluster. */
final class RecordOptions {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Files below this folder. Default: sightline-output.")
    private @Nullable Path output;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Topics of this Kafka cluster instead.")
    private @Nullable String kafka;

    @Option(
            names = "--kafka-properties",
            paramLabel = "FILE",
            description =
                    "More client properties for --kafka, security for example. Never printed.")
    private @Nullable Path kafkaProperties;

    @Option(
            names = "--topics",
            paramLabel = "PREFIX",
            description =
                    "Of the topics with --kafka: PREFIX.alerts and so on. Default: sightline.")
    private @Nullable String topics;

    /** The topics of a deployment. */
    record Topics(String bootstrapServers, String prefix, Map<String, String> clientProperties) {

        TopicNames names() {
            return TopicNames.of(prefix);
        }

        /** What is committed there. */
        TopicRecord record() {
            return new TopicRecord(bootstrapServers, clientProperties, names(), PATIENCE);
        }

        /** For people; no secrets. */
        String title() {
            return "topics " + prefix + ".* of Kafka at " + bootstrapServers;
        }
    }

    /** Whether topics are meant. */
    boolean isKafka() {
        return kafka != null;
    }

    /** Whether anything is said at all. */
    boolean isGiven() {
        return output != null || kafka != null;
    }

    /**
     * The folder, where {@link #isKafka} is not.
     *
     * @param problems takes what is wrong
     */
    Path folder(List<String> problems) {
        refuseTopicOptions(problems);
        return folder();
    }

    /** The folder that is named, or the usual one. */
    Path folder() {
        return output == null ? PlanBuilder.DEFAULT_OUTPUT : output;
    }

    /** Reports what says something of topics, where none are meant. */
    void refuseTopicOptions(List<String> problems) {
        if (topics != null || kafkaProperties != null) {
            problems.add("--topics and --kafka-properties: are of use only with --kafka");
        }
    }

    /**
     * The topics, where {@link #isKafka} is.
     *
     * @param problems takes what is wrong
     */
    Topics topics(List<String> problems) {
        if (output != null) {
            problems.add("--kafka and --output exclude each other: choose topics or files");
        }
        KafkaOptions options = new KafkaOptions(problems);
        String servers = kafka == null ? "" : kafka;
        options.requireServers(servers);
        return new Topics(
                servers,
                options.prefix("--topics", topics, TopicNames.DEFAULT_PREFIX),
                clientProperties(problems));
    }

    /**
     * What the file of client properties says.
     *
     * @param problems takes what is wrong
     */
    Map<String, String> clientProperties(List<String> problems) {
        return new KafkaOptions(problems).properties(kafkaProperties);
    }
}
