package io.sightline.policy;

import java.io.Serializable;

/**
 * A second measure of a defect, which is judged together with the rule's own.
 *
 * @param metric its name
 * @param level where it says as much as the rule's own metric does at its level; above 0
 * @param weight its share of both, over 0 and under 1, where they are weighted
 */
public record Fusion(How how, String metric, double level, double weight) implements Serializable {

    /** The rule's own measure decides alone, whatever was inherited. */
    public static final Fusion NONE = new Fusion(How.ALONE, "", 1, 0.5);

    /** How two measures decide. */
    public enum How {
        ALONE,
        /** The one that is worse. */
        EITHER,
        /** The one that is better. */
        BOTH,
        /** Their weighted mean, in which each counts up to twice its level. */
        WEIGHTED
    }

    public Fusion {
        if (!(level > 0 && weight > 0 && weight < 1)) {
            throw new IllegalArgumentException("level " + level + ", weight " + weight);
        }
    }
}
