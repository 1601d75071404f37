package io.sightline.cli;

import io.sightline.registry.RegistryAddress;
import io.sightline.sink.ClientProperties;
import io.sightline.sink.OutputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which registry a command is about. */
final class RegistryOptions {

    @Option(
            names = "--registry",
            paramLabel = "FILE|TOPIC",
            required = true,
            description = "YAML file of streams, or a Kafka topic as kafka:HOST:PORT[/TOPIC].")
    private String registry = "";

    @Option(
            names = "--kafka-properties",
            paramLabel = "FILE",
            description = "More client properties, security for example. Never printed.")
    private @Nullable Path kafkaProperties;

    /**
     * The registry, with what its clients need.
     *
     * @throws UsageException when it is none
     */
    RegistryAddress address() {
        RegistryAddress address;
        try {
            address = RegistryAddress.parse(registry);
        } catch (IllegalArgumentException e) {
            throw new UsageException(List.of("--registry: " + e.getMessage()));
        }
        if (address instanceof RegistryAddress.InTopic topic) {
            return kafkaProperties == null ? topic : topic.withClientProperties(properties());
        }
        if (kafkaProperties != null) {
            throw new UsageException(
                    List.of("--kafka-properties: is of use only with a registry topic"));
        }
        return address;
    }

    private Map<String, String> properties() {
        try {
            return ClientProperties.read(kafkaProperties);
        } catch (OutputException e) {
            throw new UsageException(List.of("--kafka-properties: " + e.getMessage()));
        }
    }
}
