package io.sightline.decode;

import io.sightline.evidence.EvidenceSettings;
import io.sightline.evidence.SlotEvidence;
import io.sightline.flow.MediaUnit;
import io.sightline.flow.RenditionRef;
import io.sightline.flow.StreamEvent;
import io.sightline.media.Packet;
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
    private final EvidenceSettings evidenceSettings;

    // By identity: a rendition at work has one RenditionRef. Values owned, closed in close().
    private transient IdentityHashMap<RenditionRef, RenditionDecoders> decoders;
    private transient LoadBalance balance;
    private transient SlotEvidence evidence; // owned, closed in close()
    private transient StreamRecord<MediaUnit> reused;
    private transient DecodeMetrics counted;
    private transient long downstreamNanos; // spent in the rest of the chain, ever

    public DecodeOperator(
            DecoderOpener opener, MetricDetail detail, EvidenceSettings evidenceSettings) {
        this.opener = opener;
        this.detail = detail;
        this.evidenceSettings = evidenceSettings;
    }

    @Override
    public void open() throws Exception {
        super.open();
        decoders = new IdentityHashMap<>();
        balance = new LoadBalance();
        reused = new StreamRecord<>(null);
        evidence =
                SlotEvidence.open(
                        evidenceSettings,
                        getMetricGroup(),
                        getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
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
            decodePacket(origin, arrived.packet());
        } else if (event instanceof StreamEvent.TracksAnnounced announced) {
            evidence.tracks(origin, announced.tracks());
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
            evidence.replace(origin, replaced.next());
            emit(new MediaUnit.Passed(event));
        } else {
            RenditionDecoders rendition = decoders.get(origin);
            tellEvidence(event);
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
                evidence.end(origin);
            }
        }
    }

    /** Ownership: takes the packet. */
    private void decodePacket(RenditionRef origin, Packet packet) {
        boolean isKept = false;
        try {
            RenditionDecoders rendition = decoders.get(origin);
            if (rendition != null) {
                long begin = System.nanoTime();
                rendition.decode(packet);
                rendition.load().spent(System.nanoTime() - begin, packet.presentationTimeMicros());
                isKept = evidence.keep(origin, packet, rendition.tiers().inForce());
            }
        } finally {
            if (!isKept) {
                packet.close();
            }
        }
    }

    private void tellEvidence(StreamEvent event) {
        if (event instanceof StreamEvent.Discontinuity) {
            evidence.breakContinuity(event.origin());
        } else if (event instanceof StreamEvent.Tick tick) {
            evidence.tick(event.origin(), tick.wallTimeMillis());
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

    /** The input is over, for good: there is time to write what is left. */
    @Override
    public void finish() throws Exception {
        evidence.finish();
        super.finish();
    }

    @Override
    public void close() throws Exception {
        if (evidence != null) {
            evidence.close();
        }
        if (decoders != null) {
            decoders.values().forEach(RenditionDecoders::close);
            decoders.clear();
        }
        super.close();
    }
}
