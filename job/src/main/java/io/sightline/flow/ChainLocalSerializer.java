package io.sightline.flow;

import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Copies by identity and refuses everything else, so that a chain broken by accident fails at the
 * first record instead of shipping native memory over a network.
 */
public final class ChainLocalSerializer<T> extends TypeSerializer<T> {

    private static final long serialVersionUID = 1L;

    private final Class<T> type;

    ChainLocalSerializer(Class<T> type) {
        this.type = type;
    }

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public TypeSerializer<T> duplicate() {
        return this;
    }

    @Override
    public T createInstance() {
        throw refusal();
    }

    @Override
    public T copy(T from) {
        return from;
    }

    @Override
    public T copy(T from, T reuse) {
        return from;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(T value, DataOutputView target) {
        throw refusal();
    }

    @Override
    public T deserialize(DataInputView source) {
        throw refusal();
    }

    @Override
    public T deserialize(T reuse, DataInputView source) {
        throw refusal();
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) {
        throw refusal();
    }

    @Override
    public TypeSerializerSnapshot<T> snapshotConfiguration() {
        throw refusal();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChainLocalSerializer<?> that && type.equals(that.type);
    }

    @Override
    public int hashCode() {
        return type.hashCode();
    }

    private IllegalStateException refusal() {
        return new IllegalStateException(
                "A "
                        + type.getSimpleName()
                        + " must not leave its operator chain: it is passed by reference. Something"
                        + " (a keyBy, another parallelism, a disabled chain, state) broke the chain.");
    }
}
