package io.sightline.detector.audio;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Gives every sample its presentation time, so that it does not depend on how the sound is cut into
 * blocks. Samples are counted from an anchor; the timestamps of blocks only move the anchor when
 * they disagree with the count by more than their usual rounding.
 */
final class SoundClock {

    /**
     * No real jump: blocks of Vorbis, which have two lengths, are timed 10 ms wrong and back again,
     * as are blocks at the joints of segments and packets. A lost block of AAC has 21 ms.
     */
    static final long JITTER_MICROS = 20_000;

    private static final long MICROS_PER_SECOND = 1_000_000;

    private boolean started;
    private int sampleRateHz;
    private long anchorMicros;
    private long samplesSinceAnchor; // always below one second's worth: no overflow, no drift
    private long lastReportMicros = Long.MIN_VALUE;

    /**
     * Takes the start of the next block.
     *
     * @return by how many microseconds it jumps: positive where sound is missing, negative where it
     *     overlaps, 0 where it follows on or is the first
     */
    long beginBlock(long startMicros, int blockSampleRateHz) {
        long jump = started ? startMicros - microsAt(0) : 0;
        boolean jumps = Math.abs(jump) > JITTER_MICROS;
        if (!started || jumps || blockSampleRateHz != sampleRateHz) {
            started = true;
            sampleRateHz = blockSampleRateHz;
            anchorMicros = startMicros;
            samplesSinceAnchor = 0;
        }
        return jumps ? jump : 0;
    }

    /** The presentation time of a sample, counted from the start of the current block. */
    long microsAt(int sampleIndex) {
        return anchorMicros + (samplesSinceAnchor + sampleIndex) * MICROS_PER_SECOND / sampleRateHz;
    }

    void endBlock(int sampleCount) {
        samplesSinceAnchor += sampleCount;
        long seconds = samplesSinceAnchor / sampleRateHz;
        anchorMicros += seconds * MICROS_PER_SECOND;
        samplesSinceAnchor -= seconds * sampleRateHz;
    }

    /** The instant to report for a value: as given, but never before an earlier report. */
    long reportAt(long micros) {
        lastReportMicros = Math.max(lastReportMicros, micros);
        return lastReportMicros;
    }

    void reset() {
        started = false;
        lastReportMicros = Long.MIN_VALUE;
    }

    void save(DataOutput out) throws IOException {
        out.writeBoolean(started);
        out.writeInt(sampleRateHz);
        out.writeLong(anchorMicros);
        out.writeLong(samplesSinceAnchor);
        out.writeLong(lastReportMicros);
    }

    void restore(DataInput in) throws IOException {
        started = in.readBoolean();
        sampleRateHz = in.readInt();
        anchorMicros = in.readLong();
        samplesSinceAnchor = in.readLong();
        lastReportMicros = in.readLong();
    }
}
