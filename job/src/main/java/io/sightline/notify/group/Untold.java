package io.sightline.notify.group;

import io.sightline.table.Alert;
import org.jspecify.annotations.Nullable;

/**
 * An alert that was not sent by itself, and why.
 *
 * @param groupId the incident id of the group it is told with
 * @param reason the id of a control, {@link #GROUPED} or {@link #FLAPPING}
 * @param decidedAtMillis wall time, epoch milliseconds
 */
public record Untold(Alert alert, @Nullable String groupId, String reason, long decidedAtMillis) {

    /** It is told by the group of {@code groupId}. */
    public static final String GROUPED = "grouped";

    /** It comes and goes; one page said so. */
    public static final String FLAPPING = "flapping";
}
