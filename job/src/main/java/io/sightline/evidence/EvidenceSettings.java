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

    /** Thirty seconds of 4 Mb/s; more of a stream at higher rates is not worth its memory. */
    static final long MOST_RING_BYTES = 16L << 20;

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

    /** What the ring of each of so many renditions of a slot may hold. */
    long ringBytes(int renditions) {
        return Math.min(MOST_RING_BYTES, memoryBytes / 2 / renditions);
    }

    /** What all of a slot that waits to be written may hold. */
    long waitingBytes() {
        return memoryBytes / 2;
    }

    /**
     * The most that a slot ever holds in compressed packets.
     *
     * @param renditions that it watches, at least 1
     * @param kept those of them that are not exempt
     */
    public long mostBytesOfSlot(int renditions, int kept) {
        return kept == 0 ? 0 : kept * ringBytes(renditions) + waitingBytes();
    }

    public boolean isOn() {
        return !folder.isEmpty();
    }
}
