package io.sightline.sink;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * One row on its way, encoded once.
 *
 * @param key rows with one key keep their order
 * @param json one line of text
 */
public record LaneRow(String key, String json) {

    byte[] keyBytes() {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    byte[] jsonBytes() {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** Version 1: length and bytes of the key, length and bytes of the row. */
    static final class Serializer implements SimpleVersionedSerializer<LaneRow> {

        private static final int VERSION = 1;

        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(LaneRow row) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(row.json.length() + 64);
            try (DataOutputStream out = new DataOutputStream(bytes)) {
                for (byte[] part : new byte[][] {row.keyBytes(), row.jsonBytes()}) {
                    out.writeInt(part.length);
                    out.write(part);
                }
            }
            return bytes.toByteArray();
        }

        @Override
        public LaneRow deserialize(int version, byte[] serialized) throws IOException {
            if (version != VERSION) {
                throw new IOException(
                        "Rows of a lane in version " + version + " are of a newer release");
            }
            try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized))) {
                return new LaneRow(text(in), text(in));
            }
        }

        private static String text(DataInputStream in) throws IOException {
            return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
        }
    }
}
