package io.sightline.e2e;

import io.sightline.detector.api.VideoDetector;
import io.sightline.testing.PlugInJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The cluster's {@code usrlib}, with or without the example of a plug-in detector beside the job.
 */
final class PlugInFolder {

    private final Path root;
    private final Path jar;

    private PlugInFolder(Path root) {
        this.root = root;
        this.jar = root.resolve("tests/e2e/target/flink/usrlib/studio.jar");
    }

    static PlugInFolder of(Path root) {
        return new PlugInFolder(root);
    }

    void hold(boolean plugIn) throws IOException {
        Files.deleteIfExists(jar);
        if (plugIn) {
            Path built = Files.createTempDirectory(root.resolve("tests/e2e/target"), "plug-in");
            Files.move(
                    PlugInJar.build(
                            built, "studio", page("java"), VideoDetector.class, page("text")),
                    jar);
        }
    }

    private String page(String language) throws IOException {
        Path page = root.resolve("docs/how-to/add-a-detector.md");
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(page));
        if (!block.find()) {
            throw new IllegalStateException("The page has no example in " + language);
        }
        return block.group(1);
    }
}
