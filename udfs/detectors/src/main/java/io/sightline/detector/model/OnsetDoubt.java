package io.sightline.detector.model;

import java.util.Map;

/**
 * For how long something may have been wrong before the start of its incident: some detectors look
 * at a few pictures a second, and some tell what several looks agree on. What was shown that long
 * before the start, none of them saw anything wrong in.
 */
public final class OnsetDoubt {

    private static final long TWO_LOOKS_A_SECOND_MICROS = 500_000;
    private static final long LOOKS_OF_TWO_SECONDS_MICROS = 2_000_000;

    private static final Map<DefectId, Long> MICROS =
            Map.of(
                    DefectId.VIDEO_BLOCK_CORRUPTION, LOOKS_OF_TWO_SECONDS_MICROS,
                    DefectId.VIDEO_COMBING, LOOKS_OF_TWO_SECONDS_MICROS,
                    DefectId.VIDEO_FIELD_ORDER, LOOKS_OF_TWO_SECONDS_MICROS,
                    DefectId.VIDEO_BLUR, TWO_LOOKS_A_SECOND_MICROS,
                    DefectId.VIDEO_NOISE, TWO_LOOKS_A_SECOND_MICROS,
                    DefectId.VIDEO_BLOCKINESS, TWO_LOOKS_A_SECOND_MICROS,
                    DefectId.VIDEO_BANDING, TWO_LOOKS_A_SECOND_MICROS,
                    DefectId.VIDEO_LEVELS, TWO_LOOKS_A_SECOND_MICROS);

    private OnsetDoubt() {}

    /** In microseconds; 0 where each picture is looked at. */
    public static long micros(DefectId defect) {
        return MICROS.getOrDefault(defect, 0L);
    }
}
