package io.sightline.decode;

import io.sightline.media.AudioDecoder;
import io.sightline.media.MediaException;
import io.sightline.media.Track;
import io.sightline.media.VideoDecoder;
import io.sightline.media.ffmpeg.DecoderLimits;
import io.sightline.media.ffmpeg.FfmpegMedia;
import io.sightline.media.ffmpeg.FramePoisoning;

/**
 * Decoders of FFmpeg's libraries with the default limits.
 *
 * @param poisoning whether frames are overwritten when their borrow ends; for tests
 */
public record NativeDecoders(FramePoisoning poisoning) implements DecoderOpener {

    public NativeDecoders() {
        this(FramePoisoning.OFF);
    }

    @Override
    public VideoDecoder openVideo(Track track) throws MediaException {
        return media().openVideoDecoder(track);
    }

    @Override
    public AudioDecoder openAudio(Track track) throws MediaException {
        return media().openAudioDecoder(track);
    }

    private FfmpegMedia media() {
        return new FfmpegMedia(DecoderLimits.DEFAULT, poisoning);
    }
}
