package io.sightline.detect;

import io.sightline.state.StateVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The saved state of one part, under its name and version, so that parts that come and go with
 * detectors and policies do not disturb the others.
 */
final class NamedState {

    private final int version;
    private final byte[] bytes;

    private NamedState(int version, byte[] bytes) {
        this.version = version;
        this.bytes = bytes;
    }

    /** Writes a part's state. */
    @FunctionalInterface
    interface Saver {
        void save(DataOutput out) throws IOException;
    }

    /** What a part wrote, not yet among the others. */
    static final class Saved {

        private final String name;
        private final int version;
        private final byte[] bytes;

        private Saved(String name, int version, byte[] bytes) {
            this.name = name;
            this.version = version;
            this.bytes = bytes;
        }

        void write(DataOutput out) throws IOException {
            out.writeUTF(name);
            out.writeInt(version);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    /** Lets a part write its state; nothing is left of one that fails. */
    static Saved saved(String name, int version, Saver saver) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        saver.save(new DataOutputStream(bytes));
        return new Saved(name, version, bytes.toByteArray());
    }

    static void write(DataOutput out, String name, int version, Saver saver) throws IOException {
        saved(name, version, saver).write(out);
    }

    /** Under the name of its defect; a judge writes its version itself. */
    static void writeJudge(DataOutput out, Judge judge) throws IOException {
        write(out, judge.rule().defect().value(), 0, judge::save);
    }

    static void restoreJudge(Map<String, NamedState> states, Judge judge) throws IOException {
        NamedState state = states.get(judge.rule().defect().value());
        if (state != null) {
            restore(judge, state.open());
        }
    }

    /** What the judge's own {@code save} wrote, unless a newer release did. */
    static void restore(Judge judge, DataInput in) throws IOException {
        int version = in.readUnsignedByte();
        StateVersion.requireKnown(
                "detect (judge of " + judge.rule().defect() + ")", version, Judge.STATE_VERSION);
        judge.restore(version, in);
    }

    static Map<String, NamedState> readAll(DataInputStream in) throws IOException {
        Map<String, NamedState> states = new HashMap<>();
        for (int count = in.readInt(); count > 0; count--) {
            String name = in.readUTF();
            int version = in.readInt();
            states.put(name, new NamedState(version, in.readNBytes(in.readInt())));
        }
        return states;
    }

    int version() {
        return version;
    }

    DataInputStream open() {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }
}
