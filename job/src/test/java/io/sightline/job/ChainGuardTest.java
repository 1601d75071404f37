package io.sightline.job;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;

class ChainGuardTest {

    private final StreamExecutionEnvironment env =
            StreamExecutionEnvironment.createLocalEnvironment(2);
    private final DataStream<Long> numbers =
            env.fromSequence(1, 10).name("numbers").map(n -> n).returns(Types.LONG).name("first");

    @Test
    void letsOneChainPass() {
        numbers.map(n -> n + 1).returns(Types.LONG).sinkTo(new DiscardingSink<>());

        assertThatCode(() -> ChainGuard.requireOneVertex(env.getStreamGraph(false)))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesAShuffleAndNamesTheEdge() {
        numbers.keyBy(n -> n % 3)
                .map(n -> n)
                .returns(Types.LONG)
                .name("second")
                .sinkTo(new DiscardingSink<>());

        assertThatThrownBy(() -> ChainGuard.requireOneVertex(env.getStreamGraph(false)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("first -> second");
    }

    @Test
    void refusesAnotherParallelism() {
        numbers.map(n -> n)
                .returns(Types.LONG)
                .name("second")
                .setParallelism(1)
                .sinkTo(new DiscardingSink<>());

        assertThatThrownBy(() -> ChainGuard.requireOneVertex(env.getStreamGraph(false)))
                .hasMessageContaining("first -> second");
    }

    @Test
    void refusesDisabledChaining() {
        env.disableOperatorChaining();
        numbers.sinkTo(new DiscardingSink<>());

        assertThatThrownBy(() -> ChainGuard.requireOneVertex(env.getStreamGraph(false)))
                .hasMessageContaining("not chained");
    }
}
