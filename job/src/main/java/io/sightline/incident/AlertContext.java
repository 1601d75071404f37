package io.sightline.incident;

import java.io.Serializable;
import java.util.Map;

/**
 * What every alert of a run says, and verdicts do not know.
 *
 * @param policyVersion of the policy that judges now
 * @param jobVersion of this release
 * @param unitsByMetric the symbol of each metric's unit; one that is missing has none
 * @param modelsByMetric the SHA-256 of the model that measures it; only of those that one does
 */
public record AlertContext(
        String policyVersion,
        String jobVersion,
        Map<String, String> unitsByMetric,
        Map<String, String> modelsByMetric)
        implements Serializable {

    /** No model measures anything. */
    public AlertContext(
            String policyVersion, String jobVersion, Map<String, String> unitsByMetric) {
        this(policyVersion, jobVersion, unitsByMetric, Map.of());
    }

    public AlertContext {
        unitsByMetric = Map.copyOf(unitsByMetric);
        modelsByMetric = Map.copyOf(modelsByMetric);
    }
}
