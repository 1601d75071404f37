package io.sightline.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_READ;
import static org.bytedeco.ffmpeg.global.avformat.avio_close;
import static org.bytedeco.ffmpeg.global.avformat.avio_open2;
import static org.bytedeco.ffmpeg.global.avformat.avio_read_partial;
import static org.bytedeco.ffmpeg.global.avformat.avio_seek;

import io.sightline.media.ByteTap;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/**
 * A protocol of the library whose bytes are seen by a tap before the demuxer gets them.
 *
 * <p>Thread: the reading one. Ownership: the opener closes it.
 */
final class TappedProtocol implements AutoCloseable {

    private static final int SEEK_END = 2; // the last of those that move; stdio.h

    private final AVIOContext io = new AVIOContext(null); // owned
    private final ByteTap tap;
    private long offset; // of the next byte that is read

    TappedProtocol(ByteTap tap) {
        this.tap = tap;
    }

    /**
     * Connects.
     *
     * @param interrupt asked while it waits, then and later; copied
     * @param options those that the protocol knows are taken out
     * @return negative for a failure
     */
    int open(String url, AVIOInterruptCB interrupt, AVDictionary options) {
        return avio_open2(io, url, AVIO_FLAG_READ, interrupt, options);
    }

    boolean isSeekable() {
        return io.seekable() != 0;
    }

    /** Reads at least one byte, or returns an error code of the library. */
    int read(ByteBuffer target) {
        int count = avio_read_partial(io, target, target.remaining());
        if (count > 0) {
            tap.passing(offset, target.slice(target.position(), count));
            offset += count;
        }
        return count;
    }

    /** As {@code avio_seek}: the new offset, the size for AVSEEK_SIZE, or an error code. */
    long seek(long to, int whence) {
        long reached = avio_seek(io, to, whence);
        if (reached >= 0 && whence <= SEEK_END) {
            offset = reached;
        }
        return reached;
    }

    @Override
    public void close() {
        if (!io.isNull()) {
            avio_close(io);
            io.setNull();
        }
    }
}
