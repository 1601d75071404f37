package io.sightline.decode;

import java.util.Arrays;

/**
 * When pictures are shown that a decoder was given and has not brought out. Those earlier than one
 * that comes out never will: the decoder left them out. Allocates nothing once large enough.
 */
final class PendingPictures {

    /** More than any decoder holds back; beyond it the oldest are forgotten. */
    private static final int CAPACITY = 256;

    private final long[] micros = new long[CAPACITY]; // ascending
    private int size;

    void add(long presentationTimeMicros) {
        if (size == CAPACITY) {
            removeFirst(1);
        }
        int index = size;
        while (index > 0 && micros[index - 1] > presentationTimeMicros) {
            micros[index] = micros[index - 1];
            index--;
        }
        micros[index] = presentationTimeMicros;
        size++;
    }

    void remove(long presentationTimeMicros) {
        int index = Arrays.binarySearch(micros, 0, size, presentationTimeMicros);
        if (index >= 0) {
            System.arraycopy(micros, index + 1, micros, index, size - index - 1);
            size--;
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    long first() {
        return micros[0];
    }

    void removeFirst() {
        removeFirst(1);
    }

    private void removeFirst(int count) {
        System.arraycopy(micros, count, micros, 0, size - count);
        size -= count;
    }
}
