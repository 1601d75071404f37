package io.sightline.model;

import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Detector;
import io.sightline.detector.api.Metric;
import io.sightline.policy.Looks;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * What all detectors have in common that ask a model. One for each rendition, on the task thread.
 */
abstract class LearnedDetector implements Detector {

    /** Version 1 had nothing of what was under way. */
    private static final int STATE_VERSION = 2;

    final ModelDescription description;
    final LookPacer pacer;
    final Asking model;
    private final List<Metric> metrics;

    LearnedDetector(ModelDescription description, ModelSession session, LongSupplier clock) {
        this.description = description;
        pacer = new LookPacer(description.looks(), description.budget().toNanos());
        model = new Asking(description, session, pacer, clock);
        metrics = Stream.concat(description.metrics().stream(), model.metrics().stream()).toList();
    }

    @Override
    public final String id() {
        return description.detector().value();
    }

    @Override
    public final int version() {
        return description.version();
    }

    @Override
    public final Optional<String> modelSha256() {
        return Optional.of(description.sha256());
    }

    @Override
    public final List<Metric> metrics() {
        return metrics;
    }

    @Override
    public final CostClass cost() {
        return CostClass.HIGH;
    }

    @Override
    public final void onLooks(double usual, double suspicious) {
        pacer.follow(new Looks(usual, suspicious));
    }

    @Override
    public final void onLive(boolean isLive) {
        pacer.onLive(isLive);
    }

    @Override
    public void onDiscontinuity() {
        pacer.forget();
    }

    @Override
    public final int stateVersion() {
        return STATE_VERSION;
    }

    /** When it looked last. */
    @Override
    public void save(DataOutput out) throws IOException {
        pacer.save(out);
    }

    @Override
    public void restore(int stateVersion, DataInput in) throws IOException {
        if (stateVersion < 1 || stateVersion > STATE_VERSION) {
            throw new IllegalArgumentException(
                    "State of detector '%s' has version %d, but this version reads 1 to %d"
                            .formatted(id(), stateVersion, STATE_VERSION));
        }
        pacer.restore(in);
    }
}
