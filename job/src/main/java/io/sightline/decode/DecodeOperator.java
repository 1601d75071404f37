package io.sightline.decode;

import io.sightline.flow.MediaUnit;
import io.sightline.flow.RenditionRef;
import io.sightline.flow.StreamEvent;
import io.sightline.metrics.MetricDetail;
import java.util.IdentityHashMap;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Turns packets into pictures and blocks of sound, one set of decoders for each rendition.
 *
 * <p>Thread: the task's. State: none in checkpoints: after a restore the source announces the
 * tracks again and goes back far enough (pre-roll) for the decoders to be as they were; which tier
 * is in force is kept by detect.
 */
public final class DecodeOperator extends AbstractStreamOperator<MediaUnit>
        implements OneInputStreamOperator<StreamEvent, MediaUnit> {

    private static final long serialVersionUID = 1L;

    private final DecoderOpener opener;
    private final MetricDetail detail;

    // By identity: a rendition at work has one RenditionRef. Values owned, closed in close().
    private transient IdentityHashMap<RenditionRef, RenditionDecoders> decoders;
    private transient LoadBalance balance;
    private transient StreamRecord<MediaUnit> reused;
    private transient DecodeMetrics counted;
    private transient long downstreamNanos; // spent in the rest of the chain, ever

    public DecodeOperator(DecoderOpener opener, MetricDetail detail) {
        this.opener = opener;
        this.detail = detail;
    }

    @Override
    public void open() throws Exception {
        super.open();
        decoders = new IdentityHashMap<>();
        balance = new LoadBalance();
        reused = new StreamRecord<>(null);
        counted = new DecodeMetrics(getMetricGroup(), detail, this::wallClockMillis);
    }

    private long wallClockMillis() {
        return getProcessingTimeService().getCurrentProcessingTime();
    }

    @Override
    public void processElement(StreamRecord<StreamEvent> element) {
        long beginNanos = System.nanoTime();
        long downstreamBefore = downstreamNanos;
        decode(element.getValue());
        counted.spent(System.nanoTime() - beginNanos - (downstreamNanos - downstreamBefore));
    }

    private void decode(StreamEvent event) {
        RenditionRef origin = event.origin();
        if (event instanceof StreamEvent.PacketArrived arrived) {
            try (var packet = arrived.packet()) {
                RenditionDecoders rendition = decoders.get(origin);
                if (rendition != null) {
                    long begin = System.nanoTime();
                    rendition.decode(packet);
                    rendition
                            .load()
                            .spent(System.nanoTime() - begin, packet.presentationTimeMicros());
                }
            }
        } else if (event instanceof StreamEvent.TracksAnnounced announced) {
            decoders.computeIfAbsent(origin, this::newDecoders).replaceTracks(announced.tracks());
        } else if (event instanceof StreamEvent.PacketsDropped dropped) {
            RenditionDecoders rendition = decoders.get(origin);
            if (rendition != null) {
                rendition.dropped(dropped);
            }
        } else if (event instanceof StreamEvent.EntryReplaced replaced) {
            RenditionDecoders rendition = decoders.remove(origin);
            if (rendition != null) {
                rendition.continueAs(replaced.next());
                decoders.put(replaced.next(), rendition);
            }
            emit(new MediaUnit.Passed(event));
        } else {
            RenditionDecoders rendition = decoders.get(origin);
            if (rendition != null) {
                if (event instanceof StreamEvent.Discontinuity) {
                    rendition.breakContinuity();
                } else if (event instanceof StreamEvent.InputEnded
                        || event instanceof StreamEvent.Anchored) {
                    rendition.drain();
                } else if (event instanceof StreamEvent.Tick tick) {
                    rendition.load().lag(tick.lagMillis());
                    balance.onTick(decoders.values(), tick.wallTimeMillis());
                    counted.lag(balance.mostLagMillis(), tick.wallTimeMillis());
                }
            }
            emit(new MediaUnit.Passed(event));
            if (event instanceof StreamEvent.Removed || event instanceof StreamEvent.InputEnded) {
                closeDecoders(origin);
            }
        }
    }

    private RenditionDecoders newDecoders(RenditionRef origin) {
        RenditionDecoders rendition =
                new RenditionDecoders(
                        origin, opener, this::emit, counted.counts(), this::wallClockMillis);
        counted.opened(rendition);
        return rendition;
    }

    private void emit(MediaUnit unit) {
        long beginNanos = System.nanoTime();
        output.collect(reused.replace(unit));
        downstreamNanos += System.nanoTime() - beginNanos;
    }

    private void closeDecoders(RenditionRef origin) {
        RenditionDecoders rendition = decoders.remove(origin);
        if (rendition != null) {
            rendition.close();
            counted.closed(rendition.origin());
            if (decoders.isEmpty()) {
                counted.nobody();
            }
        }
    }

    @Override
    public void close() throws Exception {
        if (decoders != null) {
            decoders.values().forEach(RenditionDecoders::close);
            decoders.clear();
        }
        super.close();
    }
}
