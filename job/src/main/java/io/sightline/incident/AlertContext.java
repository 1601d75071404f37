package io.sightline.incident;

import java.io.Serializable;
import java.util.Map;

/**
 * What every alert of a run says, and verdicts do not know.
 *
 * @param policyVersion of the policy that judges now
 * @param jobVersion of this release
 * @param unitsByMetric the symbol of each metric's unit; one that is missing has none
 */
public record AlertContext(
        String policyVersion, String jobVersion, Map<String, String> unitsByMetric)
        implements Serializable {

    public AlertContext {
        unitsByMetric = Map.copyOf(unitsByMetric);
    }
}
