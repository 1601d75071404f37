package io.sightline.detector.api;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Measures one thing about the pictures or the sound of one rendition, and never judges it: levels
 * and durations belong to the policy.
 *
 * <p>Thread: one instance for each rendition, used by one task thread. An implementation has a
 * public constructor without arguments and is named in a {@code META-INF/services} file of the
 * interface it implements ({@link VideoDetector}, {@link AudioDetector} or {@link SyncDetector}).
 *
 * <p>Ownership: what a call is given is borrowed until that call returns. A detector keeps numbers
 * and digests, never planes or samples.
 */
public interface Detector {

    /** The id that {@code --detectors} selects and alerts name: that of the defect it serves. */
    String id();

    /** Changes whenever the same input gives other values. */
    int version();

    /** Every metric this detector can measure. */
    List<Metric> metrics();

    CostClass cost();

    /** The SHA-256 of the model that it asks, in hexadecimal digits; empty where there is none. */
    default Optional<String> modelSha256() {
        return Optional.empty();
    }

    /**
     * How often a second the policy wants one that samples to look, and how often while something
     * hints at a defect. Called before the first picture or block, if at all.
     */
    default void onLooks(double usual, double suspicious) {
        // Most look at everything.
    }

    /**
     * Whether what comes goes on by itself, so that it is late where examining it takes long; until
     * this is called it waits, as a recording does. One that leaves out work to keep up does so
     * only while it is live: what is measured of a recording follows from the recording alone.
     */
    default void onLive(boolean isLive) {
        // Most leave nothing out.
    }

    /** Forgets the past: what comes next does not continue what was measured before. */
    void onDiscontinuity();

    /** The version that {@link #save} writes. */
    int stateVersion();

    /** Writes what a successor needs to go on exactly here. Small: bytes to a few kilobytes. */
    void save(DataOutput out) throws IOException;

    /**
     * Takes over from {@link #save}.
     *
     * @param stateVersion the version the bytes were written with, at most {@link #stateVersion()}
     */
    void restore(int stateVersion, DataInput in) throws IOException;
}
