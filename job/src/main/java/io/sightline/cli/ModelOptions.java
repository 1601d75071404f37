package io.sightline.cli;

import io.sightline.model.ModelProcessor;
import io.sightline.model.ModelSettings;
import picocli.CommandLine.Option;

/** Which models there are, and what runs them. */
final class ModelOptions extends ModelFolders {

    @Option(
            names = "--model-processor",
            paramLabel = "cpu|cuda",
            description =
                    "What runs models: cpu, or cuda where onnxruntime_gpu is in the place of"
                            + " onnxruntime. Default: cpu.")
    private ModelProcessor processor = ModelProcessor.CPU;

    ModelSettings settings() {
        return settings(processor);
    }
}
