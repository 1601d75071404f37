package io.sightline.incident;

import static io.sightline.incident.TestVerdicts.BLACK;
import static io.sightline.incident.TestVerdicts.bad;
import static io.sightline.incident.TestVerdicts.good;
import static io.sightline.incident.TestVerdicts.origin;
import static io.sightline.incident.TestVerdicts.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detect.Judge;
import io.sightline.detector.model.DefectId;
import io.sightline.flow.RenditionRef;
import io.sightline.flow.Verdict;
import io.sightline.flow.Verdict.Quality;
import io.sightline.metrics.MetricDetail;
import io.sightline.policy.DefectRule;
import io.sightline.policy.Severity;
import io.sightline.table.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.assertj.core.api.Assertions;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class DebouncingTest {

    private static final int MAX_PARALLELISM = 128;
    private static final AlertContext CONTEXT =
            new AlertContext("policy-7", "0.1.0", Map.of("black_ratio", "ratio"));
    private static final RenditionRef NEWS = origin("key-1", "news-7");
    private static final RenditionRef SPORT = origin("key-2", "sport-1");

    static Stream<StateBackend> backends() {
        return Stream.of(new HashMapStateBackend(), new EmbeddedRocksDBStateBackend());
    }

    @ParameterizedTest
    @MethodSource("backends")
    void tellsTheWholeStoryOfAnIncident(StateBackend backend) throws Exception {
        try (Harness harness = new Harness(backend, 1, 0, null)) {
            harness.take(
                    bad(NEWS, 0, 2_000),
                    bad(NEWS, 0, 5_500),
                    bad(NEWS, 0, 6_040),
                    good(NEWS, 6_040, 7_040),
                    good(NEWS, 6_040, 9_040));

            List<Alert> alerts = harness.alerts();
            assertThat(alerts)
                    .extracting(Alert::event)
                    .containsExactly(
                            Alert.Event.OPENED, Alert.Event.ESCALATED, Alert.Event.CLEARED);
            assertThat(alerts).extracting(Alert::incidentId).containsOnly("285c44cf064876c5");
            assertThat(alerts.get(2))
                    .isEqualTo(
                            new Alert(
                                    "285c44cf064876c5-cleared-1",
                                    "285c44cf064876c5",
                                    Alert.Event.CLEARED,
                                    "news-7",
                                    "1080p",
                                    "video.black",
                                    Severity.CRITICAL,
                                    1_700_000_000_000L,
                                    1_700_000_009_040L,
                                    1_700_000_006_040L,
                                    6_040,
                                    0,
                                    6_040_000L,
                                    0.99,
                                    0.98,
                                    "ratio",
                                    1,
                                    null,
                                    "Picture of 'news-7' (1080p) was black for 6.0 s, from"
                                            + " 22:13:20.000 to 22:13:26.040.",
                                    3,
                                    "policy-7",
                                    null,
                                    "0.1.0",
                                    Map.of("tier", "gold", "region", "eu")));
        }
    }

    @Test
    void keepsNothingOfAnIncidentThatHasCleared() throws Exception {
        try (Harness harness = new Harness(new HashMapStateBackend(), 1, 0, null)) {
            harness.take(bad(NEWS, 0, 2_000));
            assertThat(harness.keyed.numKeyedStateEntries()).isEqualTo(2); // progress, subject

            harness.take(good(NEWS, 2_000, 5_000));

            assertThat(harness.keyed.numKeyedStateEntries()).isZero();
            assertThat(harness.keyed.numEventTimeTimers()).isZero();
            assertThat(harness.keyed.numProcessingTimeTimers()).isZero();
        }
    }

    @Test
    void keepsNothingOfAStretchThatNeverOpened() throws Exception {
        try (Harness harness = new Harness(new HashMapStateBackend(), 1, 0, null)) {
            harness.take(bad(NEWS, 0, 1_000), good(NEWS, 1_000, 2_000));

            assertThat(harness.alerts()).isEmpty();
            assertThat(harness.keyed.numKeyedStateEntries()).isZero();
        }
    }

    @Test
    void keepsDefectsStreamsAndRenditionsApart() throws Exception {
        DefectRule freeze =
                new DefectRule(
                        DefectId.VIDEO_FREEZE,
                        true,
                        "freeze",
                        BLACK.level(),
                        2_000_000,
                        3_000_000,
                        BLACK.severity());
        try (Harness harness = new Harness(new HashMapStateBackend(), 1, 0, null)) {
            harness.take(
                    bad(NEWS, 0, 2_000),
                    verdict(NEWS, freeze, Quality.BAD, 0, 2_000),
                    bad(SPORT, 0, 2_000),
                    good(NEWS, 2_000, 5_000));

            assertThat(harness.alerts())
                    .extracting(Alert::event, Alert::streamId, Alert::defect)
                    .containsExactly(
                            tuple("OPENED", "news-7", "video.black"),
                            tuple("OPENED", "news-7", "video.freeze"),
                            tuple("OPENED", "sport-1", "video.black"),
                            tuple("CLEARED", "news-7", "video.black"));
            assertThat(harness.keyed.numKeyedStateEntries()).isEqualTo(4);
        }
    }

    @Test
    void dropsVerdictsThatGoBackInTime() throws Exception {
        try (Harness harness = new Harness(new HashMapStateBackend(), 1, 0, null)) {
            harness.take(
                    bad(NEWS, 0, 2_500),
                    verdict(NEWS, BLACK, Quality.WITHDRAWN, 1_000, 1_000), // would clear it
                    bad(NEWS, 0, 2_600));

            assertThat(harness.alerts())
                    .extracting(Alert::event)
                    .containsExactly(Alert.Event.OPENED);
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void goesOnAtAnotherParallelismInTheMiddleOfIncidents(StateBackend backend) throws Exception {
        List<RenditionRef> origins =
                IntStream.range(0, 12).mapToObj(i -> origin("key-" + i, "s-" + i)).toList();
        OperatorSubtaskState checkpoint;
        List<String> opened = new ArrayList<>();
        try (Harness one = new Harness(backend, 1, 0, null)) {
            for (RenditionRef origin : origins) {
                one.take(bad(origin, 0, 2_000));
            }
            one.alerts().forEach(alert -> opened.add(alert.incidentId()));
            checkpoint = one.keyed.snapshot(1, 1);
        }

        List<String> cleared = new ArrayList<>();
        for (int subtask = 0; subtask < 3; subtask++) {
            OperatorSubtaskState share =
                    AbstractStreamOperatorTestHarness.repartitionOperatorState(
                            checkpoint, MAX_PARALLELISM, 1, 3, subtask);
            try (Harness harness = new Harness(backend, 3, subtask, share)) {
                for (RenditionRef origin : origins) {
                    if (KeyGroupRangeAssignment.assignKeyToParallelOperator(
                                    origin.placementKey(), MAX_PARALLELISM, 3)
                            == subtask) {
                        harness.take(bad(origin, 0, 2_400), good(origin, 2_400, 5_400));
                    }
                }
                assertThat(harness.alerts())
                        .extracting(Alert::event)
                        .containsOnly(Alert.Event.CLEARED);
                harness.alerts().forEach(alert -> cleared.add(alert.incidentId()));
            }
        }

        assertThat(cleared).containsExactlyInAnyOrderElementsOf(opened);
        assertThat(opened).doesNotHaveDuplicates().hasSize(12);
    }

    @Test
    void tellsTheSameWhereverItIsRestored() throws Exception {
        long seed = 41;
        System.out.println("seed " + seed);
        List<Verdict> verdicts = new ArrayList<>();
        Random random = new Random(seed);
        Judge judge = new Judge(NEWS, BLACK, 3, verdicts::add);
        long time = TestVerdicts.START;
        for (int i = 0; i < 60; i++) {
            judge.sample(i % 2, time, time - TestVerdicts.START);
            time += 1_000L * random.nextInt(7_000);
        }
        List<Alert> undisturbed;
        try (Harness harness = new Harness(new HashMapStateBackend(), 1, 0, null)) {
            harness.take(verdicts.toArray(new Verdict[0]));
            undisturbed = harness.alerts();
        }
        assertThat(undisturbed).hasSizeGreaterThan(10);

        for (int cut = 1; cut < verdicts.size(); cut += 7) {
            List<Alert> alerts = new ArrayList<>();
            OperatorSubtaskState checkpoint;
            try (Harness before = new Harness(new HashMapStateBackend(), 1, 0, null)) {
                before.take(verdicts.subList(0, cut).toArray(new Verdict[0]));
                alerts.addAll(before.alerts());
                checkpoint = before.keyed.snapshot(1, 1);
            }
            try (Harness after = new Harness(new HashMapStateBackend(), 1, 0, checkpoint)) {
                after.take(verdicts.subList(cut, verdicts.size()).toArray(new Verdict[0]));
                alerts.addAll(after.alerts());
            }
            assertThat(alerts).isEqualTo(undisturbed);
        }
    }

    @Test
    void staysInTheChainOfItsSource() {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(2);
        debounced(env).sinkTo(new DiscardingSink<>());

        assertThat(env.getStreamGraph().getJobGraph().getNumberOfVertices()).isEqualTo(1);
    }

    private static Tuple tuple(String event, String stream, String defect) {
        return Assertions.tuple(Alert.Event.valueOf(event), stream, defect);
    }

    private static DataStream<Alert> debounced(StreamExecutionEnvironment env) {
        DataStream<Verdict> verdicts =
                env.fromSequence(0, 1)
                        .map(number -> bad(NEWS, 0, number))
                        .returns(new GenericTypeInfo<>(Verdict.class)); // never serialised
        return Debouncing.debounce(
                verdicts, CONTEXT, MetricDetail.RENDITIONS, "debounce", "debounce");
    }

    /** The real operator, as the job builds it. */
    private static final class Harness implements AutoCloseable {

        final KeyedOneInputStreamOperatorTestHarness<String, Verdict, Alert> keyed;

        @SuppressWarnings("unchecked") // the transformation that debounce() builds
        Harness(
                StateBackend backend,
                int parallelism,
                int subtask,
                @Nullable OperatorSubtaskState state)
                throws Exception {
            StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
            var transformation =
                    (OneInputTransformation<Verdict, Alert>) debounced(env).getTransformation();
            keyed =
                    new KeyedOneInputStreamOperatorTestHarness<>(
                            transformation.getOperatorFactory(),
                            verdict -> verdict.origin().placementKey(),
                            Types.STRING,
                            MAX_PARALLELISM,
                            parallelism,
                            subtask);
            keyed.setStateBackend(backend);
            keyed.setup(
                    transformation
                            .getOutputType()
                            .createSerializer(env.getConfig().getSerializerConfig()));
            if (state != null) {
                keyed.initializeState(state);
            }
            keyed.open();
        }

        void take(Verdict... verdicts) throws Exception {
            for (Verdict verdict : verdicts) {
                keyed.processElement(new StreamRecord<>(verdict));
            }
        }

        List<Alert> alerts() {
            return keyed.extractOutputValues();
        }

        @Override
        public void close() throws Exception {
            keyed.close();
        }
    }
}
