package io.sightline.media.ffmpeg;

import io.sightline.media.NativeLedger;
import org.bytedeco.ffmpeg.avutil.AVBufferRef;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Books the memory that a decoder keeps its pictures in. The library takes it from pools that grow
 * to as many buffers as were ever in use at once and shrink only with the decoder, so what is
 * booked is each buffer that a picture came out in, once.
 *
 * <p>Thread: the decoder's. Allocates nothing once all buffers were seen.
 */
final class PictureBuffers implements AutoCloseable {

    /** More than any codec refers to and holds back. */
    private static final int MOST = 96;

    private final long[] addresses = new long[MOST]; // of their first planes
    private int count;
    private long bookedBytes;
    private int width;
    private int height;
    private int format;

    /** A picture came out. Borrows the planes. */
    void saw(FramePlanes planes) {
        AVFrame picture = planes.frame();
        if (picture.width() != width || picture.height() != height || picture.format() != format) {
            close(); // the library makes new pools, too
            width = picture.width();
            height = picture.height();
            format = picture.format();
        }
        long address = planes.firstAddress();
        for (int i = 0; i < count; i++) {
            if (addresses[i] == address) {
                return;
            }
        }
        if (count < MOST) {
            addresses[count++] = address;
            book(bytesOf(picture));
        }
    }

    private static long bytesOf(AVFrame picture) {
        long bytes = 0;
        AVBufferRef buffer;
        for (int i = 0; (buffer = picture.buf(i)) != null && !buffer.isNull(); i++) {
            bytes += buffer.size();
        }
        return bytes;
    }

    private void book(long bytes) {
        bookedBytes += bytes;
        NativeLedger.addPictureBytes(bytes);
    }

    /** Nothing is booked any more. Idempotent. */
    @Override
    public void close() {
        count = 0;
        book(-bookedBytes);
    }
}
