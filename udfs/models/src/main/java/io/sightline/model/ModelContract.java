package io.sightline.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a model is given, and what its answer means; docs/how-to/bring-your-own-model.md has each in
 * full.
 */
public enum ModelContract {
    /**
     * Two pictures in a row: luma less a half, that of the picture before, twice their distance.
     * Gives the probability of damage for each cell of a grid, of which two metrics are made.
     */
    BLOCK_MAP("block-map/1", List.of(List.of(1, 3, 0, 0))),
    /** One picture: luma. Gives one value for each metric. */
    FRAME_SCORE("frame-score/1", List.of(List.of(1, 1, 0, 0))),
    /** A second of sound as features. Gives one value for each metric. */
    AUDIO_FEATURES(
            "audio-1s/1", List.of(List.of(1, 1, 100, 64), List.of(1, 8, 100), List.of(1, 60)));

    private static final int METRICS_OF_A_MAP = 2;

    private final String word;

    @SuppressWarnings("ImmutableEnumChecker") // lists that cannot be changed
    private final List<List<Integer>> inputs; // shapes; 0 stands for any size

    ModelContract(String word, List<List<Integer>> inputs) {
        this.word = word;
        this.inputs = inputs;
    }

    /** As a model's description has it. */
    public String word() {
        return word;
    }

    /** The one with this word. */
    public static Optional<ModelContract> of(String word) {
        return Stream.of(values()).filter(contract -> contract.word.equals(word)).findFirst();
    }

    /** All of them, as descriptions have them. */
    public static List<String> words() {
        return Stream.of(values()).map(ModelContract::word).toList();
    }

    /** What is wrong with the shapes or the number of metrics; nothing if they fit. */
    public Optional<String> misfit(List<TensorSpec> given, List<TensorSpec> answers, int metrics) {
        if (this == BLOCK_MAP && metrics != METRICS_OF_A_MAP) {
            return Optional.of("%s has %d metrics".formatted(word, METRICS_OF_A_MAP));
        }
        List<List<Integer>> outputs =
                List.of(this == BLOCK_MAP ? List.of(1, 1, 0, 0) : List.of(1, metrics));
        if (fit(inputs, given) && fit(outputs, answers)) {
            return Optional.empty();
        }
        return Optional.of("%s takes %s and gives %s".formatted(word, text(inputs), text(outputs)));
    }

    private static boolean fit(List<List<Integer>> shapes, List<TensorSpec> specs) {
        boolean fits = shapes.size() == specs.size();
        for (int i = 0; fits && i < shapes.size(); i++) {
            fits = fits(shapes.get(i), specs.get(i).shape());
        }
        return fits;
    }

    private static boolean fits(List<Integer> wanted, List<Integer> shape) {
        boolean fits = wanted.size() == shape.size();
        for (int i = 0; fits && i < wanted.size(); i++) {
            fits = wanted.get(i) == 0 || wanted.get(i).equals(shape.get(i));
        }
        return fits;
    }

    private static String text(List<List<Integer>> shapes) {
        String text = shapes.toString();
        return text.substring(1, text.length() - 1).replaceAll("\\b0\\b", "N");
    }
}
