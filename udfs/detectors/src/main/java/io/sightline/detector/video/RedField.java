package io.sightline.detector.video;

import io.sightline.detector.api.ChromaFormat;
import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.ChromaView;
import io.sightline.detector.features.JoinedCells;
import io.sightline.detector.features.LumaView;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Tells what share of the picture turns to or from a saturated red with each picture, whatever its
 * light.
 *
 * <p>BT.1702 names the saturated red and leaves its limits open; those of ISO 9241-391 (and WCAG
 * 2.2) are taken: R / (R + G + B) of linear light is 0.8 or more in one state, and the other is
 * more than 0.2 away in the CIE 1976 chromaticity diagram. Primaries are those of BT.709, the
 * matrix that of BT.601 up to 576 lines.
 *
 * <p>While hardly anything is reddish, by a look at a few hundred samples, no cell is followed.
 */
final class RedField {

    private static final double SATURATED = 0.8;
    private static final double LEAST_DISTANCE = 0.2;

    /** Samples looked at, in each direction, to see whether anything is reddish. */
    private static final int LOOKS = 24;

    /** A saturated red is 65 levels from no colour or more, one of a fifth of the light 32. */
    private static final int REDDISH_LEVELS = 32;

    /** Well under the quarter of the picture that matters. */
    private static final double REDDISH_SHARE = 0.15;

    private static final int SMALL_LINES = 576;

    private static final byte UNKNOWN = 0;
    private static final byte RED = 1;
    private static final byte OTHER = 2;

    private static final float[] LINEAR = linear();
    private static final double CHROMA_SCALE = 32768; // of what is kept

    private final byte[] states = new byte[JoinedCells.MAX_CELLS];
    private final short[] keptU =
            new short[JoinedCells.MAX_CELLS]; // of the state as it was at most
    private final short[] keptV = new short[JoinedCells.MAX_CELLS];
    private int count; // 0 while nothing is followed
    private double red; // linear light of the cell at hand
    private double green;
    private double blue;
    private double turnedShare;
    private double leftShare;

    private static float[] linear() {
        float[] table = new float[1025];
        for (int i = 0; i < table.length; i++) {
            table[i] = (float) Math.pow(i / 1024.0, 2.4);
        }
        return table;
    }

    void clear() {
        count = 0;
    }

    void follow(VideoFrame frame) {
        turnedShare = 0;
        leftShare = 0;
        boolean isReddish = isReddish(frame);
        if (!isReddish && count == 0) {
            return;
        }
        JoinedCells luma = frame.features().joinedLuma();
        JoinedCells cb = frame.features().joinedCb();
        JoinedCells cr = frame.features().joinedCr();
        if (cb == null || cr == null) {
            count = 0;
            return;
        }
        if (count != luma.count()) {
            count = luma.count();
            Arrays.fill(states, UNKNOWN);
        }
        followCells(luma, cb, cr);
        if (!isReddish) {
            count = 0;
        }
    }

    private void followCells(JoinedCells luma, JoinedCells cb, JoinedCells cr) {
        boolean isSmall = luma.height() <= SMALL_LINES;
        double kr = isSmall ? 0.299 : 0.2126;
        double kb = isSmall ? 0.114 : 0.0722;
        double turned = 0;
        double left = 0;
        for (int row = 0; row < luma.rows(); row++) {
            for (int column = 0; column < luma.columns(); column++) {
                int i = row * luma.columns() + column;
                light(luma.cells()[i], cb.cells()[i], cr.cells()[i], kr, kb);
                int turn = turn(i);
                double area = (double) luma.cellWidth(column) * luma.cellHeight(row);
                turned += turn == RED ? area : 0;
                left += turn == OTHER ? area : 0;
            }
        }
        double all = (double) luma.width() * luma.height();
        turnedShare = turned / all;
        leftShare = left / all;
    }

