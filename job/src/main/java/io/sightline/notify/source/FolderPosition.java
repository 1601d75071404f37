package io.sightline.notify.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * How far the files of a folder were read.
 *
 * @param begun whether it was looked at at all
 * @param bytes by name of file, up to the end of a line
 */
record FolderPosition(boolean begun, Map<String, Long> bytes) implements SourceSplit {

    static final FolderPosition NOT_BEGUN = new FolderPosition(false, Map.of());

    FolderPosition {
        bytes = Map.copyOf(bytes);
    }

    @Override
    public String splitId() {
        return "folder";
    }

    /** Version 1: whether begun, number of files, then their names and bytes. */
    static final class Serializer implements SimpleVersionedSerializer<FolderPosition> {

        private static final int VERSION = 1;

        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(FolderPosition position) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (DataOutputStream out = new DataOutputStream(bytes)) {
                out.writeBoolean(position.begun);
                out.writeInt(position.bytes.size());
                for (Map.Entry<String, Long> file : position.bytes.entrySet()) {
                    out.writeUTF(file.getKey());
                    out.writeLong(file.getValue());
                }
            }
            return bytes.toByteArray();
        }

        @Override
        public FolderPosition deserialize(int version, byte[] serialized) throws IOException {
            if (version != VERSION) {
                throw new IOException(
                        "Positions in version " + version + " are of a newer release");
            }
            try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized))) {
                boolean begun = in.readBoolean();
                int count = in.readInt();
                Map<String, Long> files = new HashMap<>();
                for (int i = 0; i < count; i++) {
                    files.put(in.readUTF(), in.readLong());
                }
                return new FolderPosition(begun, files);
            }
        }
    }
}
