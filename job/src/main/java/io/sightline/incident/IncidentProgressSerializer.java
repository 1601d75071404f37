package io.sightline.incident;

import io.sightline.incident.IncidentProgress.Cause;
import io.sightline.incident.IncidentProgress.Due;
import io.sightline.incident.IncidentProgress.Phase;
import io.sightline.policy.Severity;
import io.sightline.table.Alert;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * Version 1: every field in the order of its declaration; enums by name, counts as four bytes,
 * times and numbers as eight; the due events with their number, one byte, before them.
 */
public final class IncidentProgressSerializer extends VersionedSerializer<IncidentProgress> {

    static final IncidentProgressSerializer INSTANCE = new IncidentProgressSerializer();

    private static final long serialVersionUID = 1L;

    @Override
    int version() {
        return 1;
    }

    @Override
    String name() {
        return "progress of incidents";
    }

    @Override
    void write(IncidentProgress progress, DataOutputView out) throws IOException {
        StringValue.writeString(progress.phase().name(), out);
        out.writeLong(progress.startedMicros());
        out.writeLong(progress.mediaStartedMicros());
        out.writeLong(progress.stretchMicros());
        out.writeLong(progress.badUntilMicros());
        out.writeLong(progress.mediaBadUntilMicros());
        out.writeLong(progress.clockMicros());
        out.writeDouble(progress.peak());
        StringValue.writeString(progress.severity().name(), out);
        out.writeInt(progress.occurrences());
        out.writeInt(progress.escalations());
        out.writeByte(progress.due().size());
        for (Due due : progress.due()) {
            StringValue.writeString(due.event().name(), out);
            out.writeInt(due.ordinal());
            StringValue.writeString(due.severity().name(), out);
            out.writeLong(due.atMicros());
            out.writeDouble(due.level());
            StringValue.writeString(due.cause().name(), out);
        }
    }

    @Override
    IncidentProgress read(int version, DataInputView in) throws IOException {
        return new IncidentProgress(
                Phase.valueOf(StringValue.readString(in)),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readDouble(),
                Severity.valueOf(StringValue.readString(in)),
                in.readInt(),
                in.readInt(),
                due(in));
    }

    private static List<Due> due(DataInputView in) throws IOException {
        int count = in.readUnsignedByte();
        List<Due> due = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            due.add(
                    new Due(
                            Alert.Event.valueOf(StringValue.readString(in)),
                            in.readInt(),
                            Severity.valueOf(StringValue.readString(in)),
                            in.readLong(),
                            in.readDouble(),
                            Cause.valueOf(StringValue.readString(in))));
        }
        return due;
    }

    @Override
    public IncidentProgress createInstance() {
        return new IncidentProgress(
                Phase.OVER, 0, 0, 0, 0, 0, 0, Double.NaN, Severity.INFO, 0, 0, List.of());
    }

    @Override
    public TypeSerializerSnapshot<IncidentProgress> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names the serializer in savepoints; the bytes carry their own version. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<IncidentProgress> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
