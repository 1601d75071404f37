package io.sightline.media.ffmpeg;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_NUM_DATA_POINTERS;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * The planes of one native frame, which is filled again and again, as Java sees them.
 *
 * <p>A decoder takes its memory from a pool, so that the same few places come again: for garbage's
 * sake the view of each is kept. A view owns nothing and is given out only while the frame points
 * where it does.
 *
 * <p>Thread: the decoder's. Ownership: borrows the frame.
 */
final class FramePlanes {

    /** Three for each picture that a decoder refers to, and more; beyond it views are made anew. */
    private static final int MAX_VIEWS = 96;

    private record View(long address, ByteBuffer bytes) {}

    private final AVFrame frame; // borrowed
    private final SizeTPointer addresses; // the frame's own array of them
    private final View[] views = new View[MAX_VIEWS];
    private int viewCount;
    private int nextReplaced;

    FramePlanes(AVFrame frame) {
        this.frame = frame;
        addresses = new SizeTPointer(frame.data());
    }

    AVFrame frame() {
        return frame;
    }

    /** Where the first plane lies. */
    long firstAddress() {
        return addresses.get(0);
    }

    /**
     * One plane from its first sample on, in native byte order. Ownership: borrowed until the frame
     * is overwritten.
     */
    ByteBuffer view(int plane, int sizeBytes) {
        return view(plane, /* offsetBytes= */ 0, sizeBytes);
    }

    /** The same from a later byte of the plane on. */
    ByteBuffer view(int plane, int offsetBytes, int sizeBytes) {
        // Planes beyond the frame's own array are in another one, which comes and goes.
        boolean isInArray = plane < AV_NUM_DATA_POINTERS;
        long address = isInArray ? addresses.get(plane) : frame.extended_data(plane).address();
        address += offsetBytes;
        for (int i = 0; i < viewCount; i++) {
            View known = views[i];
            if (known.address == address && known.bytes.capacity() == sizeBytes) {
                return known.bytes.clear();
            }
        }
        BytePointer first = isInArray ? frame.data(plane) : frame.extended_data(plane);
        BytePointer pointer = first.getPointer((long) offsetBytes);
        View made = new View(address, pointer.capacity(sizeBytes).asByteBuffer());
        if (viewCount < MAX_VIEWS) {
            views[viewCount++] = made;
        } else {
            views[nextReplaced] = made;
            nextReplaced = (nextReplaced + 1) % MAX_VIEWS;
        }
        return made.bytes;
    }
}
