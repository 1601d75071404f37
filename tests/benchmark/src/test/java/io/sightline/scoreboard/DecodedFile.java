package io.sightline.scoreboard;

import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.model.TimeBase;
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

/** Pictures of a file by the job's decoder, at the times that the file has. */
final class DecodedFile {

    /** Looks at what is decoded. */
    interface Watcher {
        void onPicture(VideoFrame frame);

        /** An access unit that the decoder refused. */
        void onUndecodable(long atMicros);
    }

    private DecodedFile() {}

    static void play(Path file, Watcher watcher) throws MediaException {
        FfmpegMedia media = new FfmpegMedia();
        ReadControl control = new ReadControl();
        control.allow(Duration.ofMinutes(1));
        VideoDecoder decoder = null;
        try (Demuxer demuxer =
                media.openDemuxer(new MediaInput.Location(file.toString(), Map.of()), control)) {
            for (Packet packet = demuxer.read(); packet != null; packet = demuxer.read()) {
                Track track = demuxer.tracks().get(packet.trackIndex());
                if (track.kind() == Track.Kind.VIDEO) {
                    decoder = decoder == null ? media.openVideoDecoder(track) : decoder;
                    send(decoder, packet, track.timeBase(), watcher);
                }
                packet.close();
            }
            if (decoder != null) {
                decoder.drain();
                receive(decoder, watcher);
            }
        } finally {
            if (decoder != null) {
                decoder.close();
            }
        }
    }

    private static void send(VideoDecoder decoder, Packet packet, TimeBase time, Watcher watcher) {
        packet.stamp(
                time.toMicros(packet.ptsTicks()),
                time.toMicros(packet.dtsTicks()),
                time.toMicros(packet.durationTicks()));
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
}
