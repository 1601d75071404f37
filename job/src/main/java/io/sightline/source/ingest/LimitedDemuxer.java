package io.sightline.source.ingest;

import io.sightline.media.Demuxer;
import io.sightline.media.MediaException;
import io.sightline.media.Packet;
import io.sightline.media.Track;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A demuxer that ends when its packets exceed a limit. Ownership: takes the demuxer. */
record LimitedDemuxer(Demuxer demuxer, BitrateLimit limit) implements Demuxer {

    @Override
    public List<Track> tracks() {
        return demuxer.tracks();
    }

    @Override
    public @Nullable Packet read() throws MediaException {
        Packet packet = demuxer.read();
        if (packet == null || limit.count(packet.sizeBytes())) {
            return packet;
        }
        packet.close();
        return null;
    }

    @Override
    public long announcedDurationMicros() {
        return demuxer.announcedDurationMicros();
    }

    @Override
    public void close() {
        demuxer.close();
    }
}
