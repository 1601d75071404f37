package io.sightline.cli;

import io.sightline.control.ControlSource;
import io.sightline.lake.LakeEngine;
import io.sightline.lake.LakeException;
import io.sightline.query.LakeCatalog;
import io.sightline.query.RecordSource;
import io.sightline.readback.UnreadableRecordException;
import io.sightline.registry.RegistryAddress;
import io.sightline.sink.ClientProperties;
import io.sightline.table.TableSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which record is asked. */
final class SqlRecordOptions {

    @Mixin private RecordOptions where = new RecordOptions();

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
        if (!where.isKafka()) {
            return new RecordSource.Files(folder(problems).toString());
        }
        RecordSource.Topics found = topics(problems);
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
        if (!where.isKafka()) {
            return readableFiles(problems);
        }
        RecordSource.Topics found = topics(problems);
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
                    ? topic.withClientProperties(where.clientProperties(problems))
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
        if (where.isGiven()) {
            problems.add("--warehouse, --kafka and --output exclude each other: choose one");
        }
        where.refuseTopicOptions(problems);
        refuseToFollow(problems);
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

    private Path folder(List<String> problems) {
        refuseToFollow(problems);
        return where.folder(problems);
    }

    private void refuseToFollow(List<String> problems) {
        if (follow) {
            problems.add("--follow: is of use only with --kafka");
        }
    }

    private RecordSource readableFiles(List<String> problems) throws IOException {
        Path folder = folder(problems);
        boolean isRecord =
                Stream.of(TableSchemas.ALERTS.name(), "measurements", "stream_states")
                        .anyMatch(table -> Files.isDirectory(folder.resolve(table)));
        if (!isRecord) {
            problems.add(
                    "--output: there is no record in '"
                            + folder
                            + "': none of the folders alerts, measurements and stream_states is"
                            + " there. Name the folder that was given to 'sightline monitor' or"
                            + " 'sightline demo', or a cluster with --kafka HOST:PORT.");
            return new RecordSource.Files(folder.toString());
        }
        Path empty = Files.createTempDirectory("sightline-no-rows");
        empty.toFile().deleteOnExit();
        return new RecordSource.Files(folder.toString(), empty.toString());
    }

    private RecordSource.Topics topics(List<String> problems) {
        RecordOptions.Topics topics = where.topics(problems);
        return new RecordSource.Topics(
                topics.bootstrapServers(),
                topics.names(),
                follow ? RecordSource.Extent.ON_AND_ON : RecordSource.Extent.UNTIL_NOW,
                topics.clientProperties());
    }
}
