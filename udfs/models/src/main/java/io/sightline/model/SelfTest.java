package io.sightline.model;

import java.util.List;
import java.util.Optional;

/**
 * What a model gives for an input that everybody can make: value i of each input is {@code ((i *
 * 2654435761 + 12345) mod 2^32) / 2^32 - 0.5}.
 *
 * @param firstValues of the first output, in order; at least one
 * @param tolerance how far each may be off: processors differ in the last digits
 */
public record SelfTest(List<Double> firstValues, double tolerance) {

    private static final long FACTOR = 2_654_435_761L;
    private static final long ADDEND = 12_345;
    private static final long MASK = 0xFFFF_FFFFL;

    public SelfTest {
        firstValues = List.copyOf(firstValues);
        if (firstValues.isEmpty()) {
            throw new IllegalArgumentException("a test has at least one value");
        }
        if (!(tolerance >= 0)) {
            throw new IllegalArgumentException("a tolerance is not below 0");
        }
    }

    /** The input: so many values. */
    public static float[] input(int elements) {
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++) {
            values[i] = (float) (((i * FACTOR + ADDEND) & MASK) / 4294967296.0 - 0.5);
        }
        return values;
    }

    /** How an answer differs; nothing if it does not. */
    public Optional<String> difference(float[] answer) {
        for (int i = 0; i < firstValues.size(); i++) {
            double expected = firstValues.get(i);
            if (i >= answer.length || !(Math.abs(answer[i] - expected) <= tolerance)) {
                return Optional.of(
                        "value %d of its self-test is %s, and should be %s"
                                .formatted(i, i < answer.length ? answer[i] : "missing", expected));
            }
        }
        return Optional.empty();
    }
}
