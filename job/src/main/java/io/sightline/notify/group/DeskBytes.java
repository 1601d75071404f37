package io.sightline.notify.group;

import io.sightline.notify.group.Case.Stage;
import io.sightline.policy.Severity;
import io.sightline.state.StateVersion;
import io.sightline.table.Alert;
import io.sightline.table.AlertJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/**
 * The state of a desk as pieces of bytes, so that no piece grows with the number of incidents. Each
 * begins with a version and with what it is: {@code C} an incident, {@code G} a group, {@code F}
 * openings, {@code O} what is over.
 *
 * <p>Version 1: fields in the order of the write methods; enums by name, times as eight bytes,
 * counts as four; an alert is its row of the table {@code alerts}, so columns may come to it.
 */
final class DeskBytes {

    private static final int VERSION = 1;
    private static final int OVER_PER_PIECE = 1_000;

    private DeskBytes() {}

    static List<byte[]> write(DeskState state) throws IOException {
        List<byte[]> pieces = new ArrayList<>();
        for (Case one : state.cases()) {
            DataOutputSerializer out = piece('C');
            writeCase(one, out);
            pieces.add(out.getCopyOfBuffer());
        }
        for (Group group : state.groups()) {
            DataOutputSerializer out = piece('G');
            writeGroup(group, out);
            pieces.add(out.getCopyOfBuffer());
        }
        for (Damper.Flap flap : state.flaps()) {
            DataOutputSerializer out = piece('F');
            writeFlap(flap, out);
            pieces.add(out.getCopyOfBuffer());
        }
        List<Map.Entry<String, Long>> over = List.copyOf(state.over().entrySet());
        for (int from = 0; from < over.size(); from += OVER_PER_PIECE) {
            DataOutputSerializer out = piece('O');
            List<Map.Entry<String, Long>> part =
                    over.subList(from, Math.min(over.size(), from + OVER_PER_PIECE));
            out.writeInt(part.size());
            for (Map.Entry<String, Long> one : part) {
                StringValue.writeString(one.getKey(), out);
                out.writeLong(one.getValue());
            }
            pieces.add(out.getCopyOfBuffer());
        }
        return pieces;
    }

