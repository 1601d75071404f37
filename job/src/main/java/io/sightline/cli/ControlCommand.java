package io.sightline.cli;

import io.sightline.config.EditRefused;
import io.sightline.control.ControlReader;
import io.sightline.control.ControlSource;
import io.sightline.control.ControlStore;
import io.sightline.notify.control.Control;
import io.sightline.notify.control.ControlTable;
import io.sightline.registry.RegistryAddress;
import io.sightline.sink.ClientProperties;
import io.sightline.sink.OutputCheck;
import io.sightline.sink.OutputException;
import io.sightline.yaml.ConfigProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the commands of {@code sightline controls} have in common: where controls are kept. */
abstract class ControlCommand extends EditingCommand {

    @Option(
            names = "--controls",
            paramLabel = "FILE|TOPIC",
            required = true,
            description = "File of JSON lines, or a Kafka topic as kafka:HOST:PORT[/TOPIC].")
    private String controls = "";

    @Option(
            names = "--kafka-properties",
            paramLabel = "FILE",
            description = "More client properties, security for example. Never printed.")
    private @Nullable Path kafkaProperties;

    ControlCommand(Terminal terminal) {
        super(terminal);
    }

    final RegistryAddress address() {
        RegistryAddress address;
        try {
            address = ControlSource.address(controls);
        } catch (IllegalArgumentException e) {
            throw new UsageException(List.of("--controls: " + e.getMessage()));
        }
        if (kafkaProperties == null) {
            return address;
        }
        if (address instanceof RegistryAddress.InTopic topic) {
            try {
                return topic.withClientProperties(ClientProperties.read(kafkaProperties));
            } catch (OutputException e) {
                throw new UsageException(List.of("--kafka-properties: " + e.getMessage()));
            }
        }
        throw new UsageException(
                List.of("--kafka-properties: is of use only with a topic of controls"));
    }

    final ControlStore store() {
        return new ControlStore(address(), OutputCheck.PATIENCE);
    }

    /** Checks controls as the job will, and writes them. */
    final void put(List<Control> drafts) throws IOException {
        List<String> reasons = new ArrayList<>();
        for (Control draft : drafts) {
            ControlReader.read("", 0, null, ControlTable.json(draft)).problems().stream()
                    .map(ConfigProblem::message)
                    .forEach(reasons::add);
        }
        if (!reasons.isEmpty()) {
            throw new EditRefused(reasons);
        }
        store().put(drafts);
    }

    final long nowMillis() {
        return terminal().clock().millis();
    }

    /** {@code 'a'}, or {@code 'a', 'b'}. */
    static String named(List<String> ids) {
        return ids.stream().map(id -> "'" + id + "'").collect(Collectors.joining(", "));
    }
}
