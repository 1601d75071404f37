package io.sightline.detector.api;

/**
 * Measures what needs both pictures and sound: their presence and their relation in time. Pictures
 * and blocks arrive in the order they were decoded, so the two clocks may differ by the interleave.
 */
public interface SyncDetector extends Detector {

    /** Called once before the first frame or block, and whenever the set of tracks changes. */
    void onTracks(TrackPresence tracks, MeasurementSink out);

    void onFrame(VideoFrame frame, MeasurementSink out);

    void onBlock(AudioBlock block, MeasurementSink out);
}