    private static DataOutputSerializer piece(char kind) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(512);
        out.writeByte(VERSION);
        out.writeByte(kind);
        return out;
    }

    static DeskState read(Iterable<byte[]> pieces) throws IOException {
        List<Case> cases = new ArrayList<>();
        List<Group> groups = new ArrayList<>();
        List<Damper.Flap> flaps = new ArrayList<>();
        Map<String, Long> over = new LinkedHashMap<>();
        for (byte[] piece : pieces) {
            DataInputDeserializer in = new DataInputDeserializer(piece);
            StateVersion.requireKnown("notification", in.readUnsignedByte(), VERSION);
            char kind = (char) in.readUnsignedByte();
            switch (kind) {
                case 'C' -> cases.add(readCase(in));
                case 'G' -> groups.add(readGroup(in));
                case 'F' -> flaps.add(readFlap(in));
                case 'O' -> {
                    for (int left = in.readInt(); left > 0; left--) {
                        over.put(StringValue.readString(in), in.readLong());
                    }
                }
                default -> throw new IOException("The state of notification is damaged: " + kind);
            }
        }
        Map<String, Group> byId = new HashMap<>();
        groups.forEach(group -> byId.put(group.id(), group));
        for (Case one : cases) {
            if (one.stage == Stage.MEMBER) {
                byId.get(one.groupId).putOpen(one);
            }
        }
        return new DeskState(cases, groups, flaps, over);
    }

    private static void writeCase(Case one, DataOutputSerializer out) throws IOException {
        writeAlert(one.opening, out);
        out.writeInt(one.seen.size());
        for (String id : one.seen) {
            StringValue.writeString(id, out);
        }
        StringValue.writeString(one.stage.name(), out);
        StringValue.writeString(one.severity.name(), out);
        writeNullable(one.reason, out);
        writeAlert(one.escalation, out);
        writeAlert(one.clearing, out);
        writeNullable(one.groupId, out);
        out.writeLong(one.waitingSinceMillis);
        out.writeLong(one.doubtedAtMillis);
        out.writeLong(one.doubtedEventMillis);
    }

    private static Case readCase(DataInputDeserializer in) throws IOException {
        Case one = new Case(requireAlert(in));
        for (int left = in.readInt(); left > 0; left--) {
            one.seen.add(StringValue.readString(in));
        }
        one.stage = Stage.valueOf(StringValue.readString(in));
        one.severity = Severity.valueOf(StringValue.readString(in));
        one.reason = readNullable(in);
        one.escalation = readAlert(in);
        one.clearing = readAlert(in);
        one.groupId = readNullable(in);
        one.waitingSinceMillis = in.readLong();
        one.doubtedAtMillis = in.readLong();
        one.doubtedEventMillis = in.readLong();
        return one;
    }

    private static void writeGroup(Group group, DataOutputSerializer out) throws IOException {
        StringValue.writeString(group.bucket.label(), out);
        StringValue.writeString(group.bucket.value(), out);
        StringValue.writeString(group.bucket.defect(), out);
        writeAlert(group.opening, out);
        out.writeInt(group.listed.size());
        for (Group.Member member : group.listed) {
            StringValue.writeString(member.incidentId(), out);
            StringValue.writeString(member.streamId(), out);
        }
        out.writeInt(group.members);
        out.writeBoolean(group.isTold);
        writeNullable(group.silencedBy, out);
        out.writeInt(group.toldStreams);
        StringValue.writeString(group.toldSeverity.name(), out);
        StringValue.writeString(group.severity.name(), out);
        out.writeInt(group.escalations);
        out.writeLong(group.lookAtMillis);
        out.writeLong(group.belowSinceMillis);
        out.writeLong(group.lastEventMillis);
    }

    private static Group readGroup(DataInputDeserializer in) throws IOException {
        Bucket bucket =
                new Bucket(
                        StringValue.readString(in),
                        StringValue.readString(in),
                        StringValue.readString(in));
        Alert opening = requireAlert(in);
        List<Group.Member> listed = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            listed.add(new Group.Member(StringValue.readString(in), StringValue.readString(in)));
        }
        Group group = new Group(bucket, opening, listed);
        group.members = in.readInt();
        group.isTold = in.readBoolean();
        group.silencedBy = readNullable(in);
        group.toldStreams = in.readInt();
        group.toldSeverity = Severity.valueOf(StringValue.readString(in));
        group.severity = Severity.valueOf(StringValue.readString(in));
        group.escalations = in.readInt();
        group.lookAtMillis = in.readLong();
        group.belowSinceMillis = in.readLong();
        group.lastEventMillis = in.readLong();
        return group;
    }

    private static void writeFlap(Damper.Flap flap, DataOutputSerializer out) throws IOException {
        StringValue.writeString(flap.subject, out);
        out.writeInt(flap.openedAtMillis.size());
        for (long openedAt : flap.openedAtMillis) {
            out.writeLong(openedAt);
        }
        out.writeLong(flap.lastMillis);
        out.writeLong(flap.lastEventMillis);
        writeAlert(flap.opening, out);
        StringValue.writeString(flap.severity.name(), out);
        out.writeInt(flap.escalations);
        out.writeInt(flap.silenced);
    }

    private static Damper.Flap readFlap(DataInputDeserializer in) throws IOException {
        Damper.Flap flap = new Damper.Flap(StringValue.readString(in));
        for (int left = in.readInt(); left > 0; left--) {
            flap.openedAtMillis.addLast(in.readLong());
        }
        flap.lastMillis = in.readLong();
        flap.lastEventMillis = in.readLong();
        flap.opening = readAlert(in);
        flap.severity = Severity.valueOf(StringValue.readString(in));
        flap.escalations = in.readInt();
        flap.silenced = in.readInt();
        return flap;
    }

    private static void writeAlert(@Nullable Alert alert, DataOutputSerializer out)
            throws IOException {
        byte[] json = alert == null ? new byte[0] : AlertJson.write(alert);
        out.writeInt(json.length);
        out.write(json);
    }

    private static @Nullable Alert readAlert(DataInputDeserializer in) throws IOException {
        byte[] json = new byte[in.readInt()];
        in.readFully(json);
        return json.length == 0 ? null : AlertJson.read(json);
    }

    private static Alert requireAlert(DataInputDeserializer in) throws IOException {
        Alert alert = readAlert(in);
        if (alert == null) {
            throw new IOException("The state of notification is damaged: an alert is missing");
        }
        return alert;
    }

    private static void writeNullable(@Nullable String text, DataOutputSerializer out)
            throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            StringValue.writeString(text, out);
        }
    }

    private static @Nullable String readNullable(DataInputDeserializer in) throws IOException {
        return in.readBoolean() ? StringValue.readString(in) : null;
    }
}
