package io.sightline.live;

import io.sightline.config.PolicyFile;
import io.sightline.detector.model.StreamId;
import io.sightline.job.MonitorPlan;
import io.sightline.policy.Policy;
import io.sightline.registry.RegistryAddress;
import io.sightline.sink.FileDestination;
import io.sightline.source.SourceSettings;
import io.sightline.source.enumerator.StreamEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plans of runs with the built-in policy into files below a folder. */
final class Plans {

    private Plans() {}

    /**
     * @param inputs location by stream id
     */
    static MonitorPlan of(Path folder, Map<String, String> inputs) {
        return of(folder, inputs, null, PolicyFile.builtIn());
    }

    static MonitorPlan of(
            Path folder,
            Map<String, String> inputs,
            @Nullable RegistryAddress registry,
            Policy policy) {
        List<StreamEntry> entries =
                inputs.entrySet().stream()
                        .map(e -> StreamEntry.of(new StreamId(e.getKey()), e.getValue()))
                        .toList();
        return new MonitorPlan(
                entries,
                registry,
                Map.of(),
                policy,
                List.of(),
                SourceSettings.DEFAULTS,
                new FileDestination(folder.resolve("output").toString()),
                /* parallelism= */ 2,
                folder.resolve("state"),
                Duration.ofSeconds(2),
                null);
    }
}
