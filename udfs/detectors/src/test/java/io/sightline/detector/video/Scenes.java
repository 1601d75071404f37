package io.sightline.detector.video;

import io.sightline.detector.features.SyntheticFrame;

/** Painted scenes with the texture that texture detectors need: smooth waves, no flat areas. */
final class Scenes {

    private Scenes() {}

    /** Waves of several directions, 20 to 60 samples long, at least 20 levels deep. */
    static double waves(double x, double y) {
        return 120
                + 28 * Math.sin(x / 4.1 + y / 9.3)
                + 24 * Math.sin(x / 7.7 - y / 5.2)
                + 18 * Math.cos(y / 3.4 + x / 21.0);
    }

    /** Upright bars with round edges, so many samples wide each. */
    static double bars(double x, double width) {
        return 125 + 80 * Math.tanh(3 * Math.sin(x * Math.PI / width));
    }

    static SyntheticFrame moving(SyntheticFrame frame, double shift) {
        frame.paint((x, y) -> waves(x + shift, y));
        return frame;
    }
}
