package io.sightline.media.ffmpeg;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.VideoFrame;
import io.sightline.media.AudioDecoder;
import io.sightline.media.Demuxer;
import io.sightline.media.MediaException;
import io.sightline.media.MediaInput;
import io.sightline.media.Packet;
import io.sightline.media.ReadControl;
import io.sightline.media.Track;
import io.sightline.media.VideoDecoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Decodes all of an input, the first video and the first audio track, in tests. */
final class WholeInput {

    /** Sees everything, borrowed. */
    interface Visitor {
        default void onTracks(List<Track> tracks) {}

        default void onPacket(Packet packet) {}

        default void onRefused(Packet packet) {}

        default void onFrame(VideoFrame frame) {}

        default void onBlock(AudioBlock block) {}
    }

    private final FfmpegMedia media;
    private final Map<Integer, VideoDecoder> video = new HashMap<>();
    private final Map<Integer, AudioDecoder> audio = new HashMap<>();

    private WholeInput(FfmpegMedia media) {
        this.media = media;
    }

    static void decode(Path file, Visitor visitor) throws MediaException {
        decode(new FfmpegMedia(), location(file), visitor);
    }

    static MediaInput location(Path file) {
        return new MediaInput.Location(file.toString(), Map.of());
    }

    static ReadControl allowing(Duration time) {
        ReadControl control = new ReadControl();
        control.allow(time);
        return control;
    }

    static void decode(FfmpegMedia media, MediaInput input, Visitor visitor) throws MediaException {
        WholeInput whole = new WholeInput(media);
        try (Demuxer demuxer = media.openDemuxer(input, allowing(Duration.ofMinutes(1)))) {
            whole.read(demuxer, visitor);
        } finally {
            whole.video.values().forEach(VideoDecoder::close);
            whole.audio.values().forEach(AudioDecoder::close);
        }
    }

    private void read(Demuxer demuxer, Visitor visitor) throws MediaException {
        List<Track> tracks = List.of();
        while (true) {
            try (Packet packet = demuxer.read()) {
                if (tracks != demuxer.tracks()) {
                    tracks = demuxer.tracks();
                    open(tracks);
                    visitor.onTracks(tracks);
                }
                if (packet == null) {
                    break;
                }
                visitor.onPacket(packet);
                Track track = tracks.get(packet.trackIndex());
                packet.stamp(
                        track.timeBase().toMicros(packet.ptsTicks()),
                        track.timeBase().toMicros(packet.dtsTicks()),
                        track.timeBase().toMicros(packet.durationTicks()));
                send(packet, visitor);
            }
        }
        video.values().forEach(VideoDecoder::drain);
        audio.values().forEach(AudioDecoder::drain);
        receive(visitor);
    }

    private void open(List<Track> tracks) throws MediaException {
        for (Track track : tracks) {
            if (track.kind() == Track.Kind.VIDEO && video.isEmpty()) {
                video.put(track.index(), media.openVideoDecoder(track));
            } else if (track.kind() == Track.Kind.AUDIO && audio.isEmpty()) {
                audio.put(track.index(), media.openAudioDecoder(track));
            }
        }
    }

    private void send(Packet packet, Visitor visitor) {
        VideoDecoder videoDecoder = video.get(packet.trackIndex());
        AudioDecoder audioDecoder = audio.get(packet.trackIndex());
        if ((videoDecoder != null && !videoDecoder.send(packet))
                || (audioDecoder != null && !audioDecoder.send(packet))) {
            visitor.onRefused(packet);
        }
        receive(visitor);
    }

    private void receive(Visitor visitor) {
        for (VideoDecoder decoder : video.values()) {
            for (VideoFrame f = decoder.receive(); f != null; f = decoder.receive()) {
                visitor.onFrame(f);
            }
        }
        for (AudioDecoder decoder : audio.values()) {
            for (AudioBlock b = decoder.receive(); b != null; b = decoder.receive()) {
                visitor.onBlock(b);
            }
        }
    }
}
