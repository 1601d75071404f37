package io.sightline.sizing;

import io.sightline.evidence.EvidenceSettings;

/**
 * Of how much evidence is kept.
 *
 * @param share of the streams that are not exempt, 0 to 1
 * @param memoryBytes as for {@link EvidenceSettings}
 */
public record KeptEvidence(double share, long memoryBytes) {

    public static final KeptEvidence NONE =
            new KeptEvidence(0, EvidenceSettings.DEFAULT_MEMORY_BYTES);

    public KeptEvidence {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("A share is 0 to 1, not " + share);
        }
    }

    /**
     * The most MiB that a slot holds for it. Streams are spread without regard to it: those that
     * are not exempt may meet in one slot.
     */
    double mebibytesOfSlot(int allRenditions, int renditionsOfSlot) {
        int kept = Math.min(renditionsOfSlot, (int) Math.ceil(share * allRenditions));
        return EvidenceSettings.OFF
                        .withMemoryBytes(memoryBytes)
                        .mostBytesOfSlot(renditionsOfSlot, kept)
                / (double) (1 << 20);
    }
}
