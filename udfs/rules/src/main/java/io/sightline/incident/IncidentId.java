package io.sightline.incident;

import io.sightline.detector.model.DefectId;
import io.sightline.detector.model.RenditionId;
import io.sightline.table.Alert;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Names an incident by what it is, never by when it was noticed: the same after any replay.
 *
 * @param value 16 hexadecimal digits of a SHA-256
 */
public record IncidentId(String value) {

    private static final int BYTES = 8;

    /**
     * Of the incident of one defect on one rendition.
     *
     * @param startedMicros begin of its first bad stretch, event time
     */
    public static IncidentId of(
            String streamId, RenditionId rendition, DefectId defect, long startedMicros) {
        String identity =
                String.join(
                        "\0",
                        streamId,
                        rendition.value(),
                        defect.value(),
                        Long.toString(startedMicros));
        try {
            byte[] sum =
                    MessageDigest.getInstance("SHA-256")
                            .digest(identity.getBytes(StandardCharsets.UTF_8));
            return new IncidentId(HexFormat.of().formatHex(sum, 0, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** {@code 0123456789abcdef-escalated-2}. */
    public String alertId(Alert.Event event, int ordinal) {
        return value + "-" + event.name().toLowerCase(Locale.ROOT) + "-" + ordinal;
    }
}
