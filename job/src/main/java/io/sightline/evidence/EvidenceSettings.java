package io.sightline.evidence;

import java.io.Serializable;
import java.time.Duration;

/**
 * Where evidence is kept, and how much of it.
 *
 * @param folder of any of Flink's file systems; empty when no evidence is kept
 * @param keep older evidence is deleted; zero: never
 * @param memoryBytes what each slot may hold in compressed packets: half of it in rings, half in
 *     what waits to be written
 */
public record EvidenceSettings(String folder, Duration keep, long memoryBytes)
        implements Serializable {

    public static final Duration DEFAULT_KEEP = Duration.ofDays(7);
    public static final long DEFAULT_MEMORY_BYTES = 256L << 20;

    /** Below it, half is not enough for a few seconds of one stream. */
    public static final long LEAST_MEMORY_BYTES = 16L << 20;

    public static final EvidenceSettings OFF = new EvidenceSettings("", Duration.ZERO, 0);

    /** Into this folder, with the defaults. */
    public static EvidenceSettings in(String folder) {
        return new EvidenceSettings(folder, DEFAULT_KEEP, DEFAULT_MEMORY_BYTES);
    }

    public EvidenceSettings withKeep(Duration longest) {
        return new EvidenceSettings(folder, longest, memoryBytes);
    }

    public EvidenceSettings withMemoryBytes(long most) {
        return new EvidenceSettings(folder, keep, most);
    }

    public boolean isOn() {
        return !folder.isEmpty();
    }
}
