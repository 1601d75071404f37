package io.sightline.media.ffmpeg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/**
 * One plane of a picture as Java sees it: row {@code y} begins at byte {@code y * strideBytes}, and
 * the buffer ends with the last sample of the last row, because cropping moves a plane within its
 * allocation and the padding of the last row need not be there.
 */
record SamplePlane(ByteBuffer bytes, int strideBytes) {

    /**
     * Where the samples of a plane are.
     *
     * @param plane of the frame
     * @param offsetBytes of the first sample, where planes share their rows
     * @param rowBytes from the first to the last byte of the samples in a row
     */
    record Layout(int plane, int offsetBytes, int rowBytes, int rows) {

        static Layout ofLuma(AVFrame frame, int bytesPerSample) {
            return new Layout(0, 0, frame.width() * bytesPerSample, frame.height());
        }
    }

    /** The decoder's own memory: borrowed until the frame is overwritten. */
    static SamplePlane view(FramePlanes planes, Layout layout) {
        int stride = planes.frame().linesize(layout.plane());
        if (stride < 0) {
            return copy(planes.frame(), layout);
        }
        long size = (long) stride * (layout.rows() - 1) + layout.rowBytes();
        ByteBuffer bytes = planes.view(layout.plane(), layout.offsetBytes(), Math.toIntExact(size));
        return new SamplePlane(bytes.order(ByteOrder.LITTLE_ENDIAN), stride);
    }

    /**
     * A copy of its own; also turns bottom-up pictures, which are stored with a negative stride.
     */
    static SamplePlane copy(AVFrame frame, Layout layout) {
        int stride = frame.linesize(layout.plane());
        int rowBytes = layout.rowBytes();
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(rowBytes * layout.rows()).order(ByteOrder.LITTLE_ENDIAN);
        BytePointer plane = frame.data(layout.plane());
        for (int y = 0; y < layout.rows(); y++) {
            long offset = (long) y * stride + layout.offsetBytes();
            bytes.put(plane.getPointer(offset).capacity(rowBytes).asByteBuffer());
        }
        return new SamplePlane(bytes.clear(), rowBytes);
    }
}
