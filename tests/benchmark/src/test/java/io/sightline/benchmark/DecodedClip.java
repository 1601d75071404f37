package io.sightline.benchmark;

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
import io.sightline.media.ffmpeg.FfmpegMedia;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A clip whose packets are in memory, to be decoded again and again: each time later on one
 * timeline, so that what looks at it sees one programme that goes on. Ownership: the opener closes
 * it. Thread: one.
 */
final class DecodedClip implements AutoCloseable {

    /** Looks at what is decoded. */
    interface Watcher {
        void onFrame(VideoFrame frame);

        void onBlock(AudioBlock block);
    }

    static final Watcher NOBODY =
            new Watcher() {
                @Override
                public void onFrame(VideoFrame frame) {}

                @Override
                public void onBlock(AudioBlock block) {}
            };

    private final Demuxer demuxer; // owned
    private final List<Packet> packets = new ArrayList<>(); // owned
    private final @Nullable VideoDecoder video; // owned
    private final @Nullable AudioDecoder audio; // owned
    private final int videoTrack;
    private final List<Track> tracks;
    private long lengthMicros;
    private long beginMicros;
    private int pictures;

    private DecodedClip(Path file) throws MediaException {
        FfmpegMedia media = new FfmpegMedia();
        ReadControl control = new ReadControl();
        control.allow(Duration.ofMinutes(1));
        demuxer = media.openDemuxer(new MediaInput.Location(file.toString(), Map.of()), control);
        for (Packet packet = demuxer.read(); packet != null; packet = demuxer.read()) {
            packets.add(packet);
        }
        tracks = demuxer.tracks();
        Track seen = first(Track.Kind.VIDEO);
        Track heard = first(Track.Kind.AUDIO);
        videoTrack = seen == null ? -1 : seen.index();
        video = seen == null ? null : media.openVideoDecoder(seen);
        audio = heard == null ? null : media.openAudioDecoder(heard);
        for (Packet packet : packets) {
            TimesOf times = times(packet);
            lengthMicros = Math.max(lengthMicros, times.pts + times.duration);
            pictures += packet.trackIndex() == videoTrack ? 1 : 0;
        }
    }

    static DecodedClip open(Path file) throws MediaException {
        return new DecodedClip(file);
    }

    private @Nullable Track first(Track.Kind kind) {
        return tracks.stream().filter(track -> track.kind() == kind).findFirst().orElse(null);
    }

    int pictures() {
        return pictures;
    }

    /** Decodes all of it, once more. */
    void play(Watcher watcher) {
        play(watcher, beginMicros);
        beginMicros += lengthMicros;
    }

    /** Decodes all of it for one who has seen it so often: it goes on where that ended. */
    void playAfter(int times, Watcher watcher) {
        play(watcher, times * lengthMicros);
    }

    private void play(Watcher watcher, long fromMicros) {
        for (Packet packet : packets) {
            TimesOf times = times(packet);
            packet.stamp(times.pts + fromMicros, times.dts + fromMicros, times.duration);
            if (video != null && packet.trackIndex() == videoTrack) {
                video.send(packet);
            } else if (audio != null) {
                audio.send(packet);
            }
            receive(watcher);
        }
        if (video != null) {
            video.drain();
        }
        if (audio != null) {
            audio.drain();
        }
        receive(watcher);
    }

    private void receive(Watcher watcher) {
        if (video != null) {
            for (VideoFrame f = video.receive(); f != null; f = video.receive()) {
                watcher.onFrame(f);
            }
        }
        if (audio != null) {
            for (AudioBlock b = audio.receive(); b != null; b = audio.receive()) {
                watcher.onBlock(b);
            }
        }
    }

    private record TimesOf(long pts, long dts, long duration) {}

    private TimesOf times(Packet packet) {
        Track track = tracks.get(packet.trackIndex());
        return new TimesOf(
                track.timeBase().toMicros(packet.ptsTicks()),
                track.timeBase().toMicros(packet.dtsTicks()),
                track.timeBase().toMicros(packet.durationTicks()));
    }

    @Override
    public void close() {
        if (audio != null) {
            audio.close();
        }
        if (video != null) {
            video.close();
        }
        packets.forEach(Packet::close);
        demuxer.close();
    }
}
