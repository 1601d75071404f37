package io.sightline.incident;

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
record IncidentId(String value) {

    private static final int BYTES = 8;

    static IncidentId of(String streamId, DefectWindow window, long startedMicros) {
        String identity =
                String.join(
                        "\0",
                        streamId,
                        window.rendition().value(),
                        window.defect().value(),
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
    String alertId(Alert.Event event, int ordinal) {
        return value + "-" + event.name().toLowerCase(Locale.ROOT) + "-" + ordinal;
    }
}
