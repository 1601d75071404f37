package io.sightline.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;

import java.util.concurrent.ArrayBlockingQueue;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * Blank native packets of one input, used again for garbage's sake: each is an object in Java, too.
 *
 * <p>Thread: the reading one takes and closes, any gives back, also after closing. Ownership: owns
 * the blank ones.
 */
final class PacketPool implements AutoCloseable {

    private static final int MAX_BLANK = 64;

    private final ArrayBlockingQueue<AVPacket> blank = new ArrayBlockingQueue<>(MAX_BLANK);
    private volatile boolean isClosed;

    /** A blank packet, owned by the caller, who gives it back. */
    AVPacket take() {
        AVPacket packet = blank.poll();
        if (packet == null) {
            packet = av_packet_alloc();
            if (packet == null) {
                throw new OutOfMemoryError("FFmpeg cannot allocate a packet");
            }
        }
        return packet;
    }

    /** Releases what the packet holds. Ownership: taken. */
    void giveBack(AVPacket packet) {
        av_packet_unref(packet);
        if (isClosed || !blank.offer(packet)) {
            av_packet_free(packet);
        } else if (isClosed) {
            freeBlank(); // closed in between: it may have missed this one
        }
    }

    private void freeBlank() {
        AVPacket packet;
        while ((packet = blank.poll()) != null) {
            av_packet_free(packet);
        }
    }

    @Override
    public void close() {
        isClosed = true;
        freeBlank();
    }
}
