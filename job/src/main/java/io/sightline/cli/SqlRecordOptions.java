package io.sightline.cli;

import io.sightline.control.ControlSource;
import io.sightline.lake.LakeEngine;
import io.sightline.lake.LakeException;
import io.sightline.query.LakeCatalog;
import io.sightline.query.RecordSource;
import io.sightline.readback.UnreadableRecordException;
import io.sightline.registry.RegistryAddress;
import io.sightline.sink.ClientProperties;
import io.sightline.sink.TopicNames;
import io.sightline.table.TableSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which record is asked. */
final class SqlRecordOptions {

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Files below this folder. Default: sightline-output.")
    private @Nullable Path output;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Topics of this Kafka cluster instead, as read_committed sees them.")
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
                    "Of the topics with --kafka: PREFIX.alerts, PREFIX.measurements,"
                            + " PREFIX.stream-states. Default: sightline.")
    private @Nullable String topics;

    @Option(
            names = "--warehouse",
            paramLabel = "DIR|URI",
            description = "The lake that 'sightline lake' fills instead.")
    private @Nullable String warehouse;

    @Option(
            names = "--catalog",
            paramLabel = "FILE",
            description = "With --warehouse: properties of its Iceberg catalog. Never printed.")
    private @Nullable Path catalog;

    @Option(
            names = "--follow",
            description =
                    "With --kafka: do not end with what is there, but go on; a query changes its"
                            + " answer as rows come.")
    private boolean follow;

    @Option(
            names = "--controls",
            paramLabel = "FILE|TOPIC",
            description =
                    "Where notify.yaml keeps operators' controls: a file, or kafka:HOST:PORT[/TOPIC]."
                            + " Adds the tables notifications and control_log and the views over"
                            + " them.")
    private @Nullable String controls;

    /** Whether answers have no end. */
    boolean isFollowed() {
        return follow;
    }

    /**
     * Where the tables are, to be printed: no secrets, and nothing is looked at.
     *
     * @param problems takes what is wrong
     */
    RecordSource described(List<String> problems) {
        if (isLake(problems)) {
            LakeCatalog lake = lake(problems);
            return new RecordSource.Lake(
                    new LakeCatalog(ClientProperties.masked(lake.properties())));
        }
        if (kafka == null) {
            return files(problems);
        }
        RecordSource.Topics found = topics(problems, kafka);
        return new RecordSource.Topics(
                found.bootstrapServers(),
                found.names(),
                found.extent(),
                ClientProperties.masked(found.clientProperties()));
    }

    /**
     * What can be read.
     *
     * @param problems takes what is wrong
     */
    RecordSource readable(List<String> problems) throws IOException {
        if (isLake(problems)) {
            LakeCatalog lake = lake(problems);
            if (problems.isEmpty()) {
                requireTables(lake, problems);
            }
            return new RecordSource.Lake(lake);
        }
        if (kafka == null) {
            return readableFiles(problems);
        }
        RecordSource.Topics found = topics(problems, kafka);
        if (problems.isEmpty()) {
            try {
                var unused = found.untilNow();
            } catch (UnreadableRecordException e) {
                problems.add("--kafka: " + e.getMessage());
            }
        }
        return found;
    }

    /**
     * Where operators' controls are, to be printed: no secrets; null if they are not asked for.
     *
     * @param problems takes what is wrong
     */
    @Nullable RegistryAddress describedControls(List<String> problems) {
        RegistryAddress address = controls(problems);
        return address instanceof RegistryAddress.InTopic topic
                ? topic.withClientProperties(ClientProperties.masked(topic.clientProperties()))
                : address;
    }

    /**
     * Where they can be read.
     *
     * @param problems takes what is wrong
     */
    @Nullable RegistryAddress readableControls(List<String> problems) {
        RegistryAddress address = controls(problems);
        if (address instanceof RegistryAddress.InFile here && !Files.exists(here.file())) {
            problems.add(
                    "--controls: there is no file '"
                            + here.file()
                            + "'; 'sightline controls' makes it with the first control");
        }
        return address;
    }

    private @Nullable RegistryAddress controls(List<String> problems) {
        if (controls == null) {
            return null;
        }
        if (warehouse != null) {
            problems.add("--controls: notifications are not in the lake; take --kafka or --output");
        }
        try {
            RegistryAddress address = ControlSource.address(controls);
            return address instanceof RegistryAddress.InTopic topic
                    ? topic.withClientProperties(
                            new KafkaOptions(problems).properties(kafkaProperties))
                    : address;
        } catch (IllegalArgumentException e) {
            problems.add("--controls: " + e.getMessage());
            return null;
        }
    }

    private boolean isLake(List<String> problems) {
        if (warehouse == null && catalog != null) {
            problems.add("--catalog: is of use only with --warehouse");
        }
        return warehouse != null;
    }

    private LakeCatalog lake(List<String> problems) {
        if (kafka != null || output != null) {
            problems.add("--warehouse, --kafka and --output exclude each other: choose one");
        }
        if (topics != null || kafkaProperties != null || follow) {
            problems.add("--topics, --kafka-properties and --follow: are of use only with --kafka");
        }
        return new LakeOptions(problems).catalog(warehouse, catalog);
    }

    private static void requireTables(LakeCatalog lake, List<String> problems) {
        try {
            LakeEngine.find()
                    .orElseThrow(() -> new LakeException(LakeOptions.NOT_HERE))
                    .requireTables(lake);
        } catch (LakeException e) {
            problems.add("--warehouse: " + e.getMessage());
        }
    }

    private RecordSource.Files files(List<String> problems) {
        if (topics != null || kafkaProperties != null || follow) {
            problems.add("--topics, --kafka-properties and --follow: are of use only with --kafka");
        }
        return new RecordSource.Files(folder().toString());
    }

    private Path folder() {
        return output == null ? PlanBuilder.DEFAULT_OUTPUT : output;
    }

    private RecordSource readableFiles(List<String> problems) throws IOException {
        RecordSource.Files files = files(problems);
        boolean isRecord =
                Stream.of(TableSchemas.ALERTS.name(), "measurements", "stream_states")
                        .anyMatch(table -> Files.isDirectory(folder().resolve(table)));
        if (!isRecord) {
            problems.add(
                    "--output: there is no record in '"
                            + folder()
                            + "': none of the folders alerts, measurements and stream_states is"
                            + " there. Name the folder that was given to 'sightline monitor' or"
                            + " 'sightline demo', or a cluster with --kafka HOST:PORT.");
            return files;
        }
        Path empty = Files.createTempDirectory("sightline-no-rows");
        empty.toFile().deleteOnExit();
        return new RecordSource.Files(files.folder(), empty.toString());
    }

    private RecordSource.Topics topics(List<String> problems, String servers) {
        if (output != null) {
            problems.add("--kafka and --output exclude each other: choose topics or files");
        }
        KafkaOptions options = new KafkaOptions(problems);
        options.requireServers(servers);
        Map<String, String> properties = options.properties(kafkaProperties);
        String prefix = options.prefix("--topics", topics, TopicNames.DEFAULT_PREFIX);
        return new RecordSource.Topics(
                servers,
                TopicNames.of(prefix),
                follow ? RecordSource.Extent.ON_AND_ON : RecordSource.Extent.UNTIL_NOW,
                properties);
    }
}
