package io.sightline.benchmark;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Makes a model whose batch is 1 take and give several items at a time: in a copy of its file, the
 * first size of each input and output is another one. One that is left open stays so. Field numbers
 * are those of onnx.proto.
 */
final class OnnxBatch {

    private static final int GRAPH = 7;
    private static final int INPUT = 11;
    private static final int OUTPUT = 12;
    private static final int VALUE_TYPE = 2;
    private static final int TENSOR_TYPE = 1;
    private static final int SHAPE = 2;
    private static final int DIMENSION = 1;
    private static final int SIZE = 1;

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;

    private OnnxBatch() {}

    /**
     * A copy of the model for another batch.
     *
     * @param items from 1 to 127, which take one byte as the 1 does
     */
    static byte[] of(byte[] model, int items) {
        byte[] copy = model.clone();
        ByteBuffer whole = ByteBuffer.wrap(copy);
        setFirstSize(whole.duplicate(), items, GRAPH, INPUT, VALUE_TYPE, TENSOR_TYPE, SHAPE);
        setFirstSize(whole.duplicate(), items, GRAPH, OUTPUT, VALUE_TYPE, TENSOR_TYPE, SHAPE);
        return copy;
    }

    /** Of every shape at the end of the path. */
    private static void setFirstSize(ByteBuffer message, int items, int... path) {
        boolean isShape = path.length == 0;
        while (message.hasRemaining()) {
            long tag = varint(message);
            int field = (int) (tag >>> 3);
            switch ((int) tag & 7) {
                case VARINT -> varint(message);
                case FIXED_64 -> message.position(message.position() + Long.BYTES);
                case BYTES -> {
                    int length = (int) varint(message);
                    ByteBuffer inside = message.slice(message.position(), length);
                    if (isShape && field == DIMENSION) {
                        setSize(inside, items);
                        return;
                    }
                    if (!isShape && field == path[0]) {
                        setFirstSize(inside, items, Arrays.copyOfRange(path, 1, path.length));
                    }
                    message.position(message.position() + length);
                }
                default -> message.position(message.position() + Integer.BYTES);
            }
        }
    }

    private static void setSize(ByteBuffer dimension, int items) {
        if (varint(dimension) == (SIZE << 3 | VARINT)) { // else it has a name
            dimension.put(dimension.position(), (byte) items);
        }
    }

    private static long varint(ByteBuffer message) {
        long value = 0;
        int shift = 0;
        byte part;
        do {
            part = message.get();
            value |= (long) (part & 0x7F) << shift;
            shift += 7;
        } while (part < 0);
        return value;
    }
}
