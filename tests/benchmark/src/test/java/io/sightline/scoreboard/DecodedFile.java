package io.sightline.scoreboard;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.model.TimeBase;
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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pictures and sound of a file by the job's decoders, at the times that the file has. */
final class DecodedFile {

    /** Looks at what is decoded. */
    interface Watcher {
        void onPicture(VideoFrame frame);

        default void onSound(AudioBlock block) {}

        /** An access unit that the decoder refused. */
        void onUndecodable(long atMicros);
    }

    private DecodedFile() {}

    static void play(Path file, Watcher watcher) throws MediaException {
        FfmpegMedia media = new FfmpegMedia();
        ReadControl control = new ReadControl();
        control.allow(Duration.ofMinutes(1));
        VideoDecoder video = null;
        AudioDecoder audio = null;
        try (Demuxer demuxer =
                media.openDemuxer(new MediaInput.Location(file.toString(), Map.of()), control)) {
            for (Packet packet = demuxer.read(); packet != null; packet = demuxer.read()) {
                Track track = demuxer.tracks().get(packet.trackIndex());
                stamp(packet, track.timeBase());
                if (track.kind() == Track.Kind.VIDEO) {
                    video = video == null ? media.openVideoDecoder(track) : video;
                    send(video, packet, watcher);
                } else if (track.kind() == Track.Kind.AUDIO) {
                    audio = audio == null ? media.openAudioDecoder(track) : audio;
                    audio.send(packet);
                    receive(audio, watcher);
                }
                packet.close();
            }
            if (video != null) {
                video.drain();
                receive(video, watcher);
            }
            if (audio != null) {
                audio.drain();
                receive(audio, watcher);
            }
        } finally {
            if (video != null) {
                video.close();
            }
            if (audio != null) {
                audio.close();
            }
        }
    }

    private static void stamp(Packet packet, TimeBase time) {
        packet.stamp(
                time.toMicros(packet.ptsTicks()),
                time.toMicros(packet.dtsTicks()),
                time.toMicros(packet.durationTicks()));
    }

    private static void send(VideoDecoder decoder, Packet packet, Watcher watcher) {
        long at = packet.presentationTimeMicros();
        if (!decoder.send(packet) && at != TimeBase.NO_TIME) {
            watcher.onUndecodable(at);
        }
        receive(decoder, watcher);
    }

    private static void receive(VideoDecoder decoder, Watcher watcher) {
        for (@Nullable VideoFrame f = decoder.receive(); f != null; f = decoder.receive()) {
            watcher.onPicture(f);
        }
    }

    private static void receive(AudioDecoder decoder, Watcher watcher) {
        for (@Nullable AudioBlock b = decoder.receive(); b != null; b = decoder.receive()) {
            watcher.onSound(b);
        }
    }
}
