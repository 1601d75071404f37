package io.sightline.detector.audio;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Finds interruptions in the levels of parts of a thousandth of a second each. What it looks for is
 * what nature does not do: rooms, instruments and voices end within tens of milliseconds.
 *
 * <ul>
 *   <li>It falls from sound to at least 14 dB less from one part to the next but one, and rises
 *       again by as much, as suddenly. What an encoder smears over the edges is less than that.
 *   <li>In between it is gone: the median is 24 dB below the lower one of both edges, 42 dB where
 *       it lasts 40 ms or more. The closures of p, t and k are sharp too, but a room, a breath or a
 *       preamplifier goes on in them.
 *   <li>Before and after it sound goes on for 10 ms at least: a series of clicks is no
 *       interruption.
 * </ul>
 */
final class GapFinder {

    private static final long NONE = -1;
    private static final int HISTORY = 640;
    private static final int SHORTEST = 8;
    private static final int LONGEST = 600;
    private static final int EDGE = 3; // parts in which the sound beside a gap is looked for
    private static final int SUSTAIN = 10;
    private static final float SHARP_DECIBEL = 14;
    private static final float SOUND_DBFS = -66;
    private static final float SUSTAIN_DECIBEL = 34;
    private static final float REMAINS_DECIBEL = 20; // what an encoder smears into a gap is below
    private static final float RETURN_DECIBEL = 26;
    private static final int BRIEF = 20; // parts
    private static final int LONG = 40;
    private static final float BRIEF_DEPTH_DECIBEL = 24;
    private static final float LONG_DEPTH_DECIBEL = 42;

    private final float[] levels = new float[HISTORY]; // ring
    private final float[] sorted = new float[LONGEST + SHORTEST]; // scratch
    private long count; // parts so far
    private long gapStart = NONE; // first part that is not whole sound; -1 while there is no gap
    private float gapHighest; // of the parts within, but for the last
    private float before; // level of the sound before it
    private long returnedAt = NONE; // first part of sound behind the gap
    private int lengthParts;
    private int partsSinceEnd;

    /**
     * Takes the level of the next part.
     *
     * @return whether an interruption has been found that ended {@link #partsSinceEnd} ago
     */
    boolean add(float levelDbfs) {
        levels[(int) (count % HISTORY)] = levelDbfs;
        count++;
        if (returnedAt >= 0) {
            return count - returnedAt >= SUSTAIN && endGap();
        }
        if (gapStart >= 0) {
            follow(levelDbfs);
        }
        if (returnedAt < 0) {
            lookForFall();
        }
        return false;
    }

    /** Whether there is a begin of what may be an interruption. */
    boolean isUndecided() {
        return gapStart >= 0;
    }

    /** How many of the last parts may still turn out to belong to an interruption. */
    int settledParts() {
        return SHORTEST + 2;
    }

    int lengthParts() {
        return lengthParts;
    }

    int partsSinceEnd() {
        return partsSinceEnd;
    }

    private float level(long part) {
        return levels[(int) (part % HISTORY)];
    }

    /** A gap begins with a part in which sound ends, and the ones that follow are below. */
    private void lookForFall() {
        long start = count - 1 - SHORTEST;
        if (start < SUSTAIN || start <= gapStart) {
            return;
        }
        float sound = Math.max(level(start - 1), Math.max(level(start - 2), level(start - 3)));
        if (sound < SOUND_DBFS || (gapStart >= 0 && sound < before - REMAINS_DECIBEL)) {
            return;
        }
        float highest = highest(start + 1, count);
        if (sound - highest < SHARP_DECIBEL || !isSustained(start - SUSTAIN, sound)) {
            return;
        }
        boolean isSameFall = gapStart != NONE && start <= gapStart + EDGE;
        if (isSameFall && gapHighest - highest < SHARP_DECIBEL) {
            return;
        }
        boolean isWholeSound = level(start) - highest >= SHARP_DECIBEL;
        gapStart = isWholeSound ? start + 1 : start;
        before = sound;
        gapHighest = highest(start + 1, count - 1);
    }

    private void follow(float levelDbfs) {
        if (count - gapStart > LONGEST) {
            gapStart = NONE;
        } else if (isReturn(levelDbfs)) {
            returnedAt = count - 1;
        } else {
            gapHighest = Math.max(gapHighest, level(count - 2));
            if (before - gapHighest < SHARP_DECIBEL) {
                gapStart = NONE;
            }
        }
    }

    private boolean isReturn(float levelDbfs) {
        return levelDbfs >= SOUND_DBFS
                && levelDbfs - gapHighest >= SHARP_DECIBEL
                && levelDbfs >= before - RETURN_DECIBEL;
    }

    private boolean endGap() {
        float after = highest(returnedAt, returnedAt + EDGE);
        lengthParts = (int) (returnedAt - gapStart);
        partsSinceEnd = (int) (count - returnedAt);
        boolean isSharp = Math.min(before, after) - gapHighest >= SHARP_DECIBEL;
        float depth = Math.min(before, after) - median(gapStart + 1, returnedAt - 1);
        boolean isFound =
                isSharp
                        && lengthParts >= SHORTEST
                        && depth >= depthFor(lengthParts)
                        && isSustained(returnedAt, after);
        gapStart = NONE;
        returnedAt = NONE;
        return isFound;
    }

    private static float depthFor(int length) {
        float share = (length - BRIEF) / (float) (LONG - BRIEF);
        float bounded = Math.max(0, Math.min(1, share));
        return BRIEF_DEPTH_DECIBEL + bounded * (LONG_DEPTH_DECIBEL - BRIEF_DEPTH_DECIBEL);
    }

    private boolean isSustained(long from, float sound) {
        return median(from, from + SUSTAIN) >= sound - SUSTAIN_DECIBEL;
    }

    private float highest(long from, long to) {
        float highest = Float.NEGATIVE_INFINITY;
        for (long part = from; part < to; part++) {
            highest = Math.max(highest, level(part));
        }
        return highest;
    }

    private float median(long from, long to) {
        int length = (int) (to - from);
        for (int i = 0; i < length; i++) {
            sorted[i] = level(from + i);
        }
        Arrays.sort(sorted, 0, length);
        return sorted[length / 2];
    }

    void clear() {
        count = 0;
        gapStart = NONE;
        returnedAt = NONE;
    }

    /** The levels that may still be needed: back to the begin of a gap, at least 32. */
    void save(DataOutput out) throws IOException {
        long oldest = Math.max(0, Math.min(gapStart >= 0 ? gapStart : count, count - 32));
        out.writeLong(count);
        out.writeLong(gapStart);
        out.writeLong(returnedAt);
        out.writeFloat(gapHighest);
        out.writeFloat(before);
        for (long part = oldest; part < count; part++) {
            out.writeFloat(level(part));
        }
    }

    void restore(DataInput in) throws IOException {
        count = in.readLong();
        gapStart = in.readLong();
        returnedAt = in.readLong();
        gapHighest = in.readFloat();
        before = in.readFloat();
        long oldest = Math.max(0, Math.min(gapStart >= 0 ? gapStart : count, count - 32));
        for (long part = oldest; part < count; part++) {
            levels[(int) (part % HISTORY)] = in.readFloat();
        }
    }
}
