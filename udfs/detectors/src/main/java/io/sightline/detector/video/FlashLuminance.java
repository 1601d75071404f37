package io.sightline.detector.video;

import io.sightline.detector.api.Transfer;
import io.sightline.detector.features.LumaView;

/**
 * Which changes of luma are changes of light that count as half of a flash, by ITU-R BT.1702-3: 20
 * cd/m² or more where the darker state is below 160 cd/m²; above that, in high dynamic range, a
 * Michelson contrast of 1/17 or more (the same at 160 cd/m²).
 *
 * <p>Light is that of the reference displays: standard range with 200 cd/m² for white by ITU-R
 * BT.1886, HLG with 1000 cd/m², PQ absolute, both by ITU-R BT.2100. Immutable tables over luma in
 * steps of 1/{@value #STEPS_PER_LEVEL} level, so that a change is known by comparing integers.
 */
final class FlashLuminance {

    static final int STEPS_PER_LEVEL = 8;
    static final int STEPS = 256 * STEPS_PER_LEVEL;

    private static final double DARK_LIMIT = 160;
    private static final double LEAST_CHANGE = 20;
    private static final double LEAST_CONTRAST = 1.0 / 17;

    /** From units of {@link LumaView} to steps. */
    private static final int SHIFT =
            Integer.numberOfTrailingZeros(LumaView.UNITS_PER_LEVEL / STEPS_PER_LEVEL);

    private static final FlashLuminance SDR = new FlashLuminance(Transfer.SDR);
    private static final FlashLuminance PQ = new FlashLuminance(Transfer.PQ);
    private static final FlashLuminance HLG = new FlashLuminance(Transfer.HLG);

    private final short[] risenAt = new short[STEPS]; // the least step that is a rise from this one
    private final short[] fallenAt = new short[STEPS]; // the highest that is a fall, -1: none

    private FlashLuminance(Transfer transfer) {
        double[] light = new double[STEPS];
        for (int step = 0; step < STEPS; step++) {
            light[step] = candelas(transfer, step);
        }
        for (int step = 0; step < STEPS; step++) {
            int up = step;
            while (up < STEPS && !isChange(transfer, light[step], light[up])) {
                up++;
            }
            risenAt[step] = (short) up;
            int down = step;
            while (down >= 0 && !isChange(transfer, light[down], light[step])) {
                down--;
            }
            fallenAt[step] = (short) down;
        }
    }

    static FlashLuminance of(Transfer transfer) {
        return switch (transfer) {
            case SDR -> SDR;
            case PQ -> PQ;
            case HLG -> HLG;
        };
    }

    static int stepOf(int units) {
        return units >> SHIFT;
    }

    boolean isRise(int from, int to) {
        return to >= risenAt[from];
    }

    boolean isFall(int from, int to) {
        return to <= fallenAt[from];
    }

    private static boolean isChange(Transfer transfer, double darker, double brighter) {
        if (darker < DARK_LIMIT) {
            return brighter - darker >= LEAST_CHANGE;
        }
        return transfer != Transfer.SDR
                && (brighter - darker) / (brighter + darker) >= LEAST_CONTRAST;
    }

    /** The light of a neutral area in cd/m². */
    private static double candelas(Transfer transfer, int step) {
        double signal = ((double) step / STEPS_PER_LEVEL - 16) / 219;
        double v = Math.max(signal, 0);
        return switch (transfer) {
            case SDR -> 200 * Math.pow(v, 2.4);
            case PQ -> {
                double power = Math.pow(Math.min(v, 1), 1 / 78.84375);
                double base = Math.max(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power);
                yield 10_000 * Math.pow(base, 1 / 0.1593017578125);
            }
            case HLG -> {
                double scene =
                        v <= 0.5
                                ? v * v / 3
                                : (Math.exp((v - 0.55991073) / 0.17883277) + 0.28466892) / 12;
                yield 1000 * Math.pow(scene, 1.2);
            }
        };
    }
}
