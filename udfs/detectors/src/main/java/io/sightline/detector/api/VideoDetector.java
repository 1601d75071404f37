package io.sightline.detector.api;

/** Measures pictures. */
public interface VideoDetector extends Detector {

    /** Called for each decoded picture, in presentation order. */
    void onFrame(VideoFrame frame, MeasurementSink out);

    /**
     * Called before the first picture of another sampling; until then every picture is shown. What
     * is measured holds from its picture until the next, so many detectors need not care.
     */
    default void onSampling(PictureSampling sampling) {
        // Most detectors look at each picture by itself.
    }

    /**
     * Called when something else than a picture hints at damage: packets were lost, or came
     * damaged.
     *
     * @param presentationTimeMicros about when it may be seen
     */
    default void onSuspicion(long presentationTimeMicros) {
        // Most detectors look at every picture as it is.
    }

    /**
     * Called when an access unit gave no picture because the decoder refused it.
     *
     * @param presentationTimeMicros when it should have been shown
     */
    default void onUndecodable(long presentationTimeMicros, MeasurementSink out) {
        // Most detectors measure pictures only.
    }
}
