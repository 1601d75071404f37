package io.sightline.benchmark;

import io.sightline.media.Demuxer;
import io.sightline.media.MediaException;
import io.sightline.media.MediaInput;
import io.sightline.media.Packet;
import io.sightline.media.ReadControl;
import io.sightline.media.Track;
import io.sightline.media.VideoDecoder;
import io.sightline.media.ffmpeg.FfmpegMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The program of a process in which nothing grows but decoders: it opens more and more of them for
 * the packets of one clip, decodes those with each, and writes how much memory the process then has
 * that is backed by no file, {@code STREAMS=KIB}.
 *
 * <p>Arguments: a clip; {@code full} or {@code keyframes}; numbers of streams in rising order.
 */
public final class OpenDecoders {

    /** The first fills a decoder's list of references; the second shows that this was all. */
    private static final int ROUNDS = 2;

    private final FfmpegMedia media = new FfmpegMedia();
    private final List<VideoDecoder> decoders = new ArrayList<>(); // until the process ends
    private final List<Packet> packets = new ArrayList<>(); // until the process ends
    private final boolean onlyKeyFrames;
    private final Track pictures;

    private OpenDecoders(Path clip, boolean onlyKeyFrames) throws MediaException {
        this.onlyKeyFrames = onlyKeyFrames;
        ReadControl control = new ReadControl();
        control.allow(Duration.ofMinutes(1));
        Demuxer demuxer =
                media.openDemuxer(new MediaInput.Location(clip.toString(), Map.of()), control);
        pictures =
                demuxer.tracks().stream()
                        .filter(track -> track.kind() == Track.Kind.VIDEO)
                        .findFirst()
                        .orElseThrow();
        for (Packet packet = demuxer.read(); packet != null; packet = demuxer.read()) {
            if (packet.trackIndex() == pictures.index()) {
                packets.add(packet);
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        OpenDecoders open =
                new OpenDecoders(Path.of(arguments[0]), arguments[1].equals("keyframes"));
        for (int i = 2; i < arguments.length; i++) {
            open.have(Integer.parseInt(arguments[i]));
            System.gc();
            System.out.println(arguments[i] + "=" + anonymousKib());
        }
        System.exit(0);
    }

    private void have(int count) throws MediaException {
        while (decoders.size() < count) {
            decoders.add(media.openVideoDecoder(pictures));
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (VideoDecoder decoder : decoders) {
                for (Packet packet : packets) {
                    decode(decoder, packet);
                }
            }
        }
    }

    private void decode(VideoDecoder decoder, Packet packet) {
        if (!onlyKeyFrames) {
            decoder.send(packet);
            receive(decoder);
        } else if (packet.isKeyFrame()) { // as the job does: brought out at once
            decoder.send(packet);
            receive(decoder);
            decoder.drain();
            receive(decoder);
        }
    }

    private static void receive(VideoDecoder decoder) {
        while (decoder.receive() != null) {
            // What counts are its buffers, not what is in them.
        }
    }

    static long anonymousKib() throws IOException {
        String status = Files.readString(Path.of("/proc/self/status"));
        return Long.parseLong(status.replaceFirst("(?s).*RssAnon:\\s+(\\d+) kB.*", "$1"));
    }
}
