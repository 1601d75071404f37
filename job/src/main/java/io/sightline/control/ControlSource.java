package io.sightline.control;

import io.sightline.notify.control.Controls;
import io.sightline.registry.RegistryAddress;
import io.sightline.registry.RegistryAddress.InFile;
import io.sightline.registry.RegistryAddress.InTopic;
import java.io.IOException;
import java.time.Duration;

/** Reads controls again and again. One thread reads; another may close. */
public interface ControlSource extends AutoCloseable {

    /** Where controls are kept in Kafka, unless named otherwise. */
    String DEFAULT_TOPIC = "sightline.controls";

    /**
     * All that is said now.
     *
     * @throws IOException when it cannot be read now, with a message for people
     */
    Controls read() throws IOException;

    @Override
    void close();

    /**
     * Reads what people write: a path, or {@code kafka:HOST:PORT[,HOST:PORT...][/TOPIC]}.
     *
     * @throws IllegalArgumentException with a message for people, when it is neither
     */
    static RegistryAddress address(String text) {
        return RegistryAddress.parse(text, DEFAULT_TOPIC, "topic of controls");
    }

    /**
     * A source that has not looked yet; owned. Never blocks.
     *
     * @param patience the longest wait for one look at a topic
     */
    static ControlSource open(RegistryAddress address, Duration patience) {
        return address instanceof InTopic topic
                ? new TopicControls(topic, patience)
                : new FileControls(((InFile) address).file());
    }
}
