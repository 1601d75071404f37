package io.sightline.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a model is given, and what its answer means. docs/reference/models.md has each in full. */
public enum ModelContract {
    /**
     * Two pictures in a row: luma less a half, that of the picture before, twice their distance.
     * Gives the probability of damage for each cell of a grid.
     */
    BLOCK_MAP("block-map/1"),
    /** One picture: luma. Gives one value for each metric. */
    FRAME_SCORE("frame-score/1"),
    /** A second of sound as features. Gives one value for each metric. */
    AUDIO_FEATURES("audio-1s/1"),
    /** Sound, one channel, samples. Gives one value for each metric. */
    AUDIO_SCORE("audio-score/1");

    private final String word;

    ModelContract(String word) {
        this.word = word;
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

    /** What is wrong with the shapes; nothing if they fit. */
    public Optional<String> misfit(List<TensorSpec> inputs, List<TensorSpec> outputs, int metrics) {
        String wanted =
                switch (this) {
                    case BLOCK_MAP -> "[1, 3, H, W] and [1, 1, h, w]";
                    case FRAME_SCORE -> "[1, 1, H, W] and [1, %d]".formatted(metrics);
                    case AUDIO_FEATURES ->
                            "[1, 1, 100, 64], [1, 6, 100], [1, 20] and [1, %d]".formatted(metrics);
                    case AUDIO_SCORE -> "[1, N] and [1, %d]".formatted(metrics);
                };
        boolean fits =
                outputs.size() == 1
                        && switch (this) {
                            case BLOCK_MAP ->
                                    fits(inputs, List.of(1, 3, 0, 0))
                                            && fits(outputs, List.of(1, 1, 0, 0));
                            case FRAME_SCORE ->
                                    fits(inputs, List.of(1, 1, 0, 0))
                                            && fits(outputs, List.of(1, metrics));
                            case AUDIO_FEATURES ->
                                    fits(
                                                    inputs,
                                                    List.of(1, 1, 100, 64),
                                                    List.of(1, 6, 100),
                                                    List.of(1, 20))
                                            && fits(outputs, List.of(1, metrics));
                            case AUDIO_SCORE ->
                                    fits(inputs, List.of(1, 0))
                                            && fits(outputs, List.of(1, metrics));
                        };
        return fits
                ? Optional.empty()
                : Optional.of("%s takes and gives %s".formatted(word, wanted));
    }

    /** Whether shapes are these, 0 standing for any size. */
    @SafeVarargs
    private static boolean fits(List<TensorSpec> specs, List<Integer>... wanted) {
        if (specs.size() != wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            List<Integer> shape = specs.get(i).shape();
            if (shape.size() != wanted[i].size()) {
                return false;
            }
            for (int d = 0; d < shape.size(); d++) {
                if (wanted[i].get(d) != 0 && !wanted[i].get(d).equals(shape.get(d))) {
                    return false;
                }
            }
        }
        return true;
    }
}
