package io.sightline.detect;

import io.sightline.detector.api.Detector;
import io.sightline.table.Provenance;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What this run says of itself in every row.
 *
 * @param jobVersion of the program
 * @param policyVersion of the policy that judges
 */
record Release(String jobVersion, String policyVersion) implements Serializable {

    Provenance provenanceOf(List<Detector> detectors) {
        return new Provenance(
                jobVersion,
                policyVersion,
                detectors.stream().collect(Collectors.toMap(Detector::id, Detector::version)),
                modelsOf(detectors));
    }

    private static Map<String, String> modelsOf(List<Detector> detectors) {
        return detectors.stream()
                .filter(detector -> detector.modelSha256().isPresent())
                .collect(
                        Collectors.toMap(
                                Detector::id, detector -> detector.modelSha256().orElseThrow()));
    }
}
