package io.sightline.decode;

import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.model.TimeBase;
import io.sightline.flow.DecodeTier;
import io.sightline.flow.MediaUnit;
import io.sightline.flow.RenditionRef;
import io.sightline.flow.StreamEvent;
import io.sightline.flow.StreamState;
import io.sightline.flow.TierControl;
import io.sightline.media.Packet;
import io.sightline.media.Track;
import io.sightline.media.VideoDecoder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes of one track of pictures what the tier in force asks for, and tells what is left out.
 *
 * <h2>How tiers change</h2>
 *
 * Between {@link DecodeTier#FULL} and {@link DecodeTier#REFERENCE} the decoder goes on, because it
 * keeps every picture that others refer to. Below them it is emptied: a key frame is then decoded
 * alone and brought out at once, however many pictures the decoder would hold back. Upward begins
 * at a key frame, without the pictures that precede it in time but follow it in the stream: they
 * refer to what was not decoded. A key frame that gives reason to go up is decoded once more, and
 * those after it follow.
 *
 * <p>Live input is joined anywhere. What the decoder refuses or flags before the first key frame
 * lacks what was sent earlier: it is neither shown nor damage.
 *
 * <p>Thread: the task's. Ownership: owns the decoder.
 */
final class PictureDecoding implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PictureDecoding.class);

    /** Distances of key frames in distribution are shorter; some encoders send none at all. */
    private static final long JOINING_LIMIT_MICROS = 10_000_000;

    /** A decoder that never refuses, and holds so many packets back, gives no picture at all. */
    private static final int MOST_HELD_BACK = 100;

    private static final int MOST_KEY_FRAMES = 3;
    private static final int MOST_PACKETS = 1_000;

    private final OnDemand<VideoDecoder> decoder; // owned, closed in close()
    private final TierControl tiers;
    private final Consumer<MediaUnit> output;
    private final PendingPictures pending = new PendingPictures(); // while some are left out
    private final LongSupplier wallClockMillis;
    private RenditionRef origin;
    private DecodeTier applied;
    private boolean isProven; // a picture came out, or it was told that none does
    private boolean isHopeless; // it was told, and none came out since
    private int packets; // before that
    private int keyFrames;
    private int refusedKeyFrames;
    private long entryMicros = TimeBase.NO_TIME; // pictures before it lack their references
    private long shownMicros = TimeBase.NO_TIME; // up to here pictures came out before
    private boolean isJoining = true; // no key frame came yet
    private long joinedMicros = TimeBase.NO_TIME; // what is flagged before it lacks references
    private long joiningSinceMicros = TimeBase.NO_TIME;

    PictureDecoding(
            RenditionRef origin,
            OnDemand<VideoDecoder> decoder,
            TierControl tiers,
            Consumer<MediaUnit> output,
            LongSupplier wallClockMillis) {
        this.origin = origin;
        this.decoder = decoder;
        this.tiers = tiers;
        this.output = output;
        this.wallClockMillis = wallClockMillis;
        this.applied = tiers.inForce();
        openAsApplied();
    }

    void continueAs(RenditionRef next) {
        origin = next;
    }

    /** Whether nothing of it can be decoded. */
    boolean isRefused() {
        return decoder.isRefused();
    }

    /** Whether nothing comes of it any more, as far as known. */
    boolean givesNothing() {
        return isRefused() || isHopeless;
    }

    /** Borrows the packet. */
    void decode(Packet packet) {
        if (isRefused()) {
            return;
        }
        long at = packet.presentationTimeMicros();
        boolean isEntry = packet.isKeyFrame() && at != TimeBase.NO_TIME;
        if (!packet.isPreRoll()) {
            tiers.picture(at, packet.sizeBytes(), packet.isKeyFrame(), packet.isCorrupt());
        }
        join(at, packet.isKeyFrame());
        if (isEntry) {
            entryMicros = TimeBase.NO_TIME;
            apply(tiers.enter(at), packet);
        } else {
            apply(tiers.now(), packet);
        }
        switch (applied) {
            case FULL, REFERENCE -> {
                if (at != TimeBase.NO_TIME && at < entryMicros) {
                    leaveOut(packet, isEntry);
                } else {
                    examine(packet);
                }
            }
            case KEYFRAMES -> {
                if (isEntry) {
                    examineAlone(packet);
                } else {
                    leaveOut(packet, isEntry);
                }
            }
            case NONE -> leaveOut(packet, isEntry);
        }
    }

    /** What comes next does not continue what came before: it may begin between key frames. */
    void breakContinuity() {
        drain();
        isJoining = true;
        joiningSinceMicros = TimeBase.NO_TIME;
    }

    private void join(long at, boolean isKeyFrame) {
        if (!isJoining) {
            return;
        }
        if (joiningSinceMicros == TimeBase.NO_TIME) {
            joiningSinceMicros = at;
        }
        boolean isOverdue =
                at != TimeBase.NO_TIME && at - joiningSinceMicros > JOINING_LIMIT_MICROS;
        if (isKeyFrame || isOverdue) {
            isJoining = false;
            joinedMicros = at; // without a time, nothing counts as before it
        }
    }

    /** Whether a picture lacks what was sent before this side began to look: that is no damage. */
    private boolean isBeforeJoining(long at) {
        return isJoining || (joinedMicros != TimeBase.NO_TIME && at < joinedMicros);
    }

    private void apply(DecodeTier next, Packet packet) {
        if (next == applied) {
            return;
        }
        if (!packet.isPreRoll()) {
            LOG.info(
                    "{} decodes {}, was {}: {}",
                    origin.forLog(),
                    next.id(),
                    applied.id(),
                    tiers.reason());
        }
        if (decodesInSequence(applied) && !decodesInSequence(next)) {
            drain();
        } else if (!decodesInSequence(applied) && decodesInSequence(next)) {
            entryMicros = packet.presentationTimeMicros();
        }
        applied = next;
        openAsApplied();
    }

    private static boolean decodesInSequence(DecodeTier tier) {
        return !tier.isLessThan(DecodeTier.REFERENCE);
    }

    private void openAsApplied() {
        if (applied == DecodeTier.NONE) {
            decoder.release();
            return;
        }
        VideoDecoder open = decoder.open();
        if (open != null) {
            open.skip(
                    applied == DecodeTier.REFERENCE
                            ? VideoDecoder.Skip.NON_REFERENCE
                            : VideoDecoder.Skip.NOTHING);
        }
    }

    private void examine(Packet packet) {
        long at = packet.presentationTimeMicros();
        if (applied == DecodeTier.REFERENCE && at != TimeBase.NO_TIME) {
            pending.add(at);
        }
        send(packet);
        receive();
    }

    private void examineAlone(Packet packet) {
        send(packet);
        drain();
        long at = packet.presentationTimeMicros();
        if (!packet.isPreRoll()
                && applied.isLessThan(tiers.asked())
                && decodesInSequence(tiers.reconsider(at))) {
            shownMicros = at;
            apply(tiers.inForce(), packet);
            examine(packet);
        }
    }

    private void send(Packet packet) {
        VideoDecoder open = decoder.ifOpen();
        if (open == null) {
            return;
        }
        boolean isTaken = open.send(packet);
        if (!isProven) {
            tellIfNothingCanBeDecoded(packet, isTaken);
        }
        if (!isTaken) {
            long at = packet.presentationTimeMicros();
            pending.remove(at);
            // What pre-roll lacks was reported before the restart.
            if (!packet.isPreRoll() && at != TimeBase.NO_TIME && !isBeforeJoining(at)) {
                tiers.suspect(at, "pictures cannot be decoded");
                output.accept(new MediaUnit.Undecodable(origin, Track.Kind.VIDEO, at));
            }
        }
    }

    /** Who joins between two key frames has to wait too, but not for long. */
    private void tellIfNothingCanBeDecoded(Packet packet, boolean isTaken) {
        packets++;
        keyFrames += packet.isKeyFrame() ? 1 : 0;
        refusedKeyFrames += packet.isKeyFrame() && !isTaken ? 1 : 0;
        isHopeless =
                refusedKeyFrames >= MOST_KEY_FRAMES
                        || (keyFrames >= MOST_KEY_FRAMES && packets >= MOST_HELD_BACK)
                        || packets >= MOST_PACKETS;
        isHopeless &= !packet.isPreRoll();
        if (!isHopeless) {
            return;
        }
        isProven = true;
        output.accept(
                new MediaUnit.Passed(
                        new StreamEvent.StateChanged(
                                origin,
                                StreamState.BROKEN,
                                "Cannot watch the pictures of stream '%s' rendition '%s': the decoder got %d packets, %d key frames among them, and no picture came out; their headers are damaged or declare pictures beyond its limits. Check the encoder."
                                        .formatted(
                                                origin.stream(),
                                                origin.rendition(),
                                                packets,
                                                keyFrames),
                                wallClockMillis.getAsLong())));
    }

    /** Brings out what the decoder still holds; it is then ready for an unrelated packet. */
    void drain() {
        VideoDecoder open = decoder.ifOpen();
        if (open != null) {
            open.drain();
            receive();
            open.reset();
        }
        tellLeftOutBefore(Long.MAX_VALUE);
    }

    private void receive() {
        VideoDecoder open = decoder.ifOpen();
        VideoFrame frame;
        while (open != null && (frame = open.receive()) != null) {
            isProven = true;
            isHopeless = false;
            long at = frame.presentationTimeMicros();
            boolean lacksReferences = frame.damage().isDamaged() && isBeforeJoining(at);
            if (at > shownMicros && !lacksReferences) {
                tellLeftOutBefore(at);
                output.accept(new MediaUnit.Picture(origin, frame));
            }
            pending.remove(at);
        }
    }

    private void tellLeftOutBefore(long micros) {
        while (!pending.isEmpty() && pending.first() < micros) {
            long at = pending.first();
            pending.removeFirst();
            boolean isShed = tiers.asked() == DecodeTier.FULL;
            output.accept(
                    new MediaUnit.NotDecoded(
                            origin, Track.Kind.VIDEO, at, DecodeTier.REFERENCE, isShed));
        }
    }

    private void leaveOut(Packet packet, boolean isEntry) {
        long at = packet.presentationTimeMicros();
        if (packet.isPreRoll() || at == TimeBase.NO_TIME) {
            return;
        }
        DecodeTier asked = tiers.asked();
        boolean isShed =
                applied.isLessThan(asked)
                        && (decodesInSequence(asked) || (asked == DecodeTier.KEYFRAMES && isEntry));
        output.accept(new MediaUnit.NotDecoded(origin, Track.Kind.VIDEO, at, applied, isShed));
    }

    @Override
    public void close() {
        decoder.close();
    }
}
