package io.sightline.source.split;

import io.sightline.detector.model.StreamId;
import io.sightline.source.enumerator.StreamEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** How registry entries lie in the state of splits and of the enumerator (both version 1). */
public final class StreamEntryFormat {

    private StreamEntryFormat() {}

    public static void write(StreamEntry entry, DataOutputView out) throws IOException {
        out.writeUTF(entry.id().value());
        out.writeUTF(entry.url());
        out.writeUTF(entry.renditions().name());
        writeStrings(entry.renditionNames(), out);
        writeStrings(entry.detectors(), out);
        out.writeUTF(entry.policy());
        out.writeInt(entry.labels().size());
        for (Map.Entry<String, String> label : new TreeMap<>(entry.labels()).entrySet()) {
            out.writeUTF(label.getKey());
            out.writeUTF(label.getValue());
        }
        out.writeBoolean(entry.audioExpected());
        out.writeBoolean(entry.enabled());
    }

    public static StreamEntry read(DataInputView in) throws IOException {
        return new StreamEntry(
                new StreamId(in.readUTF()),
                in.readUTF(),
                StreamEntry.Renditions.valueOf(in.readUTF()),
                readStrings(in),
                readStrings(in),
                in.readUTF(),
                readLabels(in),
                in.readBoolean(),
                in.readBoolean());
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

    private static Map<String, String> readLabels(DataInputView in) throws IOException {
        int count = in.readInt();
        Map<String, String> labels = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            labels.put(in.readUTF(), in.readUTF());
        }
        return labels;
    }
}
