package io.sightline.model;

import io.sightline.detector.api.Metric;
import io.sightline.detector.model.DefectId;
import io.sightline.policy.Looks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a model says of itself: its {@code model.yaml}.
 *
 * @param id kebab case; part of the names of metrics that say how it runs
 * @param version changes whenever the same input gives other values
 * @param detector the id under which policies and {@code --detectors} name it
 * @param sha256 of the ONNX file, in hexadecimal digits
 * @param metrics one for each value that it gives; for {@link ModelContract#BLOCK_MAP} the share of
 *     cells at or above {@code threshold}, and the mean of the sixteen highest
 * @param scale what a sample of full scale becomes, before {@code offset} is added
 * @param threshold of a cell, where the contract has cells
 * @param looks how often it looks, unless the policy says otherwise
 * @param budget of processor time for one look (of wall time where a GPU looks); over it, it looks
 *     less often at what is live
 */
public record ModelDescription(
        String id,
        int version,
        DefectId detector,
        ModelContract contract,
        String sha256,
        List<TensorSpec> inputs,
        List<TensorSpec> outputs,
        List<Metric> metrics,
        double scale,
        double offset,
        double threshold,
        Looks looks,
        Duration budget,
        String licence,
        String training,
        Optional<SelfTest> selfTest) {

    public ModelDescription {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        metrics = List.copyOf(metrics);
    }

    /** What metrics that say how it runs begin with. */
    public String prefix() {
        return id.replace('-', '_');
    }
}
