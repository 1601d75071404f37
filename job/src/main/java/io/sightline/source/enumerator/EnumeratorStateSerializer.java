package io.sightline.source.enumerator;

import io.sightline.source.split.StreamEntryFormat;
import io.sightline.source.split.StreamSplit;
import io.sightline.source.split.StreamSplitSerializer;
import io.sightline.state.StateVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Writes the enumerator's state into checkpoints.
 *
 * <p>Version 1: placed streams, then unassigned splits, each with the version of its serializer.
 * Version 2: with entries of version 2. Version 3: before all, the {@link StateVersion}. Version 4:
 * with entries of version 3. Version 5: with those of version 4.
 */
public final class EnumeratorStateSerializer implements SimpleVersionedSerializer<EnumeratorState> {

    static final int VERSION = 5;

    private final StreamSplitSerializer splits = new StreamSplitSerializer();

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(EnumeratorState state) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(1024);
        out.writeInt(StateVersion.CURRENT);
        out.writeInt(state.streams().size());
        for (PlacedStream stream : state.streams()) {
            StreamEntryFormat.write(stream.entry(), out);
            out.writeUTF(stream.placementKey());
            StreamEntryFormat.writeStrings(stream.renditions(), out);
            out.writeBoolean(stream.isExpanded());
        }
        out.writeInt(splits.getVersion());
        out.writeInt(state.unassigned().size());
        for (StreamSplit split : state.unassigned()) {
            byte[] bytes = splits.serialize(split);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
        return out.getCopyOfBuffer();
    }

    @Override
    public EnumeratorState deserialize(int version, byte[] bytes) throws IOException {
        StateVersion.requireKnown("streams (registry)", version, VERSION);
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        if (version >= 3) {
            StateVersion.requireKnown("this savepoint", in.readInt(), StateVersion.CURRENT);
        }
        int streamCount = in.readInt();
        List<PlacedStream> streams = new ArrayList<>();
        for (int i = 0; i < streamCount; i++) {
            streams.add(
                    new PlacedStream(
                            StreamEntryFormat.read(entryVersion(version), in),
                            in.readUTF(),
                            StreamEntryFormat.readStrings(in),
                            in.readBoolean()));
        }
        int splitVersion = in.readInt();
        int splitCount = in.readInt();
        List<StreamSplit> unassigned = new ArrayList<>();
        for (int i = 0; i < splitCount; i++) {
            byte[] split = new byte[in.readInt()];
            in.readFully(split);
            unassigned.add(splits.deserialize(splitVersion, split));
        }
        return new EnumeratorState(streams, unassigned);
    }

    private static int entryVersion(int version) {
        return version < 3 ? version : version - 1; // version 3 left the entries as they were
    }
}
