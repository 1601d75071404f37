package io.sightline.detector.api;

/** Measures sound. */
public interface AudioDetector extends Detector {

    /**
     * Called for each decoded block, in presentation order. The format may change between calls.
     */
    void onBlock(AudioBlock block, MeasurementSink out);
}
