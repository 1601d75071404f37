package io.sightline.media.ffmpeg;

import io.sightline.media.AudioDecoder;
import io.sightline.media.Clip;
import io.sightline.media.Demuxer;
import io.sightline.media.MediaException;
import io.sightline.media.MediaInput;
import io.sightline.media.Packet;
import io.sightline.media.ReadControl;
import io.sightline.media.StillDecoder;
import io.sightline.media.Track;
import io.sightline.media.VideoDecoder;
import java.util.List;

/** Opens demuxers and decoders of FFmpeg's libraries. Immutable; any thread. */
public final class FfmpegMedia {

    private final DecoderLimits limits;
    private final FramePoisoning poisoning;

    /** With the default limits, frames read in place. */
    public FfmpegMedia() {
        this(DecoderLimits.DEFAULT, FramePoisoning.OFF);
    }

    public FfmpegMedia(DecoderLimits limits, FramePoisoning poisoning) {
        this.limits = limits;
        this.poisoning = poisoning;
    }

    /**
     * Opens an input and finds its tracks; blocks until then, or until {@code control} ends it.
     *
     * @param control bounds this call and every later one on the demuxer
     * @return owned
     */
    public Demuxer openDemuxer(MediaInput input, ReadControl control) throws MediaException {
        return FfmpegDemuxer.open(input, control);
    }

    /**
     * Opens a decoder, to be used by the calling thread.
     *
     * @param track borrowed for this call
     * @return owned
     * @throws MediaException UNSUPPORTED when this build has no such decoder or a limit is exceeded
     */
    public VideoDecoder openVideoDecoder(Track track) throws MediaException {
        return FfmpegVideoDecoder.open(require(track, Track.Kind.VIDEO), limits, poisoning);
    }

    /**
     * Opens a decoder, to be used by the calling thread.
     *
     * @param track borrowed for this call
     * @return owned
     * @throws MediaException UNSUPPORTED when this build has no such decoder or a limit is exceeded
     */
    public AudioDecoder openAudioDecoder(Track track) throws MediaException {
        return FfmpegAudioDecoder.open(require(track, Track.Kind.AUDIO), limits, poisoning);
    }

    /**
     * Opens a decoder that makes JPEGs, to be used by the calling thread.
     *
     * @param track borrowed for this call
     * @param mostWidth of the JPEGs, pixels; larger pictures are made smaller
     * @return owned
     * @throws MediaException UNSUPPORTED when this build has no such decoder or a limit is exceeded
     */
    public StillDecoder openStillDecoder(Track track, int mostWidth) throws MediaException {
        return FfmpegStillDecoder.open(require(track, Track.Kind.VIDEO), limits, mostWidth);
    }

    /**
     * Writes packets as they are into a file that plays by itself: MP4, or Matroska for what MP4
     * has no place for. The same packets give the same bytes.
     *
     * @param tracks at most one of a kind; borrowed for this call
     * @param packets of these tracks, stamped, in the order of the input; borrowed for this call
     * @throws MediaException when neither container takes them
     */
    public Clip remux(List<Track> tracks, List<? extends Packet> packets) throws MediaException {
        return FfmpegClipWriter.remux(
                tracks.stream().map(track -> require(track, track.kind())).toList(), packets);
    }

    private static FfmpegTrack require(Track track, Track.Kind kind) {
        if (track.kind() != kind || !(track instanceof FfmpegTrack own)) {
            throw new IllegalArgumentException("Not " + kind + " of this library: " + track);
        }
        return own;
    }
}
