package io.sightline.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class ChainLocalTypeTest {

    private final TypeSerializer<StreamBuffer> serializer =
            ChainLocalType.of(StreamBuffer.class).createSerializer(new SerializerConfigImpl());

    @Test
    void handsOverTheSameObject() {
        StreamBuffer value = new StreamBuffer();

        assertThat(serializer.copy(value)).isSameAs(value);
        assertThat(serializer.copy(value, new StreamBuffer())).isSameAs(value);
    }

    @Test
    void refusesToLeaveTheChain() {
        assertThatThrownBy(
                        () -> serializer.serialize(new StreamBuffer(), new DataOutputSerializer(8)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("A StreamBuffer must not leave its operator chain");
    }

    @Test
    void refusesToBecomeState() {
        assertThatThrownBy(serializer::snapshotConfiguration)
                .isInstanceOf(IllegalStateException.class);
    }

    private static final class StreamBuffer {}
}
