package io.sightline.notify.source;

import io.sightline.sink.LaneFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * How far the files of a folder were read.
 *
 * @param bytes by name of file, up to the end of a line
 */
record FolderPosition(Map<String, Long> bytes) implements SourceSplit {

    FolderPosition {
        bytes = Map.copyOf(bytes);
    }

    /**
     * Behind what is there by now in files that were begun before a time.
     *
     * @param name the files' names begin with it
     */
    static FolderPosition behindOld(Path folder, String name, long startMillis) throws IOException {
        Map<String, Long> old = new HashMap<>();
        for (Path file : LaneFiles.in(folder, name)) {
            try {
                if (begunMillis(file) < startMillis) {
                    old.put(file.getFileName().toString(), Files.size(file));
                }
            } catch (NoSuchFileException e) {
                // Deleted meanwhile, for its age.
            }
        }
        return new FolderPosition(old);
    }

    /** The time in a file's name; of another's file the end of time, so that it is read. */
    private static long begunMillis(Path file) {
        String[] parts = file.getFileName().toString().split("-", -1);
        try {
            return parts.length < 2 ? Long.MAX_VALUE : Long.parseLong(parts[1]);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    @Override
    public String splitId() {
        return "folder";
    }

    /** Number of files, then their names and bytes; in version 1 a flag before. */
    static final class Serializer implements SimpleVersionedSerializer<FolderPosition> {

        private static final int VERSION = 2;

        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(FolderPosition position) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (DataOutputStream out = new DataOutputStream(bytes)) {
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
            if (version > VERSION) {
                throw new IOException(
                        "Positions in version " + version + " are of a newer release");
            }
            try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized))) {
                in.skipBytes(version == 1 ? 1 : 0);
                int count = in.readInt();
                Map<String, Long> files = new HashMap<>();
                for (int i = 0; i < count; i++) {
                    files.put(in.readUTF(), in.readLong());
                }
                return new FolderPosition(files);
            }
        }
    }
}
