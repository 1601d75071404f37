package io.sightline.model;

import io.sightline.detector.api.Fold;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.detector.model.DefectId;
import io.sightline.policy.Looks;
import io.sightline.testing.TinyOnnx;
import io.sightline.testing.TinyOnnx.Attribute;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Small models and what they say of themselves. */
public final class Models {

    public static final int SIDE = 8;
    static final int LEVELS = 255; // from black to white
    static final Metric MEAN = new Metric("luma_mean", Unit.RATIO, Fold.MEAN, "Mean luma.");

    private static final List<Integer> PICTURE = List.of(1, 1, SIDE, SIDE);
    private static final List<Integer> ONE = List.of(1, 1);

    private Models() {}

    public static TinyOnnx ofPicture() {
        return TinyOnnx.of("luma", PICTURE, "score", ONE);
    }

    private static Attribute[] wholePicture() {
        return new Attribute[] {Attribute.list("axes", 2, 3), Attribute.one("keepdims", 0)};
    }

    /** The mean of the picture. */
    public static byte[] mean() {
        return ofPicture().node("ReduceMean", "luma", "score", wholePicture()).bytes();
    }

    /**
     * The mean of the picture, from luma at 256 levels and weights of 8 bits, summed as integers.
     */
    static byte[] convolutionOfInt8() {
        return quantised()
                .constant("level", List.of(), 1f / LEVELS / (SIDE * SIDE))
                .node("ConvInteger", List.of("levels", "weights", "black"), "sum")
                .node("Cast", "sum", "float-sum", Attribute.one("to", TinyOnnx.FLOAT))
                .node("Mul", List.of("float-sum", "level"), "mean")
                .node("ReduceMean", "mean", "score", wholePicture())
                .bytes();
    }

    /** The same as a convolution of floats that are made from numbers of 8 bits. */
    static byte[] convolutionBetweenQuantisations() {
        return quantised()
                .constant("weight", List.of(), 1f / (SIDE * SIDE))
                .constantOfInt8("none", List.of(), (byte) 0)
                .node("DequantizeLinear", List.of("levels", "step", "black"), "luma-again")
                .node("DequantizeLinear", List.of("weights", "weight", "none"), "kernel")
                .node("Conv", List.of("luma-again", "kernel"), "mean")
                .node("ReduceMean", "mean", "score", wholePicture())
                .bytes();
    }

    private static TinyOnnx quantised() {
        byte[] ones = new byte[SIDE * SIDE];
        Arrays.fill(ones, (byte) 1);
        return ofPicture()
                .constant("step", List.of(), 1f / LEVELS)
                .constantOfUint8("black", List.of(), (byte) 0)
                .constantOfInt8("weights", PICTURE, ones)
                .node("QuantizeLinear", List.of("luma", "step", "black"), "levels");
    }

    /** As {@link #mean()}, after a few seconds of sines. */
    static byte[] slow() {
        TinyOnnx model = ofPicture();
        model.constant("many", List.of(1, 1, 1, 1_000_000), new float[1_000_000]);
        model.node("ReduceMean", "luma", "mean", Attribute.list("axes", 2, 3));
        model.node("Add", List.of("many", "mean"), "s0");
        int sines = 2_000;
        for (int i = 0; i < sines; i++) {
            model.node("Sin", "s" + i, "s" + (i + 1));
        }
        return model.node("ReduceMean", "s" + sines, "score", wholePicture()).bytes();
    }

    public static ModelDescription description() {
        return description(ModelContract.FRAME_SCORE, PICTURE, ONE, List.of(MEAN), 0);
    }

    static ModelDescription description(
            ModelContract contract,
            List<Integer> input,
            List<Integer> output,
            List<Metric> metrics,
            double offset) {
        return new ModelDescription(
                "luma-mean",
                1,
                new DefectId("video.luma_mean"),
                contract,
                "0".repeat(64),
                List.of(new TensorSpec("luma", input)),
                List.of(new TensorSpec("score", output)),
                metrics,
                /* scale= */ 1,
                offset,
                /* threshold= */ 0.5,
                new Looks(1, 4),
                Duration.ofMillis(50),
                "Apache-2.0",
                "None.",
                Optional.empty());
    }
}
