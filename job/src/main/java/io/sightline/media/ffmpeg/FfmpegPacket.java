package io.sightline.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_copy_props;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_move_ref;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;

import io.sightline.detector.model.TimeBase;
import io.sightline.media.NativeLedger;
import io.sightline.media.Packet;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVBufferRef;
import org.bytedeco.javacpp.Pointer;

/**
 * A packet over a native one. What readers of the packet ask for is copied out at once, so that
 * only the decoder touches native memory; the container's times are taken off the native packet
 * until {@link #stamp} puts those of the rendition there.
 *
 * <p>Ownership: the holder closes it. Used by one thread at a time.
 */
final class FfmpegPacket implements Packet {

    /** What a buffer may be larger than twice its packet: packets of sound are small. */
    private static final int SMALL_BYTES = 4_096;

    private final AVPacket packet; // owned, given back in close()
    private final PacketPool pool; // borrowed, may be closed earlier
    private final long ptsTicks;
    private final long dtsTicks;
    private final long durationTicks;
    private final int trackIndex;
    private final int sizeBytes;
    private final long byteOffset;
    private final int flags;
    private long presentationTimeMicros = TimeBase.NO_TIME;
    private long decodeTimeMicros = TimeBase.NO_TIME;
    private boolean isPreRoll;
    private boolean isClosed;

    /** Takes the reference that {@code read} holds and leaves it blank. */
    FfmpegPacket(AVPacket read, PacketPool pool) {
        this.pool = pool;
        packet = pool.take();
        av_packet_move_ref(packet, read);
        ptsTicks = packet.pts();
        dtsTicks = packet.dts();
        durationTicks = Math.max(0, packet.duration());
        trackIndex = packet.stream_index();
        sizeBytes = packet.size();
        byteOffset = packet.pos();
        flags = packet.flags();
        packet.pts(TimeBase.NO_TIME);
        packet.dts(TimeBase.NO_TIME);
        packet.duration(0);
        NativeLedger.opened();
        NativeLedger.addPacketBytes(sizeBytes);
    }

    /** Borrowed, for the decoder. */
    AVPacket nativePacket() {
        if (isClosed) {
            throw new IllegalStateException("This packet is closed");
        }
        return packet;
    }

    @Override
    public int trackIndex() {
        return trackIndex;
    }

    @Override
    public long ptsTicks() {
        return ptsTicks;
    }

    @Override
    public long dtsTicks() {
        return dtsTicks;
    }

    @Override
    public long durationTicks() {
        return durationTicks;
    }

    @Override
    public int sizeBytes() {
        return sizeBytes;
    }

    @Override
    public void compact() {
        AVPacket shared = nativePacket();
        AVBufferRef buffer = shared.buf();
        if (buffer == null || buffer.size() <= 2L * sizeBytes + SMALL_BYTES) {
            return;
        }
        AVPacket own = pool.take();
        try {
            FfmpegErrors.require(av_new_packet(own, sizeBytes), "av_new_packet");
            Pointer.memcpy(own.data(), shared.data(), sizeBytes);
            FfmpegErrors.require(av_packet_copy_props(own, shared), "av_packet_copy_props");
            av_packet_unref(shared);
            av_packet_move_ref(shared, own);
        } finally {
            pool.giveBack(own);
        }
    }

    @Override
    public long byteOffset() {
        return byteOffset;
    }

    @Override
    public boolean isKeyFrame() {
        return (flags & AV_PKT_FLAG_KEY) != 0;
    }

    @Override
    public boolean isCorrupt() {
        return (flags & AV_PKT_FLAG_CORRUPT) != 0;
    }

    @Override
    public void stamp(long presentationTimeMicros, long decodeTimeMicros, long durationMicros) {
        AVPacket stamped = nativePacket();
        this.presentationTimeMicros = presentationTimeMicros;
        this.decodeTimeMicros = decodeTimeMicros;
        stamped.pts(presentationTimeMicros);
        stamped.dts(decodeTimeMicros);
        stamped.duration(durationMicros);
    }

    @Override
    public long presentationTimeMicros() {
        return presentationTimeMicros;
    }

    @Override
    public long decodeTimeMicros() {
        return decodeTimeMicros;
    }

    @Override
    public void markPreRoll() {
        isPreRoll = true;
    }

    @Override
    public boolean isPreRoll() {
        return isPreRoll;
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            pool.giveBack(packet);
            NativeLedger.addPacketBytes(-sizeBytes);
            NativeLedger.closed();
        }
    }
}
