package io.sightline.detector.api;

/** Which pictures of a stream are decoded and shown to detectors. Appended to, never renamed. */
public enum PictureSampling {
    /** All of them. */
    EVERY_PICTURE,
    /** Those that others refer to: a half or a third of them, at most a few tenths apart. */
    REFERENCE_PICTURES,
    /** Those that stand for themselves, seconds apart; each is {@code isIntraCoded}. */
    KEY_PICTURES
}
