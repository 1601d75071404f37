package io.sightline.detector.video;

import java.io.IOException;

/** The check every detector makes before it reads its state. */
final class StateVersions {

    private StateVersions() {}

    static void check(String detectorId, int found, int newest) {
        if (found < 1 || found > newest) {
            throw new IllegalArgumentException(
                    "State of detector '"
                            + detectorId
                            + "' has version "
                            + found
                            + ", but this version reads 1 to "
                            + newest);
        }
    }

    static int checkRange(String detectorId, String field, int found, int least, int most)
            throws IOException {
        if (found < least || found > most) {
            throw new IOException(
                    "State of detector '"
                            + detectorId
                            + "' is damaged: "
                            + field
                            + " is "
                            + found
                            + ", expected "
                            + least
                            + " to "
                            + most);
        }
        return found;
    }
}
