package io.sightline.sizing;

import io.sightline.flow.DecodeMode;
import io.sightline.source.StreamSource;
import java.util.Locale;

/**
 * What a workload needs: {@link #of}.
 *
 * @param evidence of how much it is kept
 * @param slots a divisor of 720 and a multiple of those of a TaskManager, or 1
 * @param memory of each TaskManager
 * @param usedShare of each slot's core that is busy, 0 to 1
 */
public record Sizing(
        Workload workload,
        KeptEvidence evidence,
        int slots,
        int slotsOfTaskManager,
        TaskManagerMemory memory,
        double usedShare) {

    public static final int KEY_GROUPS = StreamSource.MAX_PARALLELISM;

    /** Room for peaks, for streams that come, and for catching up after a restart. */
    static final double MOST_BUSY = 0.6;

    /**
     * By {@code SlotMemory}: detectors, judges and open windows of a rendition, and in the mean
     * what {@code audio-artifacts} has of the second under way.
     */
    private static final double STATE_KIBIBYTES = 48 + 35;

    /** By {@code SlotMemory}: a row of measurements as JSON, before lz4. */
    private static final double ROW_BYTES = 2_400;

    /**
     * The fewest slots that are busy 60 % of the time, and the memory for them.
     *
     * @param slotsOfTaskManager a divisor of 720
     * @throws TooLargeException if one deployment cannot have so many
     */
    public static Sizing of(Workload workload, KeptEvidence evidence, int slotsOfTaskManager)
            throws TooLargeException {
        if (slotsOfTaskManager < 1 || KEY_GROUPS % slotsOfTaskManager != 0) {
            throw new IllegalArgumentException(
                    slotsOfTaskManager + " slots are no divisor of " + KEY_GROUPS);
        }
        double cores = workload.cores();
        for (int slots = slotsOfTaskManager; slots <= KEY_GROUPS; slots += slotsOfTaskManager) {
            if (KEY_GROUPS % slots == 0 && cores <= slots * MOST_BUSY) {
                int renditions = divided(workload, slots);
                return new Sizing(
                        workload,
                        evidence,
                        slots,
                        slotsOfTaskManager,
                        TaskManagerMemory.of(
                                slotsOfTaskManager,
                                renditions,
                                workload.decoderMebibytes(),
                                evidenceMebibytes(workload, evidence, renditions)),
                        cores / slots);
            }
        }
        throw new TooLargeException(cores);
    }

    private static double evidenceMebibytes(
            Workload workload, KeptEvidence evidence, int renditionsOfSlot) {
        return workload.mode() == DecodeMode.NONE
                ? 0
                : evidence.mebibytesOfSlot(workload.allRenditions(), renditionsOfSlot);
    }

    /** The most that a slot holds in packets that are kept as evidence. */
    public double evidenceMebibytesOfSlot() {
        return evidenceMebibytes(workload, evidence, renditionsOfSlot());
    }

    private static int divided(Workload workload, int slots) {
        return (workload.allRenditions() + slots - 1) / slots;
    }

    public int taskManagers() {
        return slots / slotsOfTaskManager;
    }

    /** The most renditions of a slot: they are divided evenly. */
    public int renditionsOfSlot() {
        return divided(workload, slots);
    }

    /** Rows of measurements that are written each second: one for each rendition. */
    public int rowsPerSecond() {
        return workload.allRenditions();
    }

    /** Of those rows as JSON, before they are compressed. */
    public double megabitsOfRowsPerSecond() {
        return rowsPerSecond() * ROW_BYTES * 8 / 1e6;
    }

    /** Of all state in a checkpoint or savepoint. */
    public double checkpointMebibytes() {
        return workload.allRenditions() * STATE_KIBIBYTES / 1024;
    }

    /** One deployment cannot have as many slots as there are needed. */
    public static final class TooLargeException extends Exception {

        private static final long serialVersionUID = 1L;

        TooLargeException(double cores) {
            super(
                    String.format(
                            Locale.ROOT,
                            "%.0f slots would be needed, and one deployment has at most %d: divide"
                                    + " the streams among several, with --select",
                            Math.ceil(cores / MOST_BUSY),
                            KEY_GROUPS));
        }
    }
}
