package io.sightline.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.model.ModelException;
import io.sightline.model.ModelProcessor;
import io.sightline.model.Models;
import io.sightline.testing.TinyOnnx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a GPU would run runs here on the CPU, many at a time. */
class GatheredSessionTest {

    private static final int CALLERS = 12;
    private static final int ROUNDS = 40;

    private static GatheredSession over(byte[] model) throws ModelException {
        return GatheredSession.over(
                OnnxSession.open(Models.description(), model, ModelProcessor.CPU), "test");
    }

    private static TinyOnnx ofAnyNumber() {
        return TinyOnnx.of("luma", List.of(0, 1, Models.SIDE, Models.SIDE), "score", List.of(0, 1));
    }

    private static TinyOnnx.Attribute[] wholePicture() {
        return new TinyOnnx.Attribute[] {
            TinyOnnx.Attribute.list("axes", 2, 3), TinyOnnx.Attribute.one("keepdims", 0)
        };
    }

    /** The root of the mean and two, which is no number below -2. */
    private static byte[] root(TinyOnnx model) {
        return model.constant("two", List.of(1), 2)
                .node("ReduceMean", "luma", "mean", wholePicture())
                .node("Add", List.of("mean", "two"), "more")
                .node("Sqrt", "more", "score")
                .bytes();
    }

    private static float[] picture(float luma) {
        float[] values = new float[Models.SIDE * Models.SIDE];
        Arrays.fill(values, luma);
        return values;
    }

    /** All callers ask at once, again and again; each has its own answer. */
    private static void askTogether(GatheredSession session) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            CyclicBarrier together = new CyclicBarrier(CALLERS);
            List<Callable<Void>> asking = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                int root = caller;
                asking.add(
                        () -> {
                            for (int round = 0; round < ROUNDS; round++) {
                                together.await();
                                assertThat(session.run(picture(root * root - 2)))
                                        .containsExactly(root);
                            }
                            return null;
                        });
            }
            for (Future<Void> done : callers.invokeAll(asking)) {
                done.get();
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void answersManyInFewRuns() throws Exception {
        GatheredSession session = over(root(ofAnyNumber()));

        askTogether(session);

        assertThat(session.runs()).isLessThan(CALLERS * ROUNDS / 2);
    }

    @Test
    void asksOneByOneWhatTakesNoBatches() throws Exception {
        GatheredSession session = over(root(Models.ofPicture()));

        askTogether(session);

        assertThat(session.runs()).isEqualTo(CALLERS * ROUNDS);
    }

    @Test
    void failsThoseAloneThatHaveNoAnswer() throws Exception {
        GatheredSession session = over(root(ofAnyNumber()));
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<float[]> sound = other.submit(() -> session.run(picture(7)));

            assertThatThrownBy(() -> session.run(picture(-3)))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("NaN");
            assertThat(sound.get()).containsExactly(3);
        } finally {
            other.shutdownNow();
        }
    }
}
