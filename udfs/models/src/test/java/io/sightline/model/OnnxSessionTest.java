package io.sightline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sightline.model.onnx.LearnedFactory;
import io.sightline.model.onnx.OnnxSession;
import io.sightline.model.onnx.SharedSessions;
import io.sightline.testing.TinyOnnx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models as they come: sound, broken, slow, and not what they say. */
class OnnxSessionTest {

    private static final int PIXELS = Models.SIDE * Models.SIDE;

    @TempDir private Path folder;

    private static ModelSession open(byte[] model) throws ModelException {
        return OnnxSession.open(Models.description(), model, ModelProcessor.CPU);
    }

    private static float[] picture(float luma) {
        float[] values = new float[PIXELS];
        Arrays.fill(values, luma);
        return values;
    }

    @Test
    void givesWhatTheModelComputes() throws Exception {
        assertThat(open(Models.mean()).run(picture(0.25f))).containsExactly(0.25f);
    }

    /** As quantisation writes models: numbers of 8 bits between what is given and what is asked. */
    @Test
    void runsModelsOfEightBits() throws Exception {
        ModelSession integers = open(Models.convolutionOfInt8());
        ModelSession pairs = open(Models.convolutionBetweenQuantisations());

        for (int step = 0; step <= Models.LEVELS; step += 15) {
            float luma = step / (float) Models.LEVELS; // on a level, and so exact
            assertThat(integers.run(picture(luma))[0]).isCloseTo(luma, within(1e-6f));
            assertThat(pairs.run(picture(luma))[0]).isCloseTo(luma, within(1e-6f));
        }
        float between = 100.3f / Models.LEVELS;
        float level = 100f / Models.LEVELS;
        assertThat(integers.run(picture(between))[0]).isCloseTo(level, within(1e-6f));
        assertThat(pairs.run(picture(between))[0]).isCloseTo(level, within(1e-6f));
    }

    @Test
    void theCpuDoesWhatNoGpuCan() throws Exception {
        ModelSession session =
                OnnxSession.open(Models.description(), Models.mean(), ModelProcessor.CUDA);

        assertThat(session.run(picture(0.25f))[0]).isCloseTo(0.25f, within(1e-4f));
        assumeThat(session.processor()).as("no GPU here").isEqualTo(ModelProcessor.CPU);
    }

    @Test
    void aFactoryTriesAModelOnce() throws Exception {
        Path file = folder.resolve("late.onnx");
        LearnedFactory factory =
                new LearnedFactory(
                        new InstalledModel(Models.description(), file.toUri().toURL(), "here"),
                        ModelProcessor.CPU);

        Throwable first = catchThrowable(factory::get);
        assertThat(first).hasMessageContaining("cannot be read");
        Files.write(file, Models.mean());
        assertThat(catchThrowable(factory::get)).isSameAs(first);
    }

