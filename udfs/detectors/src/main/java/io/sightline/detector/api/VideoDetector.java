package io.sightline.detector.api;

/** Measures pictures. */
public interface VideoDetector extends Detector {

    /** Called for each decoded picture, in presentation order. */
    void onFrame(VideoFrame frame, MeasurementSink out);

    /**
     * Called when an access unit gave no picture because the decoder refused it.
     *
     * @param presentationTimeMicros when it should have been shown
     */
    default void onUndecodable(long presentationTimeMicros, MeasurementSink out) {
        // Most detectors measure pictures only.
    }
}
