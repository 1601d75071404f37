package io.sightline.sink;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A way for rows from the tasks of an embedded job to a listener in the same process.
 *
 * <p>Flink serializes a sink on its way to the task, even within one process, so the sink carries
 * the channel's id and finds the listener in a registry of the process. That static registry is
 * meant for the embedded run alone, where one class loader holds both sides; elsewhere the id is
 * unknown and rows are dropped.
 *
 * <p>Ownership: the opener closes it.
 */
public final class LocalChannel implements AutoCloseable {

    private static final Map<String, RowListener> LISTENERS = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();

    private LocalChannel() {}

    /** Opens a channel to {@code listener}; owned. */
    public static LocalChannel open(RowListener listener) {
        LocalChannel channel = new LocalChannel();
        LISTENERS.put(channel.id, listener);
        return channel;
    }

    public String id() {
        return id;
    }

    static Optional<RowListener> listener(String id) {
        return Optional.ofNullable(LISTENERS.get(id));
    }

    /** From here on rows for this channel are dropped; calls under way still end. */
    @Override
    public void close() {
        LISTENERS.remove(id);
    }
}
