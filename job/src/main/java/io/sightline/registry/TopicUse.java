package io.sightline.registry;

/** What a compacted topic is for, in messages. */
public enum TopicUse {
    STREAMS(
            "registry topic",
            "streams",
            "to watch a registry",
            "'sightline streams add' and 'sightline monitor' create it"),
    CONTROLS(
            "controls topic",
            "controls",
            "to follow controls",
            "the first 'sightline controls snooze', 'acknowledge' or 'maintenance' creates it");

    private final String topic;
    private final String records;
    private final String toWatch;
    private final String creators;

    TopicUse(String topic, String records, String toWatch, String creators) {
        this.topic = topic;
        this.records = records;
        this.toWatch = toWatch;
        this.creators = creators;
    }

    /** {@code registry topic}. */
    String topic() {
        return topic;
    }

    /** What its records stand for. */
    String records() {
        return records;
    }

    String toWatch() {
        return toWatch;
    }

    /** Who creates it. */
    String creators() {
        return creators;
    }
}
