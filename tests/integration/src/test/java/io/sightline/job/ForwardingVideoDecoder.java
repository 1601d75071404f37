package io.sightline.job;

import io.sightline.detector.api.VideoFrame;
import io.sightline.media.Packet;
import io.sightline.media.VideoDecoder;
import org.jspecify.annotations.Nullable;

/** Hands every call on, for those that change a few. Ownership: closes what it was given. */
abstract class ForwardingVideoDecoder implements VideoDecoder {

    private final VideoDecoder decoder; // owned, closed in close()

    ForwardingVideoDecoder(VideoDecoder decoder) {
        this.decoder = decoder;
    }

    @Override
    public boolean send(Packet packet) {
        return decoder.send(packet);
    }

    @Override
    public void skip(Skip what) {
        decoder.skip(what);
    }

    @Override
    public void drain() {
        decoder.drain();
    }

    @Override
    public void reset() {
        decoder.reset();
    }

    @Override
    public @Nullable VideoFrame receive() {
        return decoder.receive();
    }

    @Override
    public void close() {
        decoder.close();
    }
}
