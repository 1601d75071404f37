package io.sightline.notify.group;

import io.sightline.policy.Severity;
import io.sightline.table.Alert;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes alerts about what no alert of the record is about: groups, flapping, what went missing. */
final class MadeAlert {

    private static final int ID_BYTES = 8; // as those of the record

    private MadeAlert() {}

    /** The same for the same parts, wherever and whenever: 16 hexadecimal digits. */
    static String id(String... parts) {
        try {
            byte[] sum =
                    MessageDigest.getInstance("SHA-256")
                            .digest(String.join("\0", parts).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** As the record names alerts: {@code 0123456789abcdef-escalated-2}. */
    static String alertId(String incidentId, Alert.Event event, int ordinal) {
        return incidentId + "-" + event.name().toLowerCase(Locale.ROOT) + "-" + ordinal;
    }

    /** Whom and what a made alert is about; the rest is as in the alert it is made after. */
    record Subject(
            String incidentId,
            String streamId,
            String rendition,
            String defect,
            Map<String, String> labels) {}

    /** How much of it there is. */
    record Extent(double peak, double level, String unit, int occurrences) {}

    /** An alert that is not over. */
    static Alert open(
            Subject subject,
            Alert.Event event,
            int ordinal,
            Severity severity,
            long startedAtMillis,
            long eventAtMillis,
            Extent extent,
            String message,
            Alert after) {
        return made(
                subject,
                event,
                ordinal,
                severity,
                startedAtMillis,
                eventAtMillis,
                null,
                extent,
                message,
                after);
    }

    /** The last alert of something: as {@code opening}, over at {@code endedAtMillis}. */
    static Alert cleared(Alert opening, Severity severity, long endedAtMillis, String message) {
        long ended = Math.max(endedAtMillis, opening.startedAtMillis());
        return made(
                new Subject(
                        opening.incidentId(),
                        opening.streamId(),
                        opening.rendition(),
                        opening.defect(),
                        opening.labels()),
                Alert.Event.CLEARED,
                1,
                severity,
                opening.startedAtMillis(),
                ended,
                ended,
                new Extent(opening.peak(), opening.level(), opening.unit(), opening.occurrences()),
                message,
                opening);
    }

    private static Alert made(
            Subject subject,
            Alert.Event event,
            int ordinal,
            Severity severity,
            long startedAtMillis,
            long eventAtMillis,
            @Nullable Long endedAtMillis,
            Extent extent,
            String message,
            Alert after) {
        return new Alert(
                alertId(subject.incidentId(), event, ordinal),
                subject.incidentId(),
                event,
                subject.streamId(),
                subject.rendition(),
                subject.defect(),
                severity,
                startedAtMillis,
                eventAtMillis,
                endedAtMillis,
                Math.max(0, eventAtMillis - startedAtMillis),
                after.mediaStartMicros(),
                /* mediaEndMicros= */ null,
                extent.peak(),
                extent.level(),
                extent.unit(),
                extent.occurrences(),
                after.evidence(),
                message,
                after.detectorVersion(),
                after.policyVersion(),
                after.modelSha256(),
                after.jobVersion(),
                subject.labels());
    }
}
