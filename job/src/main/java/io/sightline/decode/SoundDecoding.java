package io.sightline.decode;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.model.TimeBase;
import io.sightline.flow.DecodeTier;
import io.sightline.flow.MediaUnit;
import io.sightline.flow.RenditionRef;
import io.sightline.flow.TierControl;
import io.sightline.media.AudioDecoder;
import io.sightline.media.Packet;
import io.sightline.media.Track;
import java.util.function.Consumer;

/**
 * Decodes one track of sound: all of it unless the tier in force is {@link DecodeTier#NONE}.
 * Thread: the task's. Ownership: owns the decoder.
 */
final class SoundDecoding implements AutoCloseable {

    private final OnDemand<AudioDecoder> decoder; // owned, closed in close()
    private final TierControl tiers;
    private final Consumer<MediaUnit> output;
    private RenditionRef origin;

    SoundDecoding(
            RenditionRef origin,
            OnDemand<AudioDecoder> decoder,
            TierControl tiers,
            Consumer<MediaUnit> output) {
        this.origin = origin;
        this.decoder = decoder;
        this.tiers = tiers;
        this.output = output;
        followTier();
    }

    void continueAs(RenditionRef next) {
        origin = next;
    }

    /** The tier may have changed, with the pictures that precede this sound. */
    void followTier() {
        if (tiers.inForce() != DecodeTier.NONE) {
            decoder.open();
        } else if (decoder.ifOpen() != null) {
            drain();
            decoder.release();
        }
    }

    /** Whether nothing of it can be decoded. */
    boolean isRefused() {
        return decoder.isRefused();
    }

    /** Borrows the packet. */
    void decode(Packet packet) {
        long at = packet.presentationTimeMicros();
        // What pre-roll lacks was reported before the restart.
        boolean isNew = !packet.isPreRoll() && at != TimeBase.NO_TIME;
        AudioDecoder open = decoder.ifOpen();
        if (open != null) {
            if (!open.send(packet) && isNew) {
                tiers.suspect(at, "sound cannot be decoded");
                output.accept(new MediaUnit.Undecodable(origin, Track.Kind.AUDIO, at));
            }
            receive(open);
        } else if (isNew && !decoder.isRefused()) {
            boolean isShed = tiers.asked() != DecodeTier.NONE;
            output.accept(
                    new MediaUnit.NotDecoded(
                            origin, Track.Kind.AUDIO, at, DecodeTier.NONE, isShed));
        }
    }

    /** Brings out what the decoder still holds; it is then ready for an unrelated packet. */
    void drain() {
        AudioDecoder open = decoder.ifOpen();
        if (open != null) {
            open.drain();
            receive(open);
            open.reset();
        }
    }

    private void receive(AudioDecoder open) {
        AudioBlock block;
        while ((block = open.receive()) != null) {
            output.accept(new MediaUnit.Sound(origin, block));
        }
    }

    @Override
    public void close() {
        decoder.close();
    }
}
