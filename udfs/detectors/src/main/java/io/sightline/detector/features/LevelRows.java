package io.sightline.detector.features;

import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.api.VideoFrame;
import java.nio.ByteBuffer;

/**
 * Reads rows of a luma plane as 8-bit levels, whatever its depth and shift: the eight high bits of
 * each sample. What is measured on texture needs no finer steps. The range stays that of the
 * picture: a full-range level is a seventh smaller than a limited-range one.
 *
 * <p>Allocates nothing while the picture keeps its width.
 */
final class LevelRows {

    private byte[] wide = new byte[0];

    /** Copies row {@code y} into {@code levels} from index {@code at}. */
    void copy(VideoFrame frame, int y, byte[] levels, int at) {
        LumaFormat format = frame.lumaFormat();
        ByteBuffer luma = frame.luma();
        int width = frame.width();
        int start = y * frame.lumaStrideBytes();
        if (format.bytesPerSample() == 1) {
            luma.get(start, levels, at, width);
            return;
        }
        int bytes = width * Short.BYTES;
        if (wide.length < bytes) {
            wide = new byte[bytes];
        }
        luma.get(start, wide, 0, bytes);
        int unused = format.shift() + format.bitDepth() - 8;
        for (int x = 0; x < width; x++) {
            int sample = (wide[2 * x] & 0xff) | (wide[2 * x + 1] & 0xff) << 8;
            levels[at + x] = (byte) (sample >>> unused);
        }
    }
}
