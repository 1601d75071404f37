package io.sightline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.PictureSampling;
import io.sightline.detector.api.Unit;
import io.sightline.detector.api.VideoDetector;
import io.sightline.model.onnx.OnnxSession;
import io.sightline.testing.TinyOnnx;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearnedDetectorTest {

    private static final int SIDE = 32;

    private static final List<String> MAPPED =
            List.of(
                    "luma_mean_looks 1.000 at 40",
                    "ratio 0.000 at 40",
                    "score 0.000 at 40",
                    "luma_mean_looks 1.000 at 1040",
                    "ratio 0.125 at 1040",
                    "score 0.250 at 1040");

    private final Values values = new Values();

    /** What was measured, as text. */
    private static final class Values implements MeasurementSink {
        private final List<String> told = new ArrayList<>();
        private long nowMicros;

        @Override
        public void measure(Metric metric, double value) {
            measure(metric, value, nowMicros);
        }

        @Override
        public void measure(Metric metric, double value, long atMicros) {
            told.add("%s %.3f at %d".formatted(metric.name(), value, atMicros / 1_000));
        }
    }

    private void show(VideoDetector detector, PlainPicture picture) {
        values.nowMicros = picture.presentationTimeMicros();
        detector.onFrame(picture, values);
    }

    private static PlainPicture grey(long millis, int code) {
        return PlainPicture.of(millis * 1_000, SIDE, SIDE, PlainPicture.LIMITED, (x, y) -> code);
    }

    private static VideoDetector detector(ModelDescription description, byte[] model)
            throws ModelException {
        ModelSession session = OnnxSession.open(description, model, ModelProcessor.CPU);
        return (VideoDetector) new LearnedDetectors(description, session).get();
    }

    @Test
    void scoresThePicturesThatAreDue() throws Exception {
        VideoDetector detector = detector(Models.description(), Models.mean());

        for (int millis = 0; millis < 2_000; millis += 500) {
            show(detector, grey(millis, 16 + 219 * (millis / 500) / 4));
        }

        assertThat(values.told)
                .containsExactly(
                        "luma_mean_looks 1.000 at 0",
                        "luma_mean 0.000 at 0",
                        "luma_mean_looks 1.000 at 1000",
                        "luma_mean 0.498 at 1000");
        assertThat(detector.id()).isEqualTo("video.luma_mean");
        assertThat(detector.modelSha256()).contains("0".repeat(64));
        assertThat(detector.metrics())
                .extracting(Metric::name)
                .containsExactly("luma_mean", "luma_mean_looks", "luma_mean_failed_looks");
    }

    @Test
    void looksMoreOftenOnceTheDecoderReportsDamage() throws Exception {
        VideoDetector detector = detector(Models.description(), Models.mean());
        show(detector, grey(0, 16));
        show(detector, grey(500, 16).damaged());
        show(detector, grey(750, 16));

        assertThat(values.told).filteredOn(line -> line.startsWith("luma_mean_looks")).hasSize(3);
    }

    /** A model that fails now and then is told; one that does nothing else is given up. */
    @Test
    void givesUpAModelThatFailsAgainAndAgain() throws Exception {
        ModelDescription moreByHalf =
                Models.description(
                        ModelContract.FRAME_SCORE,
                        List.of(1, 1, Models.SIDE, Models.SIDE),
                        List.of(1, 1),
                        List.of(Models.MEAN),
                        /* offset= */ 0.5);
        ModelSession root = OnnxSession.open(moreByHalf, rootAwayFromHalf(), ModelProcessor.CPU);
        VideoDetector detector = (VideoDetector) new LearnedDetectors(moreByHalf, root).get();

        for (int second = 0; second < 4; second++) {
            show(detector, grey(second * 1_000L, 16));
        }
        show(detector, grey(4_000, 235));
        for (int second = 5; second < 9; second++) {
            show(detector, grey(second * 1_000L, 16));
        }
        assertThat(values.told)
                .filteredOn(line -> line.startsWith("luma_mean_failed_looks"))
                .hasSize(8);
        assertThat(values.told).contains("luma_mean 0.949 at 4000");
        assertThatThrownBy(() -> show(detector, grey(9_000, 16)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("model 'luma-mean' failed 5 times in a row")
                .hasMessageContaining("NaN");
    }

    /** No number for a mean near a half; one for 0, as the check of models has it. */
    private static byte[] rootAwayFromHalf() {
        return Models.ofPicture()
                .constant("half", List.of(1), 0.5f)
                .constant("tenth", List.of(1), -0.1f)
                .node(
                        "ReduceMean",
                        "luma",
                        "mean",
                        TinyOnnx.Attribute.list("axes", 2, 3),
                        TinyOnnx.Attribute.one("keepdims", 0))
                .node("Sub", List.of("mean", "half"), "distance")
                .node("Mul", List.of("distance", "distance"), "square")
                .node("Add", List.of("square", "tenth"), "under")
                .node("Sqrt", "under", "score")
                .bytes();
    }

    /** The mean of cells is what the two metrics are made of. */
    @Test
    void mapsWhereTwoPicturesDiffer() throws Exception {
        VideoDetector detector = mapper();
        for (int millis = 0; millis < 1_200; millis += 40) {
            show(detector, changedAfterASecond(millis));
        }

        assertThat(values.told).containsExactlyElementsOf(MAPPED);
    }

    @Test
    void scoresAMapByItsHighestCells() {
        float[] cells = new float[100];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = i * 37 % cells.length; // each number up to 99 once, in no order
        }

        assertThat(BlockMapDetector.meanOfHighest(cells)).isEqualTo((84 + 99) / 2.0);
        assertThat(BlockMapDetector.meanOfHighest(new float[] {3, 1})).isEqualTo(2);
    }

    /** Also between the two pictures of a look. */
    @Test
    void mapsTheSameAfterRestarts() throws Exception {
        VideoDetector detector = mapper();
        for (int millis = 0; millis < 1_200; millis += 40) {
            show(detector, changedAfterASecond(millis));
            detector = restarted(detector, mapper());
        }

        assertThat(values.told).containsExactlyElementsOf(MAPPED);
    }

    private static VideoDetector restarted(VideoDetector before, VideoDetector after)
            throws IOException {
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        before.save(new DataOutputStream(state));
        after.restore(
                before.stateVersion(),
                new DataInputStream(new ByteArrayInputStream(state.toByteArray())));
        return after;
    }

    private static PlainPicture changedAfterASecond(long millis) {
        boolean isChanged = millis >= 1_040;
        return PlainPicture.of(
                millis * 1_000,
                SIDE,
                SIDE,
                PlainPicture.LIMITED,
                (x, y) -> isChanged && x < 8 && y < 16 ? 235 : 16);
    }

    private static VideoDetector mapper() throws ModelException {
        ModelDescription map =
                Models.description(
                        ModelContract.BLOCK_MAP,
                        List.of(1, 3, SIDE, SIDE),
                        List.of(1, 1, SIDE / 8, SIDE / 8),
                        List.of(
                                new Metric("ratio", Unit.RATIO, Fold.MAX, "Share of cells."),
                                new Metric("score", Unit.RATIO, Fold.MAX, "Highest cells.")),
                        0);
        return detector(map, distances());
    }

    /** Those are seconds apart: all of one differs from the other. */
    @Test
    void mapsNothingOfKeyPicturesAlone() throws Exception {
        VideoDetector detector = mapper();
        detector.onSampling(PictureSampling.KEY_PICTURES);
        for (int second = 0; second < 10; second += 2) {
            show(detector, grey(second * 1_000L, 16));
        }
        assertThat(values.told).isEmpty();

        detector.onSampling(PictureSampling.EVERY_PICTURE);
        show(detector, grey(12_000, 16));
        show(detector, grey(12_040, 16));
        assertThat(values.told).contains("score 0.000 at 12040");
    }

    /** The third plane, twice the distance, averaged over cells of eight by eight. */
    private static byte[] distances() {
        return TinyOnnx.of(
                        "luma",
                        List.of(1, 3, SIDE, SIDE),
                        "score",
                        List.of(1, 1, SIDE / 8, SIDE / 8))
                .constant("third", List.of(1, 3, 1, 1), 0, 0, 1)
                .node("Conv", List.of("luma", "third"), "plane")
                .node(
                        "AveragePool",
                        "plane",
                        "score",
                        TinyOnnx.Attribute.list("kernel_shape", 8, 8),
                        TinyOnnx.Attribute.list("strides", 8, 8))
                .bytes();
    }
}
