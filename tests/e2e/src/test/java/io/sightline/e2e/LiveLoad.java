package io.sightline.e2e;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Many live streams with defects at known instants. Ownership: the starter closes it. */
interface LiveLoad extends AutoCloseable {

    /** Addresses by stream id, in order. */
    Map<String, String> urls();

    /** From now on there is media. */
    void begin();

    /** The alerts that are due in a time that has passed. */
    List<DueAlert> due(Instant from, Instant to);

    /**
     * An alert that has to come.
     *
     * @param begunAt when the first of the defect was there for a receiver
     * @param dueAt when a receiver could have had what makes it last for open-after
     * @param recordedAt when that was recorded: the same, but for media that comes in segments
     */
    record DueAlert(
            String stream, String defect, Instant begunAt, Instant dueAt, Instant recordedAt) {}
}
