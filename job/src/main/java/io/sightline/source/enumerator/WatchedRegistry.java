package io.sightline.source.enumerator;

import java.time.Duration;
import java.util.List;

/**
 * Streams that come, change and go while the job runs.
 *
 * @param opener makes the loader that looks
 * @param interval time between two looks
 */
public record WatchedRegistry(RegistryLoader.Opener opener, Duration interval) implements Registry {

    private static final long serialVersionUID = 1L;

    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);

    @Override
    public List<StreamEntry> initialEntries() {
        return List.of();
    }
}
