package io.sightline.table;

import java.util.Map;

/**
 * What made the measurements of a rendition. One for all its rows, until the policy, the release or
 * the choice of detectors changes.
 *
 * @param jobVersion of this release
 * @param policyVersion of the policy that judged at the time
 * @param detectorVersions by id, of the detectors that ran
 * @param modelSha256 by detector id, of the models that they ran
 */
public record Provenance(
        String jobVersion,
        String policyVersion,
        Map<String, Integer> detectorVersions,
        Map<String, String> modelSha256) {

    public Provenance {
        detectorVersions = Map.copyOf(detectorVersions);
        modelSha256 = Map.copyOf(modelSha256);
    }
}
