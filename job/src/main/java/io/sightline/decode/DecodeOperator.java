package io.sightline.decode;

import io.sightline.flow.MediaUnit;
import io.sightline.flow.RenditionRef;
import io.sightline.flow.StreamEvent;
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

    // By identity: a rendition at work has one RenditionRef. Values owned, closed in close().
    private transient IdentityHashMap<RenditionRef, RenditionDecoders> decoders;
    private transient LoadBalance balance;
    private transient StreamRecord<MediaUnit> reused;

    public DecodeOperator(DecoderOpener opener) {
        this.opener = opener;
    }

    @Override
    public void open() throws Exception {
        super.open();
        decoders = new IdentityHashMap<>();
        balance = new LoadBalance();
        reused = new StreamRecord<>(null);
    }

    @Override
    public void processElement(StreamRecord<StreamEvent> element) {
        StreamEvent event = element.getValue();
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
                }
            }
            emit(new MediaUnit.Passed(event));
            if (event instanceof StreamEvent.Removed || event instanceof StreamEvent.InputEnded) {
                closeDecoders(origin);
            }
        }
    }

    private RenditionDecoders newDecoders(RenditionRef origin) {
        return new RenditionDecoders(
                origin,
                opener,
                this::emit,
                () -> getProcessingTimeService().getCurrentProcessingTime());
    }

    private void emit(MediaUnit unit) {
        output.collect(reused.replace(unit));
    }

    private void closeDecoders(RenditionRef origin) {
        RenditionDecoders rendition = decoders.remove(origin);
        if (rendition != null) {
            rendition.close();
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
