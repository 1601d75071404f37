package io.sightline.decode;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.model.TimeBase;
import io.sightline.flow.DecodeTier;
import io.sightline.flow.MediaUnit;
import io.sightline.flow.RenditionRef;
import io.sightline.flow.StreamEvent;
import io.sightline.flow.StreamState;
import io.sightline.flow.TierControl;
import io.sightline.media.AudioDecoder;
import io.sightline.media.MediaException;
import io.sightline.media.Packet;
import io.sightline.media.Track;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The decoders of one rendition: one for its first video track and one for its first audio track.
 * Thread: the task's. Ownership: owns its decoders until {@link #close()}.
 */
final class RenditionDecoders implements AutoCloseable {

    private static final int NO_TRACK = -1;

    private RenditionRef origin;
    private final DecoderOpener opener;
    private final Consumer<MediaUnit> output;
    private final LongSupplier wallClockMillis;

    private final TierControl tiers;
    private final RenditionLoad load = new RenditionLoad();

    private int videoTrack = NO_TRACK;
    private int audioTrack = NO_TRACK;
    private @Nullable PictureDecoding video; // owned
    private @Nullable AudioDecoder audio; // owned
    private boolean isRefused; // it costs too much
    private boolean isSoundOff; // the tier decodes none

    RenditionDecoders(
            RenditionRef origin,
            DecoderOpener opener,
            Consumer<MediaUnit> output,
            LongSupplier wallClockMillis) {
        this.origin = origin;
        this.opener = opener;
        this.output = output;
        this.wallClockMillis = wallClockMillis;
        this.tiers = new TierControl(origin.examination().decode());
    }

    /** Opens decoders anew. Ownership: takes the tracks and closes them. */
    void replaceTracks(List<Track> tracks) {
        drain();
        close();
        // Before decoders are made: after a restart this brings back the tier that was in force.
        output.accept(
                new MediaUnit.Tracks(
                        origin,
                        codec(tracks, Track.Kind.VIDEO),
                        codec(tracks, Track.Kind.AUDIO),
                        tiers));
        boolean videoAnnounced = false;
        boolean audioAnnounced = false;
        for (Track track : tracks) {
            try (track) {
                if (track.kind() == Track.Kind.VIDEO && !videoAnnounced) {
                    videoAnnounced = true;
                    video =
                            new PictureDecoding(
                                    origin,
                                    opener.openVideo(track),
                                    tiers,
                                    output,
                                    wallClockMillis);
                    videoTrack = track.index();
                } else if (track.kind() == Track.Kind.AUDIO && !audioAnnounced) {
                    audioAnnounced = true;
                    audio = opener.openAudio(track);
                    audioTrack = track.index();
                }
            } catch (MediaException e) {
                output.accept(
                        new MediaUnit.Passed(
                                new StreamEvent.StateChanged(
                                        origin,
                                        StreamState.BROKEN,
                                        "Cannot watch all of stream '%s' rendition '%s': %s Provide it in a codec that this build decodes."
                                                .formatted(
                                                        origin.stream(),
                                                        origin.rendition(),
                                                        e.getMessage()),
                                        wallClockMillis.getAsLong())));
            }
        }
    }

    private static String codec(List<Track> tracks, Track.Kind kind) {
        return tracks.stream()
                .filter(track -> track.kind() == kind)
                .findFirst()
                .map(Track::codec)
                .orElse("");
    }

    /** What comes out from here on is of this rendition. */
    void continueAs(RenditionRef next) {
        origin = next;
        tiers.changeMode(next.examination().decode());
        if (video != null) {
            video.continueAs(next);
        }
    }

    RenditionRef origin() {
        return origin;
    }

    TierControl tiers() {
        return tiers;
    }

    RenditionLoad load() {
        return load;
    }

    /** Even its key frames take longer to decode than they last. */
    void refuse() {
        isRefused = true;
        tell(
                StreamState.BROKEN,
                "Cannot watch the pictures of stream '%s' rendition '%s': to decode its key frames alone takes longer than they last. Lower its resolution; it is tried again after minutes."
                        .formatted(origin.stream(), origin.rendition()));
    }

