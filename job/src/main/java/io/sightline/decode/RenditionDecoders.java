package io.sightline.decode;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.model.TimeBase;
import io.sightline.flow.MediaUnit;
import io.sightline.flow.RenditionRef;
import io.sightline.flow.StreamEvent;
import io.sightline.flow.StreamState;
import io.sightline.media.AudioDecoder;
import io.sightline.media.MediaException;
import io.sightline.media.Packet;
import io.sightline.media.Track;
import io.sightline.media.VideoDecoder;
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

    private int videoTrack = NO_TRACK;
    private int audioTrack = NO_TRACK;
    private @Nullable VideoDecoder video; // owned
    private @Nullable AudioDecoder audio; // owned

    RenditionDecoders(
            RenditionRef origin,
            DecoderOpener opener,
            Consumer<MediaUnit> output,
            LongSupplier wallClockMillis) {
        this.origin = origin;
        this.opener = opener;
        this.output = output;
        this.wallClockMillis = wallClockMillis;
    }

    /** Opens decoders anew. Ownership: takes the tracks and closes them. */
    void replaceTracks(List<Track> tracks) {
        drain();
        close();
        String videoCodec = "";
        String audioCodec = "";
        for (Track track : tracks) {
            try (track) {
                if (track.kind() == Track.Kind.VIDEO && videoCodec.isEmpty()) {
                    videoCodec = track.codec();
                    video = opener.openVideo(track);
                    videoTrack = track.index();
                } else if (track.kind() == Track.Kind.AUDIO && audioCodec.isEmpty()) {
                    audioCodec = track.codec();
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
        output.accept(new MediaUnit.Tracks(origin, videoCodec, audioCodec));
    }

    /** What comes out from here on is of this rendition. */
    void continueAs(RenditionRef next) {
        origin = next;
    }

    void decode(Packet packet) {
        if (video != null && packet.trackIndex() == videoTrack) {
            if (!video.send(packet)) {
                reportUndecodable(packet, Track.Kind.VIDEO);
            }
            receivePictures(video);
        } else if (audio != null && packet.trackIndex() == audioTrack) {
            if (!audio.send(packet)) {
                reportUndecodable(packet, Track.Kind.AUDIO);
            }
            receiveSound(audio);
        }
    }

    /** Brings out what the decoders still hold. */
    void drain() {
        if (video != null) {
            video.drain();
            receivePictures(video);
            video.reset();
        }
        if (audio != null) {
            audio.drain();
            receiveSound(audio);
            audio.reset();
        }
    }

    private void receivePictures(VideoDecoder decoder) {
        VideoFrame frame;
        while ((frame = decoder.receive()) != null) {
            output.accept(new MediaUnit.Picture(origin, frame));
        }
    }

    private void receiveSound(AudioDecoder decoder) {
        AudioBlock block;
        while ((block = decoder.receive()) != null) {
            output.accept(new MediaUnit.Sound(origin, block));
        }
    }

    private void reportUndecodable(Packet packet, Track.Kind kind) {
        // What pre-roll lacks was reported before the restart.
        if (!packet.isPreRoll() && packet.presentationTimeMicros() != TimeBase.NO_TIME) {
            output.accept(new MediaUnit.Undecodable(origin, kind, packet.presentationTimeMicros()));
        }
    }

    @Override
    public void close() {
        try (VideoDecoder closingVideo = video;
                AudioDecoder closingAudio = audio) {
            videoTrack = NO_TRACK;
            audioTrack = NO_TRACK;
        } finally {
            video = null;
            audio = null;
        }
    }
}
