package io.sightline.media.ffmpeg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/**
 * The luma of one picture as Java sees it: row {@code y} begins at byte {@code y * strideBytes},
 * and the buffer ends with the last sample of the last row, because cropping moves a plane within
 * its allocation and the padding of the last row need not be there.
 */
record LumaPlane(ByteBuffer bytes, int strideBytes) {

    /** The decoder's own memory: borrowed until the frame is overwritten. */
    static LumaPlane view(FramePlanes planes, int bytesPerSample) {
        AVFrame frame = planes.frame();
        int stride = frame.linesize(0);
        if (stride < 0) {
            return copy(frame, bytesPerSample);
        }
        long size = (long) stride * (frame.height() - 1) + (long) frame.width() * bytesPerSample;
        ByteBuffer bytes = planes.view(0, Math.toIntExact(size));
        return new LumaPlane(bytes.order(ByteOrder.LITTLE_ENDIAN), stride);
    }

    /**
     * A copy of its own; also turns bottom-up pictures, which are stored with a negative stride.
     */
    static LumaPlane copy(AVFrame frame, int bytesPerSample) {
        int rowBytes = frame.width() * bytesPerSample;
        int height = frame.height();
        int stride = frame.linesize(0);
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(rowBytes * height).order(ByteOrder.LITTLE_ENDIAN);
        BytePointer plane = frame.data(0);
        for (int y = 0; y < height; y++) {
            BytePointer row = plane.getPointer((long) y * stride).capacity(rowBytes);
            bytes.put(row.asByteBuffer());
        }
        return new LumaPlane(bytes.clear(), rowBytes);
    }
}