    /** It may be decoded again. */
    void admit() {
        if (isRefused) {
            isRefused = false;
            tell(StreamState.LIVE, "its pictures are decoded again");
        }
    }

    private void tell(StreamState state, String reason) {
        output.accept(
                new MediaUnit.Passed(
                        new StreamEvent.StateChanged(
                                origin, state, reason, wallClockMillis.getAsLong())));
    }

    /** Borrows the packet. */
    void decode(Packet packet) {
        if (video != null && packet.trackIndex() == videoTrack) {
            video.decode(packet);
            followTier();
        } else if (audio != null && packet.trackIndex() == audioTrack) {
            if (video == null && !packet.isPreRoll()) {
                tiers.sound(packet.presentationTimeMicros());
                tiers.enter(packet.presentationTimeMicros());
            }
            followTier();
            decodeSound(audio, packet);
        }
    }

    /** Packets never came here: what they would have shown lacks in what is watched. */
    void dropped(StreamEvent.PacketsDropped packets) {
        boolean isVideo = video != null && packets.track() == videoTrack;
        if (!isVideo && (audio == null || packets.track() != audioTrack)) {
            return;
        }
        drain(); // what came before them is before them in time
        DecodeTier asked = tiers.asked();
        int wanted =
                asked == DecodeTier.NONE
                        ? 0
                        : isVideo && asked == DecodeTier.KEYFRAMES
                                ? packets.keyFrames()
                                : packets.packets();
        for (int i = 0; i < packets.packets(); i++) {
            output.accept(
                    new MediaUnit.NotDecoded(
                            origin,
                            isVideo ? Track.Kind.VIDEO : Track.Kind.AUDIO,
                            packets.presentationTimeMicros(),
                            tiers.inForce(),
                            i < wanted));
        }
    }

    /** What follows does not continue what came before. */
    void breakContinuity() {
        drain();
        tiers.suspect(TimeBase.NO_TIME, "a discontinuity");
    }

    private void followTier() {
        boolean off = tiers.inForce() == DecodeTier.NONE;
        if (off && !isSoundOff && audio != null) {
            drainSound(audio);
        }
        isSoundOff = off;
    }

    private void decodeSound(AudioDecoder decoder, Packet packet) {
        long at = packet.presentationTimeMicros();
        if (isSoundOff) {
            if (!packet.isPreRoll() && at != TimeBase.NO_TIME) {
                boolean isShed = tiers.asked() != DecodeTier.NONE;
                output.accept(
                        new MediaUnit.NotDecoded(
                                origin, Track.Kind.AUDIO, at, DecodeTier.NONE, isShed));
            }
            return;
        }
        // What pre-roll lacks was reported before the restart.
        if (!decoder.send(packet) && !packet.isPreRoll() && at != TimeBase.NO_TIME) {
            tiers.suspect(at, "sound cannot be decoded");
            output.accept(new MediaUnit.Undecodable(origin, Track.Kind.AUDIO, at));
        }
        receiveSound(decoder);
    }

    /** Brings out what the decoders still hold. */
    void drain() {
        if (video != null) {
            video.drain();
        }
        if (audio != null) {
            drainSound(audio);
        }
    }

    private void drainSound(AudioDecoder decoder) {
        decoder.drain();
        receiveSound(decoder);
        decoder.reset();
    }

    private void receiveSound(AudioDecoder decoder) {
        AudioBlock block;
        while ((block = decoder.receive()) != null) {
            output.accept(new MediaUnit.Sound(origin, block));
        }
    }

    @Override
    public void close() {
        try (PictureDecoding closingVideo = video;
                AudioDecoder closingAudio = audio) {
            videoTrack = NO_TRACK;
            audioTrack = NO_TRACK;
        } finally {
            video = null;
            audio = null;
        }
    }
}
