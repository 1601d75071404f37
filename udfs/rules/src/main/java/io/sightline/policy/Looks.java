package io.sightline.policy;

import java.io.Serializable;

/**
 * How often a detector that samples looks.
 *
 * @param usual looks a second; 0 for none
 * @param suspicious looks a second while something hints at a defect
 */
public record Looks(double usual, double suspicious) implements Serializable {

    /** More is never wanted: a look takes two pictures. */
    public static final int MOST = 10;

    public Looks {
        if (!(usual >= 0 && usual <= suspicious && suspicious > 0 && suspicious <= MOST)) {
            throw new IllegalArgumentException(
                    "looks a second are from 0 to %s, more than 0 when suspicious, and not fewer then"
                            .formatted(MOST));
        }
    }
}
