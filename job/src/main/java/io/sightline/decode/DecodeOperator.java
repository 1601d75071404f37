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
 * tracks again and goes back far enough (pre-roll) for the decoders to be as they were.
 */
public final class DecodeOperator extends AbstractStreamOperator<MediaUnit>
        implements OneInputStreamOperator<StreamEvent, MediaUnit> {

    private static final long serialVersionUID = 1L;

    private final DecoderOpener opener;

    // By identity: a rendition at work has one RenditionRef. Values owned, closed in close().
    private transient IdentityHashMap<RenditionRef, RenditionDecoders> decoders;
    private transient StreamRecord<MediaUnit> reused;

    public DecodeOperator(DecoderOpener opener) {
        this.opener = opener;
    }

    @Override
    public void open() throws Exception {
        super.open();
        decoders = new IdentityHashMap<>();
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
                    rendition.decode(packet);
                }
            }
        } else if (event instanceof StreamEvent.TracksAnnounced announced) {
            decoders.computeIfAbsent(origin, this::newDecoders).replaceTracks(announced.tracks());
        } else if (event instanceof StreamEvent.EntryReplaced replaced) {
            RenditionDecoders rendition = decoders.remove(origin);
            if (rendition != null) {
                rendition.continueAs(replaced.next());
                decoders.put(replaced.next(), rendition);
            }
            emit(new MediaUnit.Passed(event));
        } else {
            if (breaksContinuity(event) && decoders.containsKey(origin)) {
                decoders.get(origin).drain();
            }
            emit(new MediaUnit.Passed(event));
            if (event instanceof StreamEvent.Removed || event instanceof StreamEvent.InputEnded) {
                closeDecoders(origin);
            }
        }
    }

    private static boolean breaksContinuity(StreamEvent event) {
        return event instanceof StreamEvent.Discontinuity
                || event instanceof StreamEvent.InputEnded
                || event instanceof StreamEvent.Anchored;
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
