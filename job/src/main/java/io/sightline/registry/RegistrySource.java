package io.sightline.registry;

import io.sightline.config.Registry;
import io.sightline.config.RegistryFile;
import java.io.IOException;
import java.time.Duration;

/** Reads a registry again and again. One thread reads; another may close. */
public interface RegistrySource extends AutoCloseable {

    /** How long one look at a topic may take while a job runs. */
    Duration LOOK = Duration.ofSeconds(3);

    /**
     * Reads all of it.
     *
     * @throws IOException when it cannot be read now or is no registry, with a message for people
     */
    Registry read() throws IOException;

    @Override
    void close();

    /**
     * A source that has not looked yet; owned. Never blocks.
     *
     * @param patience the longest wait for one look at a topic
     */
    static RegistrySource open(RegistryAddress address, RegistryFile format, Duration patience) {
        if (address instanceof RegistryAddress.InTopic topic) {
            return new TopicSource(new TopicReader(topic, TopicUse.STREAMS, patience), format);
        }
        return new FileSource(((RegistryAddress.InFile) address).file(), format);
    }
}
