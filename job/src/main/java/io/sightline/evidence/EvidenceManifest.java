package io.sightline.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.sightline.flow.EvidenceRequest;
import io.sightline.media.Clip;
import io.sightline.media.Still;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the folder of an incident holds, and what it lacks, as {@code evidence.json}; documented in
 * {@code docs/how-to/keep-evidence.md}. Thread: the worker's.
 */
final class EvidenceManifest {

    private static final int SCHEMA_VERSION = 1;
    private static final String CUT_SHORT = "cut_short";
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Map<String, Object> fields = new LinkedHashMap<>();
    private final List<String> missing = new ArrayList<>();

    EvidenceManifest(EvidenceRequest incident) {
        fields.put("schema_version", SCHEMA_VERSION);
        fields.put("incident_id", incident.incidentId());
        fields.put("stream_id", incident.streamId());
        fields.put("rendition", incident.rendition());
        fields.put("defect", incident.defect());
        fields.put("started_at", Instant.ofEpochMilli(incident.startedMillis()).toString());
        fields.put("media_start_us", incident.mediaStartMicros());
    }

    void add(Clip clip, String name, boolean beginsWithEntry, long startMicros) {
        Map<String, Object> file = file(name, clip.bytes());
        file.put("media_from_us", clip.fromMicros());
        file.put("media_to_us", clip.toMicros());
        file.put(
                "contains_start",
                clip.fromMicros() <= startMicros && startMicros <= clip.toMicros());
        file.put("begins_with_key_frame", beginsWithEntry);
        file.put("refused_packets", clip.refusedPackets());
        fields.put("clip", file);
    }

    void add(String key, Still still, String name) {
        Map<String, Object> file = file(name, still.jpeg());
        file.put("media_us", still.presentationTimeMicros());
        file.put("width", still.width());
        file.put("height", still.height());
        fields.put(key, file);
    }

    private static Map<String, Object> file(String name, byte[] bytes) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("file", name);
        file.put("bytes", bytes.length);
        file.put("sha256", HexFormat.of().formatHex(EvidenceNames.sha256(bytes)));
        return file;
    }

    /** Its clip ends early, because the job did; a replay replaces it. */
    void isCutShort() {
        fields.put(CUT_SHORT, true);
    }

    /**
     * Whether a manifest says so.
     *
     * @throws IOException when it is none
     */
    static boolean isCutShort(byte[] manifest) throws IOException {
        return JSON.readTree(manifest).path(CUT_SHORT).asBoolean();
    }

    /** One sentence for people. */
    void lacks(String what) {
        missing.add(what);
    }

    List<String> missing() {
        return missing;
    }

    byte[] bytes() {
        fields.put("missing", missing);
        try {
            return (JSON.writeValueAsString(fields) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts, numbers and maps can be written", e);
        }
    }
}
