package io.sightline.cli;

import io.sightline.config.LabelSelector;
import io.sightline.config.Registry;
import io.sightline.config.RegistryFile;
import io.sightline.job.ClusterJob;
import io.sightline.registry.RegistryAddress;
import io.sightline.registry.RegistrySource;
import io.sightline.registry.RegistryTopic;
import io.sightline.sink.OutputCheck;
import io.sightline.yaml.ConfigException;
import io.sightline.yaml.ConfigProblem;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks the registry of a run, before anything starts. */
final class RegistryCheck {

    private final List<String> problems;
    private final List<String> notes;

    /**
     * @param problems takes what is wrong
     * @param notes takes what should be known
     */
    RegistryCheck(List<String> problems, List<String> notes) {
        this.problems = problems;
        this.notes = notes;
    }

    /**
     * Reads the registry once. A run that goes on has the last good one and may do without; so may
     * one on a cluster, which runs this again when it recovers.
     *
     * @param properties of Kafka clients
     * @return where the registry is; null if the run has none
     */
    @Nullable RegistryAddress check(
            MonitorRequest request,
            Map<String, String> properties,
            RegistryFile format,
            LabelSelector selector) {
        RegistryAddress address = address(request, properties);
        if (address != null) {
            read(address, request, format, selector);
        }
        return address;
    }

    private @Nullable RegistryAddress address(
            MonitorRequest request, Map<String, String> properties) {
        if (request.registry() == null) {
            return null;
        }
        try {
            RegistryAddress address = RegistryAddress.parse(request.registry());
            return address instanceof RegistryAddress.InTopic topic
                    ? topic.withClientProperties(properties)
                    : address;
        } catch (IllegalArgumentException e) {
            problems.add("--registry: " + e.getMessage());
            return null;
        }
    }

    private void read(
            RegistryAddress address,
            MonitorRequest request,
            RegistryFile format,
            LabelSelector selector) {
        try (RegistrySource source = RegistrySource.open(address, format, OutputCheck.PATIENCE)) {
            if (address instanceof RegistryAddress.InTopic topic) {
                RegistryTopic.makeReady(topic, OutputCheck.PATIENCE);
            }
            Registry registry = source.read();
            registry.problems().forEach(problem -> notes.add("skipped: " + problem));
            if (registry.select(selector).isEmpty() && request.inputs().isEmpty()) {
                notes.add(address + ": no stream to watch yet; it is read again when it changes");
            }
        } catch (IOException e) {
            if (request.restore() == null && !ClusterJob.isHere()) {
                problemsOf(e).forEach(problem -> problems.add("--registry: " + problem));
            } else {
                notes.add("the last good registry stays in force: " + e.getMessage());
            }
        }
    }

    private static List<String> problemsOf(IOException failure) {
        return failure.getCause() instanceof ConfigException config
                ? config.problems().stream().map(ConfigProblem::toString).toList()
                : List.of(String.valueOf(failure.getMessage()));
    }
}
