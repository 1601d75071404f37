package io.sightline.flow;

/** Of which incidents pictures and clips are kept. Appended to, never renamed. */
public enum EvidenceMode {
    /** Of those of renditions with pictures. */
    PICTURES,
    /** Of all, also where there is sound alone. */
    ALWAYS,
    /** Of none: no media of the stream outlives its examination. */
    NEVER
}
