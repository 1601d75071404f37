package io.sightline.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sightline.media.ffmpeg.FfmpegProgram;
import io.sightline.model.InstalledModel;
import io.sightline.model.ModelFinder;
import io.sightline.model.ModelProcessor;
import io.sightline.model.onnx.LearnedFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The commands that make the models, each on its small subset: from making data to a folder that
 * the job can use. Skipped where Python has not what they need. See
 * docs/reference/models/README.md.
 */
final class TrainingDrill {

    private static final Path ROOT = Path.of(System.getProperty("sightline.root"));
    private static final Path SCRIPTS = ROOT.resolve("udfs/models/training");
    private static final Path SHIPPED =
            ROOT.resolve("udfs/models/src/main/resources/io/sightline/model");

    /** Debian's packages are seen by its own Python only, which may not be the first. */
    private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

    private static final long LIMIT_MINUTES = 30;

    private static String python = "";

    @TempDir private Path folder;

    @BeforeAll
    static void findPython() throws Exception {
        for (String candidate : PYTHONS) {
            if (python.isEmpty() && hasModules(candidate)) {
                python = candidate;
            }
        }
        assumeTrue(!python.isEmpty(), "no Python has torch, onnx and scipy");
    }

    private static boolean hasModules(String candidate) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(candidate, "-c", "import torch, onnx, scipy")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false; // no such program
        }
    }

    @ParameterizedTest
    @CsvSource({"block_map, block-map", "audio_1s, audio-artifacts"})
    void aSmallRunGivesAModelThatRuns(String scripts, String id) throws Exception {
        Map<String, String> shipped = files(SHIPPED);

        train(scripts);

        ModelFinder found = ModelFinder.find(ClassLoader.getPlatformClassLoader(), List.of(folder));
        assertThat(found.problems()).isEmpty();
        assertThat(found.models())
                .singleElement()
                .satisfies(model -> assertThat(model.description().id()).isEqualTo(id));
        InstalledModel model = found.models().get(0);
        assertThat(model.description().selfTest()).isPresent();
        new LearnedFactory(model, ModelProcessor.CPU).load(); // throws what is wrong with it
        assertThat(folder.resolve(id + ".md")).as("its card").isNotEmptyFile();
        assertThat(files(SHIPPED)).as("the repository is left alone").isEqualTo(shipped);
    }

    private void train(String scripts) throws Exception {
        List<String> command = new ArrayList<>(List.of(python, "-u", "-m", scripts, "--small"));
        command.addAll(List.of("--work", folder.toString(), "--ffmpeg", ffmpeg().toString()));
        ProcessBuilder builder = new ProcessBuilder(command).directory(SCRIPTS.toFile());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Path log = folder.resolve("training.log");
        Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            assertThat(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)).as("ends").isTrue();
            assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    /** The bundled program with its libraries, as one file that scripts can call. */
    private Path ffmpeg() throws IOException {
        ProcessBuilder bundled = FfmpegProgram.ffmpeg().command(List.of());
        Path script = folder.resolve("ffmpeg");
        Files.writeString(
                script,
                """
                #!/bin/sh
                LD_LIBRARY_PATH='%s' exec '%s' "$@"
                """
                        .formatted(
                                bundled.environment().get("LD_LIBRARY_PATH"),
                                bundled.command().get(0)));
        if (!script.toFile().setExecutable(true)) {
            throw new IOException(script + " cannot be made executable");
        }
        return script;
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                found.put(file.toString(), Files.getLastModifiedTime(file).toString());
            }
        }
        return found;
    }
}
