package io.sightline.detector.audio;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The lowest and highest sample of each channel in each of the last parts of the sound: a ring of
 * complete parts and the one being filled. Allocates only when the number of channels changes.
 */
final class SampleRanges {

    private final int windowParts;
    private final int slots; // a window to either side of a part, which both share, and the next
    private final long[] startMicros; // by slot
    private int channelCount;
    private float[] lowest = new float[0]; // by slot, then channel
    private float[] highest = new float[0];
    private int filling; // a slot
    private int complete; // parts, at most slots - 1
    private int unread; // of them

    SampleRanges(int windowParts) {
        this.windowParts = windowParts;
        slots = 2 * windowParts;
        startMicros = new long[slots];
    }

    /** Forgets everything. */
    void begin(int channels) {
        if (channels != channelCount) {
            channelCount = channels;
            lowest = new float[slots * channels];
            highest = new float[slots * channels];
        }
        filling = 0;
        complete = 0;
        unread = 0;
        clearFilling();
    }

    void beginPart(long micros) {
        startMicros[filling] = micros;
        clearFilling();
    }

    private void clearFilling() {
        int from = filling * channelCount;
        Arrays.fill(lowest, from, from + channelCount, Float.POSITIVE_INFINITY);
        Arrays.fill(highest, from, from + channelCount, Float.NEGATIVE_INFINITY);
    }

    void add(int channel, float[] samples, int from, int to) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) { // both at once: twice as fast as one by one
            low = Math.min(low, samples[i]);
            high = Math.max(high, samples[i]);
        }
        int at = filling * channelCount + channel;
        if (SamplePeak.isSound(Math.max(-low, high))) {
            lowest[at] = Math.min(lowest[at], low);
            highest[at] = Math.max(highest[at], high);
        } else {
            addSound(at, samples, from, to);
        }
    }

    /** What no sound can be counts as 0. */
    private void addSound(int at, float[] samples, int from, int to) {
        for (int i = from; i < to; i++) {
            float sample = SamplePeak.isSound(Math.abs(samples[i])) ? samples[i] : 0;
            lowest[at] = Math.min(lowest[at], sample);
            highest[at] = Math.max(highest[at], sample);
        }
    }

    void endPart() {
        filling = (filling + 1) % slots;
        complete = Math.min(complete + 1, slots - 1);
        unread++;
    }

    /** Whether the oldest part that was not read is followed by all of its window. */
    boolean isReadable() {
        return unread >= windowParts;
    }

    /** Complete parts that were not read. */
    int unread() {
        return unread;
    }

    long oldestUnreadMicros() {
        return startMicros[slotOf(unread)];
    }

    /**
     * Half of the range of the loudest channel at the oldest part that was not read: in the window
     * that begins or the one that ends with it, whichever is quieter. Counts as read from then on.
     */
    float readAmplitude() {
        int age = unread--;
        int ahead = age - windowParts + 1; // age of the last part of the window that follows
        boolean isFollowed = ahead >= 1;
        boolean isPreceded = age + windowParts - 1 <= complete || !isFollowed;
        int oldest = Math.min(age + windowParts - 1, complete);
        float loudest = 0;
        for (int channel = 0; channel < channelCount; channel++) {
            float range = Float.POSITIVE_INFINITY;
            if (isFollowed) {
                range = range(channel, ahead, age);
            }
            if (isPreceded) {
                range = Math.min(range, range(channel, age, oldest));
            }
            loudest = Math.max(loudest, range);
        }
        return loudest / 2;
    }

    private float range(int channel, int youngest, int oldest) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (int age = youngest; age <= oldest; age++) {
            int at = slotOf(age) * channelCount + channel;
            low = Math.min(low, lowest[at]);
            high = Math.max(high, highest[at]);
        }
        return high - low;
    }

    /** The youngest complete part has age 1. */
    private int slotOf(int age) {
        return Math.floorMod(filling - age, slots);
    }

    /** Counts, then from the oldest complete part to the one being filled: start and ranges. */
    void save(DataOutput out) throws IOException {
        out.writeInt(windowParts);
        out.writeInt(channelCount);
        out.writeInt(complete);
        out.writeInt(unread);
        for (int age = complete; age >= 0; age--) {
            int slot = slotOf(age);
            out.writeLong(startMicros[slot]);
            for (int channel = 0; channel < channelCount; channel++) {
                out.writeFloat(lowest[slot * channelCount + channel]);
                out.writeFloat(highest[slot * channelCount + channel]);
            }
        }
    }

    /** What was saved with windows of another length is read over, and everything begins anew. */
    void restore(DataInput in) throws IOException {
        boolean isUsable = in.readInt() == windowParts;
        begin(in.readInt());
        int savedComplete = in.readInt();
        int savedUnread = in.readInt();
        for (int age = savedComplete; age >= 0; age--) {
            int slot = Math.floorMod(savedComplete - age, slots);
            startMicros[slot] = in.readLong();
            for (int channel = 0; channel < channelCount; channel++) {
                lowest[slot * channelCount + channel] = in.readFloat();
                highest[slot * channelCount + channel] = in.readFloat();
            }
        }
        if (isUsable) {
            filling = savedComplete % slots;
            complete = savedComplete;
            unread = savedUnread;
        } else {
            begin(channelCount);
        }
    }
}
