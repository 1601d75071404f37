package io.sightline.decode;

import io.sightline.detector.model.TimeBase;
import io.sightline.flow.DecodeTier;
import io.sightline.flow.MediaUnit;
import io.sightline.flow.RenditionRef;
import io.sightline.flow.StreamEvent;
import io.sightline.flow.StreamState;
import io.sightline.flow.TierControl;
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
    private final FrameCounts total; // of all renditions
    private final LongSupplier wallClockMillis;

    private final TierControl tiers;
    private final RenditionLoad load = new RenditionLoad();
    private final FrameCounts counts = new FrameCounts();

    private int videoTrack = NO_TRACK;
    private int audioTrack = NO_TRACK;
    private @Nullable PictureDecoding video; // owned
    private @Nullable SoundDecoding audio; // owned
    private boolean isRefused; // it costs too much
    private boolean isPreRoll; // what is decoded now was counted before a restart

    RenditionDecoders(
            RenditionRef origin,
            DecoderOpener opener,
            Consumer<MediaUnit> output,
            FrameCounts total,
            LongSupplier wallClockMillis) {
        this.origin = origin;
        this.opener = opener;
        this.total = total;
        this.output =
                unit -> {
                    count(unit);
                    output.accept(unit);
                };
        this.wallClockMillis = wallClockMillis;
        this.tiers = new TierControl(origin.examination().decode());
    }

    /** Begins anew with other tracks. Ownership: takes them. */
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
        for (Track track : tracks) {
            if (track.kind() == Track.Kind.VIDEO && video == null) {
                video =
                        new PictureDecoding(
                                origin,
                                new OnDemand<>(track, opener::openVideo, this::refused),
                                tiers,
                                output,
                                wallClockMillis);
                videoTrack = track.index();
            } else if (track.kind() == Track.Kind.AUDIO && audio == null) {
                audio =
                        new SoundDecoding(
                                origin,
                                new OnDemand<>(track, opener::openAudio, this::refused),
                                tiers,
                                output);
                audioTrack = track.index();
            } else {
                track.close();
            }
        }
    }

    private void refused(MediaException failure) {
        tell(
                StreamState.BROKEN,
                "Cannot watch all of stream '%s' rendition '%s': %s Provide it in a codec that this build decodes."
                        .formatted(origin.stream(), origin.rendition(), failure.getMessage()));
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
        if (audio != null) {
            audio.continueAs(next);
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

    FrameCounts counts() {
        return counts;
    }

    private void count(MediaUnit unit) {
        if (!isPreRoll) {
            Track.Kind counted = counted();
            counts.count(unit, counted);
            total.count(unit, counted);
        }
    }

    private Track.Kind counted() {
        return video == null ? Track.Kind.AUDIO : Track.Kind.VIDEO;
    }

    /** Borrows the packet. */
    void decode(Packet packet) {
        isPreRoll = packet.isPreRoll();
        long before = counts.presented().getCount();
        decodeWithTrack(packet);
        boolean isCounted = isPreRoll || counts.presented().getCount() != before;
        if (!isCounted && isInVain(packet.trackIndex())) {
            counts.lacks();
            total.lacks();
        }
        isPreRoll = false;
    }

    /** Whether nothing ever comes of the track by which frames are counted. */
    private boolean isInVain(int track) {
        return video != null
                ? track == videoTrack && video.givesNothing()
                : audio != null && track == audioTrack && audio.isRefused();
    }

    private void decodeWithTrack(Packet packet) {
        if (video != null && packet.trackIndex() == videoTrack) {
            video.decode(packet);
            if (audio != null) {
                audio.followTier();
            }
        } else if (audio != null && packet.trackIndex() == audioTrack) {
            boolean isAlone = video == null || video.isRefused();
            if (isAlone && !packet.isPreRoll()) {
                tiers.sound(packet.presentationTimeMicros());
                tiers.enter(packet.presentationTimeMicros());
            }
            audio.followTier();
            audio.decode(packet);
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
        if (video != null) {
            video.breakContinuity();
        }
        if (audio != null) {
            audio.drain();
        }
        tiers.suspect(TimeBase.NO_TIME, "a discontinuity");
    }

    /** Brings out what the decoders still hold. */
    void drain() {
        if (video != null) {
            video.drain();
        }
        if (audio != null) {
            audio.drain();
        }
    }

    @Override
    public void close() {
        try (PictureDecoding closingVideo = video;
                SoundDecoding closingAudio = audio) {
            videoTrack = NO_TRACK;
            audioTrack = NO_TRACK;
        } finally {
            video = null;
            audio = null;
        }
    }
}
