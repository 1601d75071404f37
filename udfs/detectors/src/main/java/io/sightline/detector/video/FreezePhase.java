package io.sightline.detector.video;

import java.io.IOException;

/** What a picture is compared with; see {@link FreezeDetector}. */
enum FreezePhase {
    MOVING(0),
    STILL(1),
    LIVING(2);

    private final int savedAs; // never changes: it lives in state

    FreezePhase(int savedAs) {
        this.savedAs = savedAs;
    }

    int savedAs() {
        return savedAs;
    }

    static FreezePhase savedAs(int code) throws IOException {
        return switch (code) {
            case 0 -> MOVING;
            case 1 -> STILL;
            case 2 -> LIVING;
            default ->
                    throw new IOException(
                            "State of detector 'video.freeze' is damaged: its phase is " + code);
        };
    }
}
