package io.sightline.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.api.Fold;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.policy.Looks;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFinderTest {

    private static final String SMEAR =
            """
            id: smear
            version: 3
            detector: video.smear
            contract: frame-score/1
            sha256: %s
            inputs:
              - {name: luma, shape: [1, 1, 90, 160]}
            outputs:
              - {name: score, shape: [1, 1]}
            metrics:
              - {name: smear_score, unit: ratio, fold: max, meaning: How smeared a picture looks.}
            normalise: {scale: 2, offset: -1}
            looks: {usual: 0.5, suspicious: 5}
            budget: 20ms
            licence: Apache-2.0
            training: Forty clips of our own.
            self-test: {first-values: [0.25, -1], tolerance: 0.001}
            """
                    .formatted("ab".repeat(32));

    private static final ClassLoader NOTHING = new URLClassLoader(new URL[0], null);

    @TempDir private Path folder;

    private Path model(String name, String description) throws Exception {
        Path model = Files.createDirectories(folder.resolve(name));
        Files.writeString(model.resolve("model.yaml"), description);
        Files.write(model.resolve("model.onnx"), new byte[] {1, 2, 3});
        return model;
    }

    private List<String> problems(Path place) {
        return ModelFinder.find(NOTHING, List.of(place)).problems().stream()
                .map(problem -> problem.toString().replace(folder + "/", ""))
                .toList();
    }

    @Test
    void readsWhatAModelSaysOfItself() throws Exception {
        ModelFinder found = ModelFinder.find(NOTHING, List.of(model("smear", SMEAR)));

        assertThat(found.problems()).isEmpty();
        InstalledModel model = found.models().get(0);
        ModelDescription smear = model.description();
        assertThat(model.name()).isEqualTo("model 'smear' of smear");
        assertThat(smear.version()).isEqualTo(3);
        assertThat(smear.detector().value()).isEqualTo("video.smear");
        assertThat(smear.contract()).isEqualTo(ModelContract.FRAME_SCORE);
        assertThat(smear.inputs().get(0).shape()).containsExactly(1, 1, 90, 160);
        assertThat(smear.metrics())
                .containsExactly(
                        new Metric(
                                "smear_score",
                                Unit.RATIO,
                                Fold.MAX,
                                "How smeared a picture looks."));
        assertThat(smear.scale()).isEqualTo(2);
        assertThat(smear.offset()).isEqualTo(-1);
        assertThat(smear.looks()).isEqualTo(new Looks(0.5, 5));
        assertThat(smear.budget()).isEqualTo(Duration.ofMillis(20));
        assertThat(smear.selfTest()).contains(new SelfTest(List.of(0.25, -1.0), 0.001));
    }

    @Test
    void findsAllModelsOfAFolder() throws Exception {
        model("all/smear", SMEAR);
        model("all/other", SMEAR.replace("id: smear", "id: other"));
        Files.createDirectories(folder.resolve("all/notes"));

        assertThat(ModelFinder.find(NOTHING, List.of(folder.resolve("all"))).models())
                .extracting(model -> model.description().id())
                .containsExactly("other", "smear");
    }

    /** A retrained one is tried out that way. */
    @Test
    void takesOneOfAFolderInThePlaceOfTheInstalledOne() throws Exception {
        ClassLoader own = getClass().getClassLoader();
        assertThat(ModelFinder.find(own, List.of()).models())
                .extracting(model -> model.description().id())
                .contains("audio-artifacts");
        Path retrained = model("retrained", SMEAR.replace("id: smear", "id: audio-artifacts"));

        assertThat(ModelFinder.find(own, List.of(retrained)).models())
                .filteredOn(model -> model.description().id().equals("audio-artifacts"))
                .extracting(InstalledModel::name)
                .containsExactly("model 'audio-artifacts' of retrained");
    }

    @Test
    void findsModelsThatAJarNames() throws Exception {
        findsModelsOfJar(folder.resolve("smear-1.jar"));
    }

    /** So does a cluster give the jars of a job. */
    @Test
    void findsModelsThatAJarOfARelativeUrlNames() throws Exception {
        Path jar = Files.createTempFile(Path.of("target"), "smear", ".jar");
        try {
            findsModelsOfJar(jar);
        } finally {
            Files.delete(jar);
        }
    }

    private static void findsModelsOfJar(Path jar) throws Exception {
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            put(zip, "META-INF/sightline/models", "# ours\nmodels/smear\n");
            put(zip, "models/smear/model.yaml", SMEAR);
            put(zip, "models/smear/model.onnx", "abc");
        }
        URL url = jar.isAbsolute() ? jar.toUri().toURL() : new URL("file:" + jar);
        try (URLClassLoader loader = new URLClassLoader(new URL[] {url}, null)) {
            ModelFinder found = ModelFinder.find(loader, List.of());

            assertThat(found.problems()).isEmpty();
            assertThat(found.models())
                    .extracting(InstalledModel::source)
                    .containsExactly(jar.getFileName().toString());
            try (var in = found.models().get(0).file().openStream()) {
                assertThat(in.readAllBytes()).asString().isEqualTo("abc");
            }
        }
    }

    private static void put(ZipOutputStream zip, String name, String text) throws Exception {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    @Test
    void saysEverythingThatIsWrongWithADescription() throws Exception {
        String broken =
                SMEAR.replace("id: smear", "id: Smear Of Mine")
                        .replace("detector: video.smear\n", "")
                        .replace("frame-score/1", "frame-scores/1")
                        .replace("ab".repeat(32), "abc")
                        .replace("[1, 1, 90, 160]", "[8, 1, 90, 160]")
                        .replace("fold: max", "fold: most")
                        .replace("suspicious: 5", "suspicious: 50")
                        .replace("budget: 20ms", "threshold: 7")
                        .replace("[0.25, -1]", "[]")
                        .replace("licence", "license");

        assertThat(problems(model("smear", broken)))
                .containsExactly(
                        "smear/model.yaml:1: 'id' is lower-case words joined by '-', but was 'Smear Of Mine'",
                        "smear/model.yaml:1: 'detector' is missing",
                        "smear/model.yaml:1: 'licence' is missing",
                        "smear/model.yaml:3: 'contract' is one of block-map/1, frame-score/1, audio-1s/1, but was 'frame-scores/1'",
                        "smear/model.yaml:4: 'sha256' is 64 hexadecimal digits, but was 'abc'",
                        "smear/model.yaml:6: 'shape': 'luma' begins with a batch of 1",
                        "smear/model.yaml:10: 'fold' is one of mean, min, max, sum, last, but was 'most'",
                        "smear/model.yaml:12: 'looks': looks a second are from 0 to 10, more than 0 when suspicious, and not fewer then",
                        "smear/model.yaml:13: 'threshold' is a probability, from 0 to 1",
                        "smear/model.yaml:14: unknown key 'license'; did you mean 'licence'?",
                        "smear/model.yaml:16: 'self-test': a test has at least one value");
    }

    @Test
    void saysWhatShapesAContractHas() throws Exception {
        assertThat(problems(model("smear", SMEAR.replace("[1, 1, 90, 160]", "[1, 3, 90, 160]"))))
                .containsExactly(
                        "smear/model.yaml:6: frame-score/1 takes [1, 1, N, N] and gives [1, 1]");
    }

    @Test
    void saysThatThereIsNone() throws Exception {
        Path empty = Files.createDirectories(folder.resolve("empty"));

        assertThat(problems(empty))
                .containsExactly(
                        "empty: holds no model: a model is a folder with model.onnx and model.yaml");
        assertThat(problems(folder.resolve("absent"))).hasSize(1);
    }
}