    @Test
    void answersManyCallersAtATime() throws Exception {
        ModelSession session = open(Models.mean());
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> questions =
                    IntStream.range(0, 200)
                            .mapToObj(
                                    i -> (Callable<Boolean>) () -> session.run(picture(i))[0] == i)
                            .toList();
            for (var answer : callers.invokeAll(questions)) {
                assertThat(answer.get()).isTrue();
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void refusesWhatIsNoModel() {
        byte[] model = Models.mean();
        byte[] text = "not a model".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> open(text))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("cannot be loaded");
        assertThatThrownBy(() -> open(Arrays.copyOf(model, model.length / 2)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("cannot be loaded");
        assertThatThrownBy(() -> open(Models.ofPicture().node("NoSuch", "luma", "score").bytes()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("NoSuch");
    }

    @Test
    void refusesAModelOfAnotherShape() {
        byte[] small =
                TinyOnnx.of("luma", List.of(1, 1, 4, 4), "score", List.of(1, 1))
                        .node(
                                "ReduceMean",
                                "luma",
                                "score",
                                TinyOnnx.Attribute.list("axes", 2, 3),
                                TinyOnnx.Attribute.one("keepdims", 0))
                        .bytes();
        byte[] otherName =
                TinyOnnx.of("picture", List.of(1, 1, 8, 8), "score", List.of(1, 1))
                        .node("ReduceMean", "picture", "score")
                        .bytes();

        assertThatThrownBy(() -> open(small))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("input 'luma'")
                .hasMessageContaining("[1, 1, 8, 8]");
        assertThatThrownBy(() -> open(otherName))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("no input 'luma', only [picture]");
    }

    @Test
    void saysWhatIsNoNumber() throws Exception {
        ModelSession session =
                OnnxSession.open(
                        Models.description(),
                        Models.ofPicture()
                                .constant("two", List.of(1), 2)
                                .node(
                                        "ReduceMean",
                                        "luma",
                                        "mean",
                                        TinyOnnx.Attribute.list("axes", 2, 3),
                                        TinyOnnx.Attribute.one("keepdims", 0))
                                .node("Add", List.of("mean", "two"), "more")
                                .node("Sqrt", "more", "score")
                                .bytes(),
                        ModelProcessor.CPU);

        assertThat(session.run(picture(2))).containsExactly(2);
        assertThatThrownBy(() -> session.run(picture(-3)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("NaN");
        assertThat(session.run(picture(7))).as("goes on").containsExactly(3);
    }

    @Test
    void endsARunThatTakesTooLong() {
        long began = System.nanoTime();

        assertThatThrownBy(() -> open(Models.slow()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("failed");
        assertThat(System.nanoTime() - began).isGreaterThan(1_900_000_000L);
    }

    @Test
    void refusesAModelThatDoesNotPassItsSelfTest() throws Exception {
        float[] input = SelfTest.input(PIXELS);
        double mean = IntStream.range(0, PIXELS).mapToDouble(i -> input[i]).average().orElseThrow();

        OnnxSession.open(tested(mean), Models.mean(), ModelProcessor.CPU);
        assertThatThrownBy(
                        () ->
                                OnnxSession.open(
                                        tested(mean + 0.01), Models.mean(), ModelProcessor.CPU))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("self-test");
    }

    private static ModelDescription tested(double expected) {
        return with("0".repeat(64), Optional.of(new SelfTest(List.of(expected), 1e-4)));
    }

    private static ModelDescription with(String sha256, Optional<SelfTest> selfTest) {
        ModelDescription plain = Models.description();
        return new ModelDescription(
                plain.id(),
                plain.version(),
                plain.detector(),
                plain.contract(),
                sha256,
                plain.inputs(),
                plain.outputs(),
                plain.metrics(),
                plain.scale(),
                plain.offset(),
                plain.threshold(),
                plain.looks(),
                plain.budget(),
                plain.licence(),
                plain.training(),
                selfTest);
    }

    @Test
    void sharesOneSessionAndRefusesAnotherFileThanTheDescribedOne() throws Exception {
        Path file = Files.write(folder.resolve("model.onnx"), Models.mean());
        String sha256 =
                HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(Models.mean()));
        InstalledModel sound =
                new InstalledModel(with(sha256, Optional.empty()), file.toUri().toURL(), "here");

        assertThat(SharedSessions.of(sound, ModelProcessor.CPU))
                .isSameAs(SharedSessions.of(sound, ModelProcessor.CPU));
        assertThatThrownBy(
                        () ->
                                SharedSessions.of(
                                        new InstalledModel(
                                                Models.description(), sound.file(), "here"),
                                        ModelProcessor.CPU))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("SHA-256 " + sha256);
        Files.delete(file);
        assertThatThrownBy(
                        () ->
                                SharedSessions.of(
                                        new InstalledModel(
                                                Models.description(), sound.file(), "here"),
                                        ModelProcessor.CPU))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("cannot be read");
    }
}
