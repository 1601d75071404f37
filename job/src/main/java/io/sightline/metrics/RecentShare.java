package io.sightline.metrics;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.View;

/**
 * What share one counter has in another, of what came over the last minute; 1 when nothing came.
 *
 * <p>Flink's thread for views samples both counters every five seconds; they cost the task nothing
 * more than counting. Reporters read what that thread published.
 */
public final class RecentShare implements Gauge<Double>, View {

    private static final int SAMPLES = 60 / UPDATE_INTERVAL_SECONDS;

    private final Counter part;
    private final Counter whole;
    private final long[] parts = new long[SAMPLES]; // a ring, of the thread for views
    private final long[] wholes = new long[SAMPLES];
    private int oldest;
    private volatile double share = 1;

    /**
     * @param part counts some of what {@code whole} counts; both begin at 0
     */
    public RecentShare(Counter part, Counter whole) {
        this.part = part;
        this.whole = whole;
    }

    @Override
    public void update() {
        long partNow = part.getCount();
        long wholeNow = whole.getCount();
        long partRecently = partNow - parts[oldest];
        long wholeRecently = wholeNow - wholes[oldest];
        parts[oldest] = partNow;
        wholes[oldest] = wholeNow;
        oldest = (oldest + 1) % SAMPLES;
        share = wholeRecently <= 0 ? 1 : Math.min(1, (double) partRecently / wholeRecently);
    }

    @Override
    public Double getValue() {
        return share;
    }
}
