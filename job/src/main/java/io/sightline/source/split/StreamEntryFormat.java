package io.sightline.source.split;

import io.sightline.detector.model.StreamId;
import io.sightline.flow.DecodeMode;
import io.sightline.flow.EvidenceMode;
import io.sightline.flow.Examination;
import io.sightline.flow.Expected;
import io.sightline.flow.Priority;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.source.enumerator.StreamInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * How registry entries lie in the state of splits and of the enumerator.
 *
 * <p>Version 1. Version 2: whether captions are expected. Version 3: what evidence is kept. Version
 * 4: what it is compared with.
 */
public final class StreamEntryFormat {

    private StreamEntryFormat() {}

    public static void write(StreamEntry entry, DataOutputView out) throws IOException {
        out.writeUTF(entry.id().value());
        StreamInput input = entry.input();
        out.writeUTF(input.url());
        out.writeUTF(input.renditions().name());
        writeStrings(input.renditionNames(), out);
        writeMap(input.headers(), out);
        out.writeInt(input.program());
        Examination examination = entry.examination();
        writeStrings(examination.detectors(), out);
        out.writeUTF(examination.policy());
        out.writeUTF(examination.decode().name());
        out.writeUTF(examination.priority().name());
        writeExpected(examination.expected(), out);
        out.writeUTF(examination.evidence().name());
        writeNullable(examination.reference(), id -> out.writeUTF(id.value()), out);
        writeMap(entry.labels(), out);
        out.writeBoolean(entry.enabled());
    }

    /**
     * Reads what was written.
     *
     * @param version of the entry, not of what it lies in
     */
    public static StreamEntry read(int version, DataInputView in) throws IOException {
        return new StreamEntry(
                new StreamId(in.readUTF()),
                new StreamInput(
                        in.readUTF(),
                        StreamInput.Renditions.valueOf(in.readUTF()),
                        readStrings(in),
                        readMap(in),
                        in.readInt()),
                new Examination(
                        readStrings(in),
                        in.readUTF(),
                        DecodeMode.valueOf(in.readUTF()),
                        Priority.valueOf(in.readUTF()),
                        readExpected(version, in),
                        version >= 3 ? EvidenceMode.valueOf(in.readUTF()) : EvidenceMode.PICTURES,
                        version >= 4 && in.readBoolean() ? new StreamId(in.readUTF()) : null),
                readMap(in),
                in.readBoolean());
    }

    private static void writeExpected(Expected expected, DataOutputView out) throws IOException {
        out.writeBoolean(expected.audio());
        out.writeBoolean(expected.captions());
        writeNullable(expected.videoCodec(), out::writeUTF, out);
        writeNullable(expected.width(), out::writeInt, out);
        writeNullable(expected.height(), out::writeInt, out);
        writeNullable(expected.framesPerSecond(), out::writeDouble, out);
        writeNullable(expected.audioCodec(), out::writeUTF, out);
        writeNullable(expected.channels(), out::writeInt, out);
    }

    private static Expected readExpected(int version, DataInputView in) throws IOException {
        return new Expected(
                in.readBoolean(),
                version >= 2 && in.readBoolean(),
                in.readBoolean() ? in.readUTF() : null,
                in.readBoolean() ? in.readInt() : null,
                in.readBoolean() ? in.readInt() : null,
                in.readBoolean() ? in.readDouble() : null,
                in.readBoolean() ? in.readUTF() : null,
                in.readBoolean() ? in.readInt() : null);
    }

    private interface Write<V> {
        void accept(V value) throws IOException;
    }

    private static <V> void writeNullable(@Nullable V value, Write<V> write, DataOutputView out)
            throws IOException {
        out.writeBoolean(value != null);
        if (value != null) {
            write.accept(value);
        }
    }

    public static void writeStrings(List<String> strings, DataOutputView out) throws IOException {
        out.writeInt(strings.size());
        for (String string : strings) {
            out.writeUTF(string);
        }
    }

    public static List<String> readStrings(DataInputView in) throws IOException {
        int count = in.readInt();
        List<String> strings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            strings.add(in.readUTF());
        }
        return strings;
    }

    private static void writeMap(Map<String, String> map, DataOutputView out) throws IOException {
        out.writeInt(map.size());
        for (Map.Entry<String, String> one : new TreeMap<>(map).entrySet()) {
            out.writeUTF(one.getKey());
            out.writeUTF(one.getValue());
        }
    }

    private static Map<String, String> readMap(DataInputView in) throws IOException {
        int count = in.readInt();
        Map<String, String> map = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            map.put(in.readUTF(), in.readUTF());
        }
        return map;
    }
}
