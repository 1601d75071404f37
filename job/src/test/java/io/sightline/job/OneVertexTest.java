package io.sightline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.SyntheticMedia;
import io.sightline.sink.Destination;
import io.sightline.sink.FileDestination;
import io.sightline.sink.KafkaDestination;
import io.sightline.table.Alert;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.runtime.OperatorIDPair;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The real job is one chain, and says so where it is broken on purpose. */
class OneVertexTest {

    private static final Path NOWHERE = Path.of("clip.mp4");

    @TempDir static Path folder;

    static Stream<Destination> destinations() {
        return Stream.of(
                new FileDestination(folder.toString()), KafkaDestination.at("127.0.0.1:9092"));
    }

    @ParameterizedTest
    @MethodSource("destinations")
    void fromTheSourceToTheSinksIsOneVertex(Destination destination) {
        WholeTopology job = WholeTopology.over(NOWHERE, 2).sinkTo(destination);

        assertThatCode(() -> ChainGuard.requireOneVertex(job.env.getStreamGraph(false)))
                .doesNotThrowAnyException();
        assertThat(vertices(job)).hasSize(1);
    }

    /**
     * What they are is pinned, with their ids, by {@code savepoints/state.txt} of
     * tests/integration.
     */
    @ParameterizedTest
    @MethodSource("destinations")
    void operatorsKeepTheirUidsAndTheirOrderInTheChain(Destination destination) {
        WholeTopology job = WholeTopology.over(NOWHERE, 2).sinkTo(destination);

        JobVertex vertex = vertices(job).get(0);

        assertThat(vertex.getOperatorIDs())
                .extracting(OperatorIDPair::getUserDefinedOperatorUid)
                .containsExactlyInAnyOrderElementsOf(OperatorUids.of(destination));
        assertThat(vertex.getName())
                .startsWith(
                        "Source: streams -> decode -> detect -> (debounce -> (alerts: Writer -> alerts: Committer, pager: Writer)");
    }

    @Test
    void refusesAShuffleAndNamesTheEdge() {
        WholeTopology job = WholeTopology.over(NOWHERE, 2);
        job.tables
                .alerts()
                .keyBy(Alert::incidentId)
                .map(alert -> alert)
                .returns(Alert.class)
                .name("regroup")
                .uid("regroup")
                .sinkTo(new DiscardingSink<>())
                .uid("nowhere");

        assertRefused(job, "debounce -> regroup");
    }

    @Test
    void refusesAnotherParallelismAndNamesTheEdge() {
        WholeTopology job = WholeTopology.over(NOWHERE, 2).sinkTo(KafkaDestination.at("h:1"));
        job.step("streams").setParallelism(1);

        assertRefused(job, "Source: streams -> decode");
    }

    @Test
    void flinkItselfRefusesAnotherParallelismBehindTheReinterpretedKeys() {
        WholeTopology job = WholeTopology.over(NOWHERE, 2).sinkTo(KafkaDestination.at("h:1"));
        job.step("detect").setParallelism(1);

        assertThatThrownBy(() -> job.env.getStreamGraph(false))
                .hasMessageContaining("Forward partitioning does not allow change of parallelism")
                .hasMessageContaining("decode");
    }

    @Test
    void refusesASecondSourceAndNamesBoth() {
        WholeTopology job = WholeTopology.over(NOWHERE, 2).sinkTo(KafkaDestination.at("h:1"));
        job.env
                .fromSequence(1, 2)
                .name("numbers")
                .uid("numbers")
                .sinkTo(new DiscardingSink<>())
                .uid("nowhere");

        assertThatThrownBy(() -> ChainGuard.requireOneVertex(job.env.getStreamGraph(false)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("one source, found")
                .hasMessageContaining("Source: streams")
                .hasMessageContaining("numbers");
    }

    @Test
    void refusesABrokenChainAndNamesTheEdge() {
        WholeTopology job = WholeTopology.over(NOWHERE, 2).sinkTo(KafkaDestination.at("h:1"));
        job.step("decode").setChainingStrategy(ChainingStrategy.HEAD);

        assertRefused(job, "Source: streams -> decode");
    }

    @Test
    void refusesChainingThatIsSwitchedOff() {
        WholeTopology job = WholeTopology.over(NOWHERE, 2).sinkTo(KafkaDestination.at("h:1"));
        job.env.disableOperatorChaining();

        assertRefused(job, "Source: streams -> decode");
        assertRefused(job, "decode -> detect");
        assertRefused(job, "detect -> debounce");
    }

    @Test
    void withoutTheGuardAFrameStillNeverLeavesItsChain() throws Exception {
        Path clip = folder.resolve("clip.mp4");
        SyntheticMedia.lasting(Duration.ofSeconds(1))
                .withSize(160, 120, 25)
                .write(clip, Packaging.MP4);
        WholeTopology job =
                WholeTopology.over(clip, 1)
                        .sinkTo(new FileDestination(folder.resolve("out").toString()));
        job.step("detect").setChainingStrategy(ChainingStrategy.HEAD);

        assertThatThrownBy(() -> job.env.execute())
                .rootCause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("A MediaUnit must not leave its operator chain");
    }

    private static void assertRefused(WholeTopology job, String edge) {
        assertThatThrownBy(() -> ChainGuard.requireOneVertex(job.env.getStreamGraph(false)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("The job must be one chain")
                .hasMessageContaining(edge);
    }

    private static List<JobVertex> vertices(WholeTopology job) {
        return job.env
                .getStreamGraph(false)
                .getJobGraph()
                .getVerticesSortedTopologicallyFromSources();
    }
}
