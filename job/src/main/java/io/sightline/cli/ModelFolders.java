package io.sightline.cli;

import io.sightline.model.ModelProcessor;
import io.sightline.model.ModelSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which models there are beside those that come with Sightline. */
class ModelFolders {

    @Option(
            names = "--models",
            paramLabel = "FOLDER",
            description =
                    "A model of your own, or a folder of such: each a folder with model.onnx and"
                            + " model.yaml (repeatable). On a cluster it lies at the same place on"
                            + " every machine.")
    private List<Path> folders = new ArrayList<>();

    final ModelSettings settings(ModelProcessor processor) {
        List<String> places =
                folders.stream()
                        .map(folder -> folder.toAbsolutePath().normalize().toString())
                        .toList();
        return ModelSettings.of(places, processor);
    }
}
