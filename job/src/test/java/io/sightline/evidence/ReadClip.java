package io.sightline.evidence;

import io.sightline.detector.model.TimeBase;
import io.sightline.media.Demuxer;
import io.sightline.media.MediaInput;
import io.sightline.media.Packet;
import io.sightline.media.ReadControl;
import io.sightline.media.Track;
import io.sightline.media.ffmpeg.FfmpegMedia;
import io.sightline.media.ffmpeg.FfmpegProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The packets of a small clip that the bundled program makes, as a task gets them. */
final class ReadClip implements AutoCloseable {

    private final List<Track> tracks = new ArrayList<>(); // owned
    private final List<Packet> packets = new ArrayList<>(); // owned until taken

    private ReadClip() {}

    /**
     * Pictures of 25 a second, which differ.
     *
     * @param words options of the encoder
     */
    static ReadClip made(Path file, int seconds, String words) throws Exception {
        String line =
                "-v error -y -f lavfi -i testsrc2=size=320x192:rate=25:duration=%d %s %s"
                        .formatted(seconds, words, file);
        FfmpegProgram.ffmpeg().run(List.of(line.split(" ", -1)));
        return read(file, 0);
    }

    /**
     * @param fromMicros what is shown first is shown then
     */
    static ReadClip read(Path file, long fromMicros) throws Exception {
        ReadClip clip = new ReadClip();
        try (Demuxer demuxer =
                new FfmpegMedia()
                        .openDemuxer(
                                new MediaInput.Location(file.toString(), Map.of()),
                                new ReadControl())) {
            demuxer.tracks().forEach(track -> clip.tracks.add(track.copyHandle()));
            Packet packet;
            while ((packet = demuxer.read()) != null) {
                TimeBase base = clip.tracks.get(packet.trackIndex()).timeBase();
                packet.stamp(
                        fromMicros + micros(packet.ptsTicks(), base),
                        fromMicros + micros(packet.dtsTicks(), base),
                        micros(packet.durationTicks(), base));
                clip.packets.add(packet);
            }
        }
        return clip;
    }

    private static long micros(long ticks, TimeBase base) {
        return base.toMicros(ticks);
    }

    List<Track> tracks() {
        return tracks;
    }

    /** Ownership: transferred. */
    List<Packet> takePackets() {
        List<Packet> taken = List.copyOf(packets);
        packets.clear();
        return taken;
    }

    @Override
    public void close() {
        packets.forEach(Packet::close);
        tracks.forEach(Track::close);
    }
}
