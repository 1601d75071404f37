package io.sightline.detector.audio;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.AudioDetector;
import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.model.DefectId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * What the detectors have in common that look at sound in parts of one length ({@link SoundParts}):
 * a new format is adopted, a hole and a new format begin everything anew, and state is the parts
 * first and then what the detector keeps.
 *
 * <p>One instance for each rendition, on the task thread.
 */
abstract class PartDetector implements AudioDetector {

    private final DefectId defect;
    private final List<Metric> metrics;
    private final int stateVersion;
    final SoundParts parts;

    /**
     * @param stateVersion what {@link #saveRest} writes; it reads all from 1 on
     * @param partMicros length of a part
     */
    PartDetector(DefectId defect, int stateVersion, int partMicros, Metric... metrics) {
        this.defect = defect;
        this.metrics = List.of(metrics);
        this.stateVersion = stateVersion;
        parts = new SoundParts(partMicros);
    }

    /** The format is another one: what depends on channels and sample rate. */
    abstract void adoptFormat(SoundFormat format);

    /** Takes the samples from {@code parts.from()} to {@code parts.to()}, all of one part. */
    abstract void add(AudioBlock block);

    /** The part is complete. */
    abstract void endPart(MeasurementSink out);

    /** Forgets the past, but for the format. */
    abstract void clear();

    abstract void saveRest(DataOutput out) throws IOException;

    /**
     * @param savedVersion 1 to that of the constructor
     */
    abstract void restoreRest(int savedVersion, DataInput in) throws IOException;

    /** Sound of the same format does not follow on to what was before: nothing by default. */
    void jump(AudioBlock block, MeasurementSink out) {
        // Most detectors only begin anew.
    }

    @Override
    public final String id() {
        return defect.value();
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public final List<Metric> metrics() {
        return metrics;
    }

    @Override
    public CostClass cost() {
        return CostClass.NEGLIGIBLE;
    }

    @Override
    public final void onBlock(AudioBlock block, MeasurementSink out) {
        if (!parts.begin(block)) {
            return;
        }
        if (parts.isFormatNew()) {
            adoptFormat(parts.format());
            clear();
        } else if (parts.isBrokenOff()) {
            jump(block, out);
            clear();
        }
        while (parts.next()) {
            add(block);
            if (parts.isComplete()) {
                endPart(out);
            }
        }
    }

    @Override
    public final void onDiscontinuity() {
        parts.reset();
        clear();
    }

    @Override
    public final int stateVersion() {
        return stateVersion;
    }

    @Override
    public final void save(DataOutput out) throws IOException {
        parts.save(out);
        saveRest(out);
    }

    @Override
    public final void restore(int savedVersion, DataInput in) throws IOException {
        if (savedVersion < 1 || savedVersion > stateVersion) {
            throw new IllegalArgumentException(
                    "State of detector '%s' has version %d, but this version reads 1 to %d"
                            .formatted(id(), savedVersion, stateVersion));
        }
        parts.restore(in);
        adoptFormat(parts.format());
        restoreRest(savedVersion, in);
    }
}