    private void light(int luma, int cb, int cr, double kr, double kb) {
        double y =
                (double) (luma - LumaView.BLACK_UNITS)
                        / (LumaView.WHITE_UNITS - LumaView.BLACK_UNITS);
        double pb = (double) (cb - ChromaView.NEUTRAL_UNITS) / (2 * ChromaView.SWING_UNITS);
        double pr = (double) (cr - ChromaView.NEUTRAL_UNITS) / (2 * ChromaView.SWING_UNITS);
        double r = y + 2 * (1 - kr) * pr;
        double b = y + 2 * (1 - kb) * pb;
        double g = (y - kr * r - kb * b) / (1 - kr - kb);
        red = linear(r);
        green = linear(g);
        blue = linear(b);
    }

    private static double linear(double signal) {
        return LINEAR[(int) (Math.min(Math.max(signal, 0), 1) * (LINEAR.length - 1) + 0.5)];
    }

    /** What the cell at hand has turned to with this picture; UNKNOWN: nothing. */
    private int turn(int i) {
        double sum = red + green + blue;
        double x = 0.4124 * red + 0.3576 * green + 0.1805 * blue;
        double y = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        double z = 0.0193 * red + 0.1192 * green + 0.9505 * blue;
        double all = x + 15 * y + 3 * z;
        // black has no colour: that of white
        double u = all > 1e-6 ? 4 * x / all : 0.1978;
        double v = all > 1e-6 ? 9 * y / all : 0.4683;
        byte state = sum > 1e-6 && red >= SATURATED * sum ? RED : OTHER;
        byte before = states[i];
        if (state == before || before == UNKNOWN) {
            boolean isFarther =
                    before == UNKNOWN || (state == RED) == (u * CHROMA_SCALE > keptU[i]);
            if (isFarther) {
                keep(i, u, v);
            }
            states[i] = state;
            return before == UNKNOWN && state == RED ? RED : UNKNOWN;
        }
        double distance = Math.hypot(u - keptU[i] / CHROMA_SCALE, v - keptV[i] / CHROMA_SCALE);
        if (distance <= LEAST_DISTANCE) {
            return UNKNOWN;
        }
        keep(i, u, v);
        states[i] = state;
        return state;
    }

    private void keep(int i, double u, double v) {
        keptU[i] = (short) (u * CHROMA_SCALE);
        keptV[i] = (short) (v * CHROMA_SCALE);
    }

    private static boolean isReddish(VideoFrame frame) {
        ChromaFormat format = frame.chromaFormat();
        if (format == null) {
            return false;
        }
        LumaFormat depth = frame.lumaFormat();
        int limit = (128 + REDDISH_LEVELS) << (depth.bitDepth() - 8);
        int width = format.width(frame.width());
        int height = format.height(frame.height());
        ByteBuffer cr = frame.cr();
        int reddish = 0;
        for (int j = 0; j < LOOKS; j++) {
            int row = (2 * j + 1) * height / (2 * LOOKS);
            int line = row * frame.chromaStrideBytes();
            for (int i = 0; i < LOOKS; i++) {
                int at = line + (2 * i + 1) * width / (2 * LOOKS) * format.stepBytes();
                int code =
                        depth.bytesPerSample() == 1
                                ? cr.get(at) & 0xff
                                : (cr.getShort(at) & 0xffff) >>> depth.shift();
                reddish += code >= limit ? 1 : 0;
            }
        }
        return reddish >= REDDISH_SHARE * LOOKS * LOOKS;
    }

    /** The share of the area that turned to red with the last picture. */
    double turnedShare() {
        return turnedShare;
    }

    double leftShare() {
        return leftShare;
    }

    /** The count, then five bytes a cell: nothing while no red is in sight. */
    void save(DataOutput out) throws IOException {
        out.writeInt(count);
        for (int i = 0; i < count; i++) {
            out.writeByte(states[i]);
            out.writeShort(keptU[i]);
            out.writeShort(keptV[i]);
        }
    }

    void restore(String detectorId, DataInput in) throws IOException {
        count =
                StateVersions.checkRange(
                        detectorId, "cells", in.readInt(), 0, JoinedCells.MAX_CELLS);
        for (int i = 0; i < count; i++) {
            states[i] = in.readByte();
            keptU[i] = in.readShort();
            keptV[i] = in.readShort();
        }
    }
}
