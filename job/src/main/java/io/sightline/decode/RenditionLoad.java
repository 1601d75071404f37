package io.sightline.decode;

import io.sightline.detector.model.TimeBase;
import io.sightline.flow.DecodeTier;
import io.sightline.flow.Priority;
import io.sightline.flow.StreamEvent;
import io.sightline.flow.TierControl;
import java.util.Arrays;

/**
 * What one rendition costs the task, as a share of real time: time spent for each second of media,
 * so that neither a backlog nor the bursts in which segments come disturb it. Thread: the task's.
 */
final class RenditionLoad {

    private static final long LEAST_MICROS = 2_000_000;
    private static final double NEWEST_WEIGHT = 0.5;

    /** What a tier cost once is half as certain each minute. */
    private static final double HALF_LIFE_MILLIS = 60_000;

    private final double[] needs = new double[DecodeTier.values().length];
    private final long[] measuredMillis = new long[needs.length];
    private DecodeTier tier = DecodeTier.FULL;
    private long lagMillis = StreamEvent.Tick.WAITS;
    private long spentNanos;
    private long fromMicros = TimeBase.NO_TIME;
    private long toMicros = TimeBase.NO_TIME;

    RenditionLoad() {
        Arrays.fill(needs, Double.NaN);
    }

    /** One packet, and all that followed from it, took so long. */
    void spent(long nanos, long mediaMicros) {
        spentNanos += nanos;
        if (mediaMicros != TimeBase.NO_TIME && mediaMicros > toMicros) {
            fromMicros = fromMicros == TimeBase.NO_TIME ? mediaMicros : fromMicros;
            toMicros = mediaMicros;
        }
    }

    void lag(long millis) {
        lagMillis = millis;
    }

    boolean isLive() {
        return lagMillis != StreamEvent.Tick.WAITS;
    }

    /** Closes what was measured since the last round. */
    void endRound(DecodeTier inForce, long nowMillis) {
        if (inForce != tier) {
            tier = inForce;
            begin();
        } else if (toMicros - fromMicros >= LEAST_MICROS) {
            double need = spentNanos / 1e3 / (toMicros - fromMicros);
            int slot = tier.ordinal();
            needs[slot] =
                    Double.isNaN(needs[slot])
                            ? need
                            : needs[slot] + (need - needs[slot]) * NEWEST_WEIGHT;
            measuredMillis[slot] = nowMillis;
            begin();
        }
    }

    private void begin() {
        spentNanos = 0;
        fromMicros = toMicros;
    }

    /** How the shedder sees it. */
    LoadShedder.Load seen(Priority priority, TierControl tiers, long nowMillis) {
        DecodeTier inForce = tiers.inForce();
        double need = needs[inForce.ordinal()];
        return new LoadShedder.Load(
                priority,
                tiers.asked(),
                tiers.limit(),
                lagMillis,
                Double.isNaN(need) ? 0 : need,
                inForce == DecodeTier.FULL
                        ? Double.NaN
                        : remembered(inForce.ordinal() - 1, nowMillis));
    }

    private double remembered(int slot, long nowMillis) {
        return needs[slot] * Math.pow(0.5, (nowMillis - measuredMillis[slot]) / HALF_LIFE_MILLIS);
    }
}
