package io.sightline.flow;

import io.sightline.policy.DefectRule;

/**
 * The policy's word on a stretch of one metric of one rendition. While a defect lasts there is one
 * every second and one with its exact end; then good ones until clear-after has passed. Never
 * leaves the chain.
 *
 * @param rule what judged it
 * @param quality bad or good, throughout the stretch
 * @param fromMicros begin of the stretch of this quality so far, event time in microseconds; every
 *     verdict of one stretch repeats it
 * @param toMicros how far the stretch reaches by now, event time in microseconds
 * @param mediaFromMicros begin on the rendition's own timeline
 * @param mediaToMicros end on the rendition's own timeline
 * @param peak the worst value of the stretch so far; NaN unless bad
 * @param detectorVersion of the detector that measured it, 0 when the source did
 */
public record Verdict(
        RenditionRef origin,
        DefectRule rule,
        Quality quality,
        long fromMicros,
        long toMicros,
        long mediaFromMicros,
        long mediaToMicros,
        double peak,
        int detectorVersion) {

    /** What the policy says of a stretch. */
    public enum Quality {
        BAD,
        GOOD,
        /** Nobody judges it any more: an open incident ends here, whatever comes. */
        WITHDRAWN
    }
}
