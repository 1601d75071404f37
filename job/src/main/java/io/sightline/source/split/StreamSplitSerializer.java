package io.sightline.source.split;

import io.sightline.detector.model.RenditionId;
import io.sightline.state.StateVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes splits into checkpoints and sends them to readers.
 *
 * <p>Version 1: entry, rendition, placement key, position with the restart point's timeline.
 * Version 2: with the entry of version 2. Version 3: with that of version 3. Version 4: with that
 * of version 4.
 */
public final class StreamSplitSerializer implements SimpleVersionedSerializer<StreamSplit> {

    static final int VERSION = 4;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(StreamSplit split) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(512);
        StreamEntryFormat.write(split.entry(), out);
        out.writeUTF(split.rendition().value());
        out.writeUTF(split.placementKey());
        writePosition(split.position(), out);
        return out.getCopyOfBuffer();
    }

    @Override
    public StreamSplit deserialize(int version, byte[] bytes) throws IOException {
        StateVersion.requireKnown("streams (positions)", version, VERSION);
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        return new StreamSplit(
                StreamEntryFormat.read(version, in),
                new RenditionId(in.readUTF()),
                in.readUTF(),
                readPosition(in));
    }

    private static void writePosition(Position position, DataOutputView out) throws IOException {
        out.writeLong(position.segment());
        out.writeLong(position.ordinal());
        out.writeLong(position.restartSegment());
        out.writeLong(position.restartOrdinal());
        writeTimeline(position.restartState(), out);
        out.writeLong(position.presentationEndMicros());
        out.writeLong(position.eventOffsetMicros());
    }

    private static Position readPosition(DataInputView in) throws IOException {
        return new Position(
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                readTimeline(in),
                in.readLong(),
                in.readLong());
    }

    private static void writeTimeline(TimelineState state, DataOutputView out) throws IOException {
        out.writeBoolean(state.isStarted());
        out.writeUTF(state.breakReason());
        out.writeLong(state.offsetMicros());
        out.writeLong(state.lastRawMicros());
        out.writeLong(state.endMicros());
        out.writeLong(state.unwrapReferenceTicks());
        out.writeLong(state.eventOffsetMicros());
        out.writeLong(state.gapAllowanceMicros());
        out.writeInt(state.marks().size());
        for (TrackMark mark : state.marks()) {
            out.writeInt(mark.trackIndex());
            out.writeLong(mark.lastRawMicros());
            out.writeLong(mark.offsetMicros());
        }
        out.writeUTF(state.announcedTracks());
    }

    private static TimelineState readTimeline(DataInputView in) throws IOException {
        return new TimelineState(
                in.readBoolean(),
                in.readUTF(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                readMarks(in),
                in.readUTF());
    }

    private static List<TrackMark> readMarks(DataInputView in) throws IOException {
        int count = in.readInt();
        List<TrackMark> marks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            marks.add(new TrackMark(in.readInt(), in.readLong(), in.readLong()));
        }
        return marks;
    }
}
