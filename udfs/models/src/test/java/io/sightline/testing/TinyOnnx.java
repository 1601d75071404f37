package io.sightline.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes ONNX files of a few nodes, so that tests need no training. Field numbers are those of
 * onnx.proto.
 */
public final class TinyOnnx {

    /** In {@code Cast}, too. */
    public static final int FLOAT = 1;

    private static final int UINT8 = 2;
    private static final int INT8 = 3;
    private static final int IR_VERSION = 8;
    private static final int OPSET = 13;

    private final Proto graph = new Proto();

    /** A model with one input and one output of 32-bit floats. */
    public static TinyOnnx of(
            String input, List<Integer> inputShape, String output, List<Integer> shape) {
        TinyOnnx model = new TinyOnnx();
        model.graph.text(2, "tiny");
        model.graph.message(11, value(input, inputShape));
        model.graph.message(12, value(output, shape));
        return model;
    }

    /** Sizes below 1 are left open. */
    private static Proto value(String name, List<Integer> shape) {
        Proto dimensions = new Proto();
        shape.forEach(
                size ->
                        dimensions.message(
                                1,
                                size < 1
                                        ? new Proto().text(2, "any")
                                        : new Proto().number(1, size)));
        Proto tensor = new Proto().number(1, FLOAT).message(2, dimensions);
        return new Proto().text(1, name).message(2, new Proto().message(1, tensor));
    }

    /** Adds a node of one input and one output. */
    public TinyOnnx node(String type, String input, String output, Attribute... attributes) {
        return node(type, List.of(input), output, attributes);
    }

    public TinyOnnx node(String type, List<String> inputs, String output, Attribute... attributes) {
        Proto node = new Proto();
        inputs.forEach(input -> node.text(1, input));
        node.text(2, output).text(4, type);
        for (Attribute attribute : attributes) {
            node.message(5, attribute.written());
        }
        graph.message(1, node);
        return this;
    }

    /** Adds values that are part of the model. */
    public TinyOnnx constant(String name, List<Integer> shape, float... values) {
        ByteBuffer raw =
                ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return constant(name, shape, FLOAT, raw.array());
    }

    /** The same as 8-bit numbers with a sign. */
    public TinyOnnx constantOfInt8(String name, List<Integer> shape, byte... values) {
        return constant(name, shape, INT8, values);
    }

    /** The same as 8-bit numbers from 0 to 255. */
    public TinyOnnx constantOfUint8(String name, List<Integer> shape, byte... values) {
        return constant(name, shape, UINT8, values);
    }

    private TinyOnnx constant(String name, List<Integer> shape, int type, byte[] raw) {
        Proto tensor = new Proto();
        shape.forEach(size -> tensor.number(1, size));
        graph.message(5, tensor.number(2, type).text(8, name).bytes(9, raw));
        return this;
    }

    public byte[] bytes() {
        Proto opset = new Proto().text(1, "").number(2, OPSET);
        return new Proto().number(1, IR_VERSION).message(7, graph).message(8, opset).written();
    }

    /** Of a node: whole numbers, or one of them. */
    public record Attribute(String name, boolean isList, List<Integer> values) {

        public static Attribute list(String name, Integer... values) {
            return new Attribute(name, /* isList= */ true, List.of(values));
        }

        public static Attribute one(String name, int value) {
            return new Attribute(name, /* isList= */ false, List.of(value));
        }

        private Proto written() {
            Proto attribute = new Proto().text(1, name);
            values.forEach(value -> attribute.number(isList ? 8 : 3, value));
            return attribute.number(20, isList ? 7 : 2);
        }
    }

    /** A message of protocol buffers, field by field. */
    private static final class Proto {
        private final List<byte[]> fields = new ArrayList<>();

        Proto number(int field, long value) {
            return add(varint((long) field << 3), varint(value));
        }

        Proto text(int field, String text) {
            return bytes(field, text.getBytes(StandardCharsets.UTF_8));
        }

        Proto message(int field, Proto message) {
            return bytes(field, message.written());
        }

        Proto bytes(int field, byte[] bytes) {
            return add(varint(((long) field << 3) | 2), varint(bytes.length), bytes);
        }

        private Proto add(byte[]... parts) {
            fields.addAll(List.of(parts));
            return this;
        }

        private static byte[] varint(long value) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            long left = value;
            while (left > 0x7F) {
                out.write((int) ((left & 0x7F) | 0x80));
                left >>>= 7;
            }
            out.write((int) left);
            return out.toByteArray();
        }

        byte[] written() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            fields.forEach(out::writeBytes);
            return out.toByteArray();
        }
    }
}
