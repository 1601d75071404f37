package io.sightline.decode;

import io.sightline.detector.model.TimeBase;
import io.sightline.flow.DecodeTier;
import io.sightline.flow.Priority;
import io.sightline.flow.StreamEvent;
import io.sightline.flow.TierControl;
import java.util.EnumMap;
import java.util.Map;

/**
 * What one rendition costs the task, as a share of real time: time spent for each second of media,
 * so that neither a backlog nor the bursts in which segments come disturb it. Thread: the task's.
 */
final class RenditionLoad {

    /** Of input that is never late. */
    static final long NO_LAG = StreamEvent.Tick.WAITS;

    private static final long LEAST_MICROS = 2_000_000;
    private static final long MOST_OF_A_PACKET_NANOS = 2_000_000_000;
    private static final long MOST_GROWTH_MILLIS = 10_000;
    private static final double NEWEST_WEIGHT = 0.5;

    /** Longer than most segments. What brings no media for so long costs nothing. */
    private static final long IDLE_MILLIS = 15_000;

    /** What a tier cost once is half as certain each minute. */
    private static final double HALF_LIFE_MILLIS = 60_000;

    private final Map<DecodeTier, Need> needs = new EnumMap<>(DecodeTier.class);
    private DecodeTier tier = DecodeTier.FULL;
    private double newestShare = Double.NaN; // measured while it has been in force
    private volatile long lagMillis = NO_LAG; // reporters read it
    private long delayMillis; // the clock less the media's time: only its change says anything
    private long growthMillis;
    private long spentNanos;
    private long fromMicros = TimeBase.NO_TIME;
    private long toMicros = TimeBase.NO_TIME;
    private long seenMicros = TimeBase.NO_TIME; // how far media had come
    private long seenMillis; // when it last came farther

    private record Need(double share, long measuredMillis) {}

    /**
     * One packet, and all that followed from it, took so long. Beyond what any picture takes to
     * decode the task waited for somebody else, such as a broker that is away: no cost of this
     * rendition.
     */
    void spent(long nanos, long mediaMicros) {
        spentNanos += nanos > MOST_OF_A_PACKET_NANOS ? 0 : nanos;
        if (mediaMicros != TimeBase.NO_TIME && mediaMicros > toMicros) {
            fromMicros = fromMicros == TimeBase.NO_TIME ? mediaMicros : fromMicros;
            toMicros = mediaMicros;
        }
    }

    void lag(long millis) {
        lagMillis = millis;
    }

    boolean isLive() {
        return lagMillis != NO_LAG;
    }

    /** How far the task is behind what arrived, {@link #NO_LAG} if it never is; any thread. */
    long lagMillis() {
        return lagMillis;
    }

    /** Closes what was measured since the last round. */
    void endRound(DecodeTier inForce, long nowMillis) {
        long delay = toMicros == TimeBase.NO_TIME ? 0 : nowMillis - toMicros / 1_000;
        long growth = delay - delayMillis;
        growthMillis = Math.abs(growth) > MOST_GROWTH_MILLIS ? 0 : growth; // else time has jumped
        delayMillis = delay;
        if (toMicros != seenMicros) {
            seenMicros = toMicros;
            seenMillis = nowMillis;
        }
        if (inForce != tier) {
            tier = inForce;
            newestShare = Double.NaN;
            begin();
        } else if (toMicros - fromMicros >= LEAST_MICROS) {
            double share = spentNanos / 1e3 / (toMicros - fromMicros);
            newestShare = share;
            Need before = needs.get(tier);
            if (before != null) {
                share = before.share + (share - before.share) * NEWEST_WEIGHT;
            }
            needs.put(tier, new Need(share, nowMillis));
            begin();
        }
    }

    private void begin() {
        spentNanos = 0;
        fromMicros = toMicros;
    }

    /** Whether the tier in force was found to need more than that share of real time. */
    boolean needsMoreThan(double share) {
        return newestShare > share;
    }

    /** How the shedder sees it. */
    LoadShedder.Load seen(Priority priority, TierControl tiers, long nowMillis) {
        boolean isIdle = nowMillis - seenMillis > IDLE_MILLIS;
        DecodeTier coming =
                tiers.limit().isLessThan(tiers.inForce()) ? tiers.limit() : tiers.inForce();
        DecodeTier next = tiers.inForce().more();
        while (next != DecodeTier.FULL && !needs.containsKey(next)) {
            next = next.more(); // that cost at least as much
        }
        Need above = needs.get(next);
        return new LoadShedder.Load(
                priority,
                tiers.asked(),
                tiers.limit(),
                lagMillis,
                growthMillis,
                isIdle ? 0 : need(coming),
                isIdle ? 0 : above == null ? Double.NaN : remembered(above, nowMillis));
    }

    /** As measured; else by what is usual beside the next tier that was. */
    private double need(DecodeTier of) {
        Need known = needs.get(of);
        if (known != null) {
            return known.share;
        }
        return switch (of) {
            case FULL -> 0;
            case REFERENCE -> 0.8 * need(DecodeTier.FULL);
            case KEYFRAMES -> 0.2 * need(DecodeTier.REFERENCE);
            case NONE -> 0.1 * need(DecodeTier.KEYFRAMES);
        };
    }

    private static double remembered(Need need, long nowMillis) {
        return need.share * Math.pow(0.5, (nowMillis - need.measuredMillis) / HALF_LIFE_MILLIS);
    }
}
