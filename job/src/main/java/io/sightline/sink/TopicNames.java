package io.sightline.sink;

import java.io.Serializable;
import java.util.List;

/** The topic of each table. */
public record TopicNames(String alerts, String measurements, String streamStates)
        implements Serializable {

    public static final TopicNames DEFAULT =
            new TopicNames("sightline.alerts", "sightline.measurements", "sightline.stream-states");

    public List<String> all() {
        return List.of(alerts, measurements, streamStates);
    }
}
