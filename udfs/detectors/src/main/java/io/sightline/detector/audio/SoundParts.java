package io.sightline.detector.audio;

import io.sightline.detector.api.AudioBlock;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Cuts sound into parts of one length that are counted in samples from the start, so that nothing
 * depends on how it came in blocks. A change of format and a jump of the timestamps begin a new
 * part; what the part under way held is dropped.
 *
 * <pre>{@code
 * if (!parts.begin(block)) return;
 * if (parts.isBrokenOff()) forget();
 * while (parts.next()) {
 *     add(block, parts.from(), parts.to());
 *     if (parts.isComplete()) measure(parts.startMicros());
 * }
 * }</pre>
 *
 * <p>One for each detector, on the task thread; allocates only when the format changes.
 */
final class SoundParts {

    private static final int MICROS_PER_SECOND = 1_000_000;

    private final int partMicros;
    private final int multipleSamples;
    private final SoundFormat format = new SoundFormat();
    private final SoundClock clock = new SoundClock();
    private int partSamples; // of the part under way
    private int wholeSamples; // of a complete part
    private long partStartMicros;
    private boolean formatChanged;
    private boolean brokenOff;
    private long jumpMicros;
    private int from;
    private int to;
    private int blockSamples;

    /**
     * @param partMicros length of a part, rounded down to whole samples
     */
    SoundParts(int partMicros) {
        this(partMicros, 1);
    }

    /**
     * @param multipleSamples a part is a multiple of so many samples, at least one of them
     */
    SoundParts(int partMicros, int multipleSamples) {
        this.partMicros = partMicros;
        this.multipleSamples = multipleSamples;
    }

    /** Takes a block; false if there is nothing in it that can be measured. */
    boolean begin(AudioBlock block) {
        if (!SoundFormat.isUsable(block)) {
            return false;
        }
        boolean isFirst = wholeSamples == 0;
        jumpMicros = clock.beginBlock(block.presentationTimeMicros(), block.sampleRateHz());
        formatChanged = format.changesTo(block);
        brokenOff = !isFirst && (formatChanged || jumpMicros != 0);
        if (formatChanged || isFirst) {
            wholeSamples = samplesOf(partMicros);
        }
        if (formatChanged || brokenOff) {
            partSamples = 0;
        }
        blockSamples = block.sampleCount();
        from = 0;
        to = 0;
        return true;
    }

    private int samplesOf(int micros) {
        long samples = (long) format.sampleRateHz() * micros / MICROS_PER_SECOND;
        return (int) Math.max(multipleSamples, samples - samples % multipleSamples);
    }

    /** Whether this block is the first of a new format. */
    boolean isFormatNew() {
        return formatChanged;
    }

    /** Whether this block does not follow on to the one before. */
    boolean isBrokenOff() {
        return brokenOff;
    }

    /** By how much this block jumps: positive where sound is missing. */
    long jumpMicros() {
        return jumpMicros;
    }

    /** Goes on to the next run of samples in one part; false at the end of the block. */
    boolean next() {
        if (partSamples == wholeSamples) {
            partSamples = 0;
        }
        if (to == blockSamples) {
            clock.endBlock(blockSamples);
            return false;
        }
        from = to;
        if (partSamples == 0) {
            partStartMicros = clock.microsAt(from);
        }
        to = Math.min(blockSamples, from + wholeSamples - partSamples);
        partSamples += to - from;
        return true;
    }

    /** The run's first sample in the block. */
    int from() {
        return from;
    }

    /** Behind the run's last sample in the block. */
    int to() {
        return to;
    }

    /** How many samples of the part come before this run. */
    int offset() {
        return partSamples - (to - from);
    }

    /** Whether the part ends with this run. */
    boolean isComplete() {
        return partSamples == wholeSamples;
    }

    long startMicros() {
        return partStartMicros;
    }

    /** The presentation time of the sample behind the run. */
    long endMicros() {
        return clock.microsAt(to);
    }

    /** The instant to report for a value: as given, but never before an earlier report. */
    long reportAt(long micros) {
        return clock.reportAt(micros);
    }

    /** Samples of a complete part. */
    int wholeSamples() {
        return wholeSamples;
    }

    SoundFormat format() {
        return format;
    }

    void reset() {
        clock.reset();
        partSamples = 0;
    }

    void save(DataOutput out) throws IOException {
        format.save(out);
        clock.save(out);
        out.writeInt(partSamples);
        out.writeLong(partStartMicros);
    }

    void restore(DataInput in) throws IOException {
        format.restore(in);
        clock.restore(in);
        partSamples = in.readInt();
        partStartMicros = in.readLong();
        wholeSamples = format.channelCount() == 0 ? 0 : samplesOf(partMicros);
    }
}
