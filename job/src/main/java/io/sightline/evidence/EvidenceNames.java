package io.sightline.evidence;

import io.sightline.flow.EvidenceRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.flink.core.fs.Path;

/**
 * Names of folders and files. They follow from the incident alone, so that a replay finds what was
 * written before: {@code FOLDER/DATE/STREAM/INCIDENT/}.
 */
final class EvidenceNames {

    static final String FIRST_BAD = "first-bad.jpg";
    static final String LAST_GOOD = "last-good.jpg";
    static final String MANIFEST = "evidence.json";
    private static final String CLIP = "clip.";

    /** Every file that an incident's folder may hold. */
    static final List<String> FILES =
            List.of(FIRST_BAD, LAST_GOOD, MANIFEST, CLIP + "mp4", CLIP + "mkv");

    static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    static final Pattern INCIDENT = Pattern.compile("[0-9a-f]{16}");

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,79}");

    /** As the names of odd ids end. */
    private static final Pattern SUMMED = Pattern.compile(".*\\.[0-9a-f]{12}");

    private static final Pattern ODD = Pattern.compile("[^A-Za-z0-9_-]");
    private static final int MOST_CHARS = 60;
    private static final int SUM_BYTES = 6;

    private EvidenceNames() {}

    static Path folderOf(String base, EvidenceRequest incident) {
        LocalDate date =
                LocalDate.ofInstant(Instant.ofEpochMilli(incident.startedMillis()), ZoneOffset.UTC);
        return new Path(
                new Path(new Path(new Path(base), date.toString()), ofStream(incident.streamId())),
                incident.incidentId());
    }

    static String clip(String extension) {
        return CLIP + extension;
    }

    /**
     * A stream's id as the name of a folder: as it is where that is harmless, else with a dash for
     * everything odd and a checksum, so that two streams never share one and none leads elsewhere.
     */
    static String ofStream(String streamId) {
        if (PLAIN.matcher(streamId).matches() && !SUMMED.matcher(streamId).matches()) {
            return streamId;
        }
        String plain = ODD.matcher(streamId).replaceAll("-");
        return plain.substring(0, Math.min(MOST_CHARS, plain.length()))
                + "."
                + HexFormat.of()
                        .formatHex(sha256(streamId.getBytes(StandardCharsets.UTF_8)), 0, SUM_BYTES);
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
