package io.sightline.detector.api;

/** How code values become light. */
public enum Transfer {
    /** A display of standard dynamic range: ITU-R BT.1886. Also where a stream does not say. */
    SDR,
    /** Perceptual quantisation: ITU-R BT.2100, absolute up to 10 000 cd/m². */
    PQ,
    /** Hybrid log-gamma: ITU-R BT.2100, relative to the display. */
    HLG
}
