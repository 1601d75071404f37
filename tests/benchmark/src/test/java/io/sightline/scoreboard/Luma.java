package io.sightline.scoreboard;

import io.sightline.detector.api.VideoFrame;
import java.nio.ByteBuffer;

/** A copy of the luma of a picture of 8 bits. */
final class Luma {

    private static final int BLOCK = 16;

    private final int width;
    private final int height;
    private final byte[] samples;

    private Luma(int width, int height, byte[] samples) {
        this.width = width;
        this.height = height;
        this.samples = samples;
    }

    static Luma copyOf(VideoFrame frame) {
        if (frame.lumaFormat().bitDepth() != 8) {
            throw new IllegalArgumentException("Pictures of " + frame.lumaFormat());
        }
        byte[] samples = new byte[frame.width() * frame.height()];
        ByteBuffer luma = frame.luma();
        for (int y = 0; y < frame.height(); y++) {
            luma.get(y * frame.lumaStrideBytes(), samples, y * frame.width(), frame.width());
        }
        return new Luma(frame.width(), frame.height(), samples);
    }

    /** What is true of a picture beside the one that should be shown. */
    enum Truth {
        CLEAN,
        /** Wrong, but too little for anybody to say that it is damaged. */
        BETWEEN,
        DAMAGED
    }

    private static final double WRONG_LEVELS = 8;
    private static final double SAME_LEVELS = 2;
    private static final double DAMAGED_SHARE = 0.01;

    /** What is true of this one: by the mean differences of blocks of 16 by 16. */
    Truth beside(Luma clean) {
        if (clean.width != width || clean.height != height) {
            return Truth.DAMAGED;
        }
        int blocks = 0;
        int wrong = 0;
        double most = 0;
        for (int top = 0; top < height; top += BLOCK) {
            for (int left = 0; left < width; left += BLOCK) {
                double difference = difference(clean, left, top);
                blocks++;
                wrong += difference >= WRONG_LEVELS ? 1 : 0;
                most = Math.max(most, difference);
            }
        }
        if (wrong >= DAMAGED_SHARE * blocks) {
            return Truth.DAMAGED;
        }
        return most <= SAME_LEVELS ? Truth.CLEAN : Truth.BETWEEN;
    }

    private double difference(Luma clean, int left, int top) {
        int right = Math.min(width, left + BLOCK);
        int bottom = Math.min(height, top + BLOCK);
        int sum = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int at = y * width + x;
                sum += Math.abs((samples[at] & 0xff) - (clean.samples[at] & 0xff));
            }
        }
        return (double) sum / ((right - left) * (bottom - top));
    }
}
