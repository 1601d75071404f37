package io.sightline.decode;

import io.sightline.flow.RenditionRef;
import io.sightline.media.NativeLedger;
import io.sightline.metrics.MetricDetail;
import io.sightline.metrics.RecentShare;
import io.sightline.metrics.RenditionGroups;
import io.sightline.metrics.SightlineMetrics;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MeterView;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;

/**
 * The metrics of decode; {@code docs/reference/metrics.md} has their meaning.
 *
 * <p>Threads: all calls are the task's. Reporters read counters, which are plain numbers as all of
 * Flink's are, the lag, which is published as a whole, and the process-wide ledger.
 */
final class DecodeMetrics {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;

    /** Ticks come each second; a task that does not come round in time is behind. */
    private static final long TICK_PATIENCE_MILLIS = 2_000;

    private static final int RATE_SECONDS = 10;

    private final RenditionGroups groups;
    private final FrameCounts counts = new FrameCounts();
    private final Counter nanos = new SimpleCounter();
    private final LongSupplier wallClockMillis;
    private volatile Lag lag = Lag.NOBODY;

    /** How far the slowest live rendition was behind, and when that was. */
    private record Lag(long millis, long atMillis) {
        static final Lag NOBODY = new Lag(RenditionLoad.NO_LAG, 0);
    }

    /**
     * @param wallClockMillis may be asked by any thread
     */
    DecodeMetrics(MetricGroup operator, MetricDetail detail, LongSupplier wallClockMillis) {
        this.wallClockMillis = wallClockMillis;
        MetricGroup group = SightlineMetrics.of(operator);
        groups = new RenditionGroups(group, detail);
        group.counter("presented_frames", counts.presented());
        group.counter("decoded_frames", counts.decoded());
        group.counter("decode_errors", counts.errors());
        group.gauge("coverage_ratio", new RecentShare(counts.decoded(), counts.wanted()));
        Gauge<Double> lagging = this::lagSeconds;
        group.gauge("lag_seconds", lagging);
        Gauge<Long> held = NativeLedger::bytes;
        group.gauge("native_memory_bytes", held);
        Gauge<Double> spent = () -> nanos.getCount() / NANOS_PER_SECOND;
        group.gauge("decode_seconds", spent);
    }

    /** The sums over all renditions. */
    FrameCounts counts() {
        return counts;
    }

    /** So much time went into decoding, without what followed from it. */
    void spent(long spentNanos) {
        nanos.inc(spentNanos);
    }

    /**
     * Once a second, while there are renditions.
     *
     * @param millis the most that a live one is behind, {@link RenditionLoad#NO_LAG} if none is
     */
    void lag(long millis, long nowMillis) {
        lag = new Lag(millis, nowMillis);
    }

    /** There are no renditions any more: nobody tells of a lag. */
    void nobody() {
        lag = Lag.NOBODY;
    }

    private double lagSeconds() {
        Lag last = lag;
        if (last.millis() == RenditionLoad.NO_LAG) {
            return 0;
        }
        long silent = wallClockMillis.getAsLong() - last.atMillis() - TICK_PATIENCE_MILLIS;
        return (last.millis() + Math.max(0, silent)) / MILLIS_PER_SECOND;
    }

    /** A rendition has decoders from here on. */
    void opened(RenditionDecoders rendition) {
        RenditionRef origin = rendition.origin();
        FrameCounts own = rendition.counts();
        RecentShare coverage = new RecentShare(own.decoded(), own.wanted());
        MeterView rate = new MeterView(own.decoded(), RATE_SECONDS);
        groups.open(
                origin.stream(),
                origin.rendition(),
                group -> {
                    group.meter("frames_per_second", rate);
                    group.gauge("coverage_ratio", coverage);
                    Gauge<Double> lagging =
                            () -> Math.max(0, rendition.load().lagMillis()) / MILLIS_PER_SECOND;
                    group.gauge("lag_seconds", lagging);
                });
    }

    /** A rendition has no decoders any more. */
    void closed(RenditionRef origin) {
        groups.close(origin.stream(), origin.rendition());
    }
}
