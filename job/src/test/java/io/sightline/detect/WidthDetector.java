package io.sightline.detect;

import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.VideoFrame;

/** Measures what is there now. */
final class WidthDetector extends SumDetector {
    @Override
    public void onFrame(VideoFrame frame, MeasurementSink out) {
        out.measure(WIDTH, frame.width());
    }
}
