package io.sightline.model;

import io.sightline.detector.api.VideoFrame;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Luma at the size of one model, in arrays that are used again: at any time few streams of many
 * hold one. Thread: any.
 */
final class Pictures {

    private final int width;
    private final int height;
    private final ThreadLocal<AreaScaler> scaler;
    private final Queue<float[]> idle = new ConcurrentLinkedQueue<>();

    Pictures(int width, int height) {
        this.width = width;
        this.height = height;
        scaler = ThreadLocal.withInitial(() -> new AreaScaler(width, height));
    }

    int size() {
        return width * height;
    }

    /** The luma of a picture, 0 to 1, row by row. Owned until it is given back. */
    float[] scaled(VideoFrame frame) {
        float[] luma = idle.poll();
        if (luma == null) {
            luma = new float[size()];
        }
        scaler.get().scale(frame, luma);
        return luma;
    }

    void giveBack(float[] luma) {
        idle.add(luma);
    }
}
