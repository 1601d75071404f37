package io.sightline.detector.api;

/** What a detector costs, as a share of decoding the same 1080p picture or its sound. */
public enum CostClass {
    /** Under 1 %. */
    NEGLIGIBLE,
    /** 1 to 5 %. */
    LOW,
    /** 5 to 25 %. */
    MODERATE,
    /** More than that: such a detector asks for a lower sampling rate. */
    HIGH
}
