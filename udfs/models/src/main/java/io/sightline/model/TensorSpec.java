package io.sightline.model;

import java.util.List;

/**
 * One input or output of a model.
 *
 * @param shape sizes of all dimensions, the batch first, which is 1
 */
public record TensorSpec(String name, List<Integer> shape) {

    private static final int MAX_ELEMENTS = 64_000_000; // 256 MB

    public TensorSpec {
        shape = List.copyOf(shape);
        if (shape.isEmpty() || shape.get(0) != 1) {
            throw new IllegalArgumentException("'" + name + "' begins with a batch of 1");
        }
        long elements = 1;
        for (int size : shape) {
            elements *= size;
            if (size < 1 || elements > MAX_ELEMENTS) {
                throw new IllegalArgumentException(
                        "'%s' has the shape %s: sizes are from 1, and at most %d values in all"
                                .formatted(name, shape, MAX_ELEMENTS));
            }
        }
    }

    /** How many values it holds. */
    public int elements() {
        return shape.stream().reduce(1, (a, b) -> a * b);
    }

    /** As ONNX Runtime wants it. */
    public long[] dimensions() {
        return shape.stream().mapToLong(Integer::longValue).toArray();
    }
}
