package io.sightline.incident;

import io.sightline.state.StateVersion;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A serializer of an immutable value whose bytes begin with their version, so that a later release
 * reads what an earlier one wrote: one write path, one read path for each version.
 */
abstract class VersionedSerializer<T> extends TypeSerializer<T> {

    private static final long serialVersionUID = 1L;

    /** The version that {@link #write} writes; from 1 to 255. */
    abstract int version();

    /** What the value is, for people. */
    abstract String name();

    abstract void write(T value, DataOutputView out) throws IOException;

    /**
     * Reads what {@link #write} of that version wrote.
     *
     * @param version from 1 to {@link #version()}
     */
    abstract T read(int version, DataInputView in) throws IOException;

    @Override
    public final void serialize(T value, DataOutputView out) throws IOException {
        out.writeByte(version());
        write(value, out);
    }

    @Override
    public final T deserialize(DataInputView in) throws IOException {
        int version = in.readUnsignedByte();
        StateVersion.requireKnown("debounce (" + name() + ")", version, version());
        return read(version, in);
    }

    @Override
    public final T deserialize(T reuse, DataInputView in) throws IOException {
        return deserialize(in);
    }

    @Override
    public final void copy(DataInputView in, DataOutputView out) throws IOException {
        serialize(deserialize(in), out);
    }

    @Override
    public final boolean isImmutableType() {
        return true;
    }

    @Override
    public final TypeSerializer<T> duplicate() {
        return this;
    }

    @Override
    public final T copy(T from) {
        return from;
    }

    @Override
    public final T copy(T from, T reuse) {
        return from;
    }

    @Override
    public final int getLength() {
        return -1;
    }

    @Override
    public final boolean equals(Object other) {
        return getClass().isInstance(other); // the subclasses are final
    }

    @Override
    public final int hashCode() {
        return getClass().hashCode();
    }
}
