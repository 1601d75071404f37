package io.sightline.registry;

import io.sightline.config.EntryDraft;
import io.sightline.registry.RegistryAddress.InFile;
import io.sightline.registry.RegistryAddress.InTopic;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A registry that is edited: each edit is made as a whole or not at all. What is given is not
 * checked here beyond ids. Refusals are {@link io.sightline.config.EditRefused}; a registry that is
 * none is a {@link io.sightline.yaml.ConfigException}.
 */
public interface RegistryStore {

    /** What an edit did. */
    enum Outcome {
        CHANGED,
        CREATED,
        ALREADY_SO
    }

    /** Writes an entry for a stream whose id is not taken yet. */
    Outcome add(EntryDraft draft) throws IOException;

    /** Removes entries. */
    Outcome remove(List<String> ids) throws IOException;

    /** Has streams watched again. */
    Outcome enable(List<String> ids) throws IOException;

    /** Keeps the entries of streams, but has them watched no longer. */
    Outcome disable(List<String> ids) throws IOException;

    /**
     * The registry there; nothing is asked yet.
     *
     * @param patience the longest wait for each answer of a cluster
     */
    static RegistryStore at(RegistryAddress address, Duration patience) {
        return address instanceof InTopic topic
                ? new TopicStore(topic, patience)
                : new FileStore(((InFile) address).file());
    }
}
