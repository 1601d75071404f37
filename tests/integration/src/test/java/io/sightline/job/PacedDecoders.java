package io.sightline.job;

import io.sightline.decode.DecoderOpener;
import io.sightline.decode.NativeDecoders;
import io.sightline.media.AudioDecoder;
import io.sightline.media.MediaException;
import io.sightline.media.Packet;
import io.sightline.media.Track;
import io.sightline.media.VideoDecoder;
import io.sightline.media.ffmpeg.FramePoisoning;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Real decoders, with frames poisoned when their borrow ends, that take their time over each
 * packet, so that checkpoints fall between pictures, and that break down where a {@link
 * FailurePlan} says.
 */
record PacedDecoders(String planId, long nanosPerPacket) implements DecoderOpener {

    /** Flink ships the opener to the task by serialization: the plan is found again by its id. */
    private static final Map<String, FailurePlan> PLANS = new ConcurrentHashMap<>();

    static PacedDecoders undisturbed(long nanosPerPacket) {
        return following(FailurePlan.none(), nanosPerPacket);
    }

    static PacedDecoders following(FailurePlan plan, long nanosPerPacket) {
        String id = UUID.randomUUID().toString();
        PLANS.put(id, plan);
        return new PacedDecoders(id, nanosPerPacket);
    }

    @Override
    public VideoDecoder openVideo(Track track) throws MediaException {
        VideoDecoder decoder = new NativeDecoders(FramePoisoning.ON).openVideo(track);
        return new Paced(decoder, PLANS.get(planId), nanosPerPacket);
    }

    @Override
    public AudioDecoder openAudio(Track track) throws MediaException {
        return new NativeDecoders(FramePoisoning.ON).openAudio(track);
    }

    private static final class Paced extends ForwardingVideoDecoder {

        private final FailurePlan plan;
        private final long nanosPerPacket;
        private boolean anythingSent;

        Paced(VideoDecoder decoder, FailurePlan plan, long nanosPerPacket) {
            super(decoder);
            this.plan = plan;
            this.nanosPerPacket = nanosPerPacket;
        }

        @Override
        public boolean send(Packet packet) {
            LockSupport.parkNanos(nanosPerPacket);
            anythingSent = true;
            if (!packet.isPreRoll()) {
                plan.onPacket();
            }
            return super.send(packet);
        }

        @Override
        public void drain() {
            super.drain();
            if (anythingSent) {
                plan.onEndOfInput();
            }
        }
    }
}
