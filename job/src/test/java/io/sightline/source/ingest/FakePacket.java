package io.sightline.source.ingest;

import io.sightline.detector.model.TimeBase;
import io.sightline.media.Packet;

/** A packet without bytes that remembers what was done to it. */
final class FakePacket implements Packet {

    private final int track;
    private final long pts;
    private final long dts;
    private final long duration;
    private final boolean key;
    private final int size;
    private long presentationMicros = TimeBase.NO_TIME;
    private long decodeMicros = TimeBase.NO_TIME;
    private boolean preRoll;
    boolean closed;

    FakePacket(int track, long pts, long dts, long duration, boolean key, int size) {
        this.track = track;
        this.pts = pts;
        this.dts = dts;
        this.duration = duration;
        this.key = key;
        this.size = size;
    }

    @Override
    public int trackIndex() {
        return track;
    }

    @Override
    public long ptsTicks() {
        return pts;
    }

    @Override
    public long dtsTicks() {
        return dts;
    }

    @Override
    public long durationTicks() {
        return duration;
    }

    @Override
    public void compact() {
        // It lends nothing.
    }

    @Override
    public int sizeBytes() {
        return size;
    }

    @Override
    public long byteOffset() {
        return -1;
    }

    @Override
    public boolean isKeyFrame() {
        return key;
    }

    @Override
    public boolean isCorrupt() {
        return false;
    }

    @Override
    public void stamp(long presentation, long decode, long durationMicros) {
        presentationMicros = presentation;
        decodeMicros = decode;
    }

    @Override
    public long presentationTimeMicros() {
        return presentationMicros;
    }

    @Override
    public long decodeTimeMicros() {
        return decodeMicros;
    }

    @Override
    public void markPreRoll() {
        preRoll = true;
    }

    @Override
    public boolean isPreRoll() {
        return preRoll;
    }

    @Override
    public void close() {
        closed = true;
    }
}
