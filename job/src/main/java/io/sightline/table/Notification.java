package io.sightline.table;

import io.sightline.policy.Severity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What became of one telling: a row of the table of notifications. Times are wall time, epoch
 * milliseconds.
 *
 * @param target as it is named in {@code notify.yaml}
 * @param groupId the incident id of the group that it was told with, or that it is; null otherwise
 * @param reason one sentence: what the receiver answered, or who suppressed it
 * @param attempts how often it was sent
 * @param decidedAtMillis when it was routed to the target
 * @param finishedAtMillis when this became of it
 * @param alertJson the row of {@code alerts} that was not told, if dead; otherwise null
 */
public record Notification(
        String notificationId,
        String target,
        String alertId,
        String incidentId,
        @Nullable String groupId,
        Alert.Event event,
        String streamId,
        String defect,
        Severity severity,
        Status status,
        String reason,
        int attempts,
        long decidedAtMillis,
        long finishedAtMillis,
        @Nullable String alertJson) {

    /** How it ended. Appended to, never renamed. */
    public enum Status {
        DELIVERED,
        SUPPRESSED,
        DEAD
    }

    private static final int ID_BYTES = 12;

    /**
     * The same for the same end of the same notification: a repeat can be told by it. What was
     * suppressed may be so more than once: for each reason, and with each group, there is a row.
     */
    static String id(
            String target, String alertId, Status status, @Nullable String groupId, String reason) {
        String identity = String.join("\0", target, alertId, status.name());
        if (status == Status.SUPPRESSED) {
            identity = String.join("\0", identity, groupId == null ? "" : groupId, reason);
        }
        try {
            byte[] sum =
                    MessageDigest.getInstance("SHA-256")
                            .digest(identity.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Of an alert that was or was not told to {@code target}; a dead one takes it along. */
    public static Notification of(
            String target,
            Alert alert,
            @Nullable String groupId,
            Status status,
            String reason,
            int attempts,
            long decidedAtMillis,
            long finishedAtMillis) {
        return new Notification(
                id(target, alert.alertId(), status, groupId, reason),
                target,
                alert.alertId(),
                alert.incidentId(),
                groupId,
                alert.event(),
                alert.streamId(),
                alert.defect(),
                alert.severity(),
                status,
                reason,
                attempts,
                decidedAtMillis,
                finishedAtMillis,
                status == Status.DEAD
                        ? new String(AlertJson.write(alert), StandardCharsets.UTF_8)
                        : null);
    }
}
