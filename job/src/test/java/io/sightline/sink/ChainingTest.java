package io.sightline.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import io.sightline.testing.SampleRows;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChainingTest {

    @TempDir static Path folder;

    static Stream<Destination> destinations() {
        return Stream.of(
                new FileDestination(folder.toString()), KafkaDestination.at("127.0.0.1:9092"));
    }

    @ParameterizedTest
    @MethodSource("destinations")
    void everySinkIsChainedToTheSourceInOneVertex(Destination destination) {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        var env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(2);
        env.enableCheckpointing(1_000);
        try (LocalChannel channel = LocalChannel.open(new RecordingListener())) {
            DataStream<Long> numbers = env.fromSequence(1, 100);
            attach(numbers, TableSinks.of(destination, SampleRows.MEASUREMENTS));
            attach(numbers, TableSinks.of(channel));
        }

        JobGraph graph = env.getStreamGraph().getJobGraph();

        List<JobVertex> vertices = graph.getVerticesSortedTopologicallyFromSources();
        assertThat(vertices).hasSize(1);
        assertThat(vertices.get(0).getOperatorIDs())
                .as("a source, six maps, six writers, three committers")
                .hasSize(16);
    }

    private static void attach(DataStream<Long> numbers, TableSinks sinks) {
        numbers.map(SampleRows::alert).returns(Alert.class).sinkTo(sinks.alerts());
        numbers.map(SampleRows::measurement)
                .returns(Measurement.class)
                .sinkTo(sinks.measurements());
        numbers.map(SampleRows::state).returns(StreamStateRow.class).sinkTo(sinks.streamStates());
    }

    @Test
    void listenerHearsEveryRowOfAnEmbeddedJob() throws Exception {
        var env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(1);
        RecordingListener listener = new RecordingListener();
        try (LocalChannel channel = LocalChannel.open(listener)) {
            attach(env.fromSequence(1, 100), TableSinks.of(channel));
            env.execute();
        }

        assertThat(listener.alerts).hasSize(100).contains(SampleRows.alert(42));
        assertThat(listener.measurements).hasSize(100).contains(SampleRows.measurement(42));
        assertThat(listener.states).hasSize(100).contains(SampleRows.state(42));
    }
}
