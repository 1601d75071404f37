package io.sightline.detector.features;

import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.api.VideoFrame;
import java.nio.ByteBuffer;

/**
 * Reads rows of a luma plane as 8-bit levels, whatever its depth and shift: the eight high bits of
 * each sample. What is measured on texture needs no finer steps.
 *
 * <p>Levels are those of the limited range unless the codes themselves are asked for: a picture in
 * full range is brought to 16 to 235, from all of its bits, so that it measures the same.
 *
 * <p>Allocates nothing while the picture keeps its width.
 */
final class LevelRows {

    private static final int BLACK = 16;
    private static final int WHITE = 235;

    private byte[] wide = new byte[0];

    /** Copies row {@code y} into {@code levels} from index {@code at}, as limited-range levels. */
    void copy(VideoFrame frame, int y, byte[] levels, int at) {
        LumaFormat format = frame.lumaFormat();
        if (!format.fullRange()) {
            copyCodes(frame, y, levels, at);
            return;
        }
        int width = frame.width();
        int most = (1 << format.bitDepth()) - 1;
        if (format.bytesPerSample() == 1) {
            frame.luma().get(y * frame.lumaStrideBytes(), levels, at, width);
            for (int x = at; x < at + width; x++) {
                levels[x] = limited(levels[x] & 0xff, most);
            }
            return;
        }
        getWide(frame, y);
        for (int x = 0; x < width; x++) {
            levels[at + x] = limited(wideSample(x) >>> format.shift(), most);
        }
    }

    private static byte limited(int sample, int most) {
        return (byte) (BLACK + ((WHITE - BLACK) * Math.min(sample, most) + most / 2) / most);
    }

    /** The same as codes, in the range of the picture. */
    void copyCodes(VideoFrame frame, int y, byte[] levels, int at) {
        LumaFormat format = frame.lumaFormat();
        ByteBuffer luma = frame.luma();
        int width = frame.width();
        int start = y * frame.lumaStrideBytes();
        if (format.bytesPerSample() == 1) {
            luma.get(start, levels, at, width);
            return;
        }
        getWide(frame, y);
        int unused = format.shift() + format.bitDepth() - 8;
        for (int x = 0; x < width; x++) {
            levels[at + x] = (byte) (wideSample(x) >>> unused);
        }
    }

    private void getWide(VideoFrame frame, int y) {
        int bytes = frame.width() * Short.BYTES;
        if (wide.length < bytes) {
            wide = new byte[bytes];
        }
        frame.luma().get(y * frame.lumaStrideBytes(), wide, 0, bytes);
    }

    private int wideSample(int x) {
        return (wide[2 * x] & 0xff) | (wide[2 * x + 1] & 0xff) << 8;
    }
}
