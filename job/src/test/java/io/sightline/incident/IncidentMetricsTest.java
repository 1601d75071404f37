package io.sightline.incident;

import static io.sightline.incident.TestVerdicts.bad;
import static io.sightline.incident.TestVerdicts.good;
import static io.sightline.incident.TestVerdicts.origin;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.flow.RenditionRef;
import io.sightline.flow.Verdict;
import io.sightline.metrics.MetricDetail;
import io.sightline.table.Alert;
import io.sightline.testing.MetricBook;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the real operator tells of its incidents, also after a restart. */
class IncidentMetricsTest {

    private static final RenditionRef NEWS = origin("key-1", "news-7");
    private static final RenditionRef SPORT = origin("key-2", "sport-1");
    private static final String OF_NEWS =
            "stream.rendition.open_incidents{rendition=1080p, stream=news-7}";

    static Stream<StateBackend> backends() {
        return Stream.of(new HashMapStateBackend(), new EmbeddedRocksDBStateBackend());
    }

    @ParameterizedTest
    @MethodSource("backends")
    void countsWhatIsToldAndForgetsWhatIsOver(StateBackend backend) throws Exception {
        MetricBook book = new MetricBook();
        try (Operator operator = new Operator(backend, book, null)) {
            assertThat(book.value("open_incidents")).isZero();
            operator.take(bad(NEWS, 0, 2_000), bad(NEWS, 0, 5_500));
            assertThat(book.value("open_incidents")).isEqualTo(1);
            assertThat(book.value("alerts_opened")).isEqualTo(1);
            assertThat(book.value("alerts_escalated")).isEqualTo(1);
            assertThat(book.value(OF_NEWS)).isEqualTo(1);

            operator.take(bad(NEWS, 0, 3_000));
            assertThat(book.value("late_verdicts")).isEqualTo(1);

            operator.take(good(NEWS, 5_500, 9_000));
            assertThat(book.value("open_incidents")).isZero();
            assertThat(book.value("alerts_cleared")).isEqualTo(1);
            assertThat(book.names("stream")).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void openIncidentsAreTrueAfterARestartBeforeAnythingComes(StateBackend backend)
            throws Exception {
        OperatorSubtaskState checkpoint;
        try (Operator before = new Operator(backend, new MetricBook(), null)) {
            before.take(bad(NEWS, 0, 2_000), bad(SPORT, 0, 1_000)); // the second one is pending
            checkpoint = before.keyed.snapshot(1, 1);
        }

        MetricBook book = new MetricBook();
        try (Operator after = new Operator(backend, book, checkpoint)) {
            assertThat(book.value("open_incidents")).isEqualTo(1);
            assertThat(book.names("stream")).containsExactly(OF_NEWS);
            assertThat(book.value("alerts_opened")).as("since the restart").isZero();

            after.take(good(NEWS, 2_000, 5_000), bad(SPORT, 0, 2_000));
            assertThat(book.value("open_incidents")).isEqualTo(1);
            assertThat(book.value("alerts_cleared")).isEqualTo(1);
            assertThat(book.value("alerts_opened")).isEqualTo(1);
            assertThat(book.names("stream"))
                    .containsExactly(
                            "stream.rendition.open_incidents{rendition=1080p, stream=sport-1}");
        }
    }

    /** The operator in a task whose metrics are seen. */
    private static final class Operator implements AutoCloseable {

        final KeyedOneInputStreamOperatorTestHarness<String, Verdict, Alert> keyed;
        private final MockEnvironment environment;

        Operator(StateBackend backend, MetricBook book, @Nullable OperatorSubtaskState state)
                throws Exception {
            AlertContext context =
                    new AlertContext("policy-7", "0.1.0", Map.of("black_ratio", "ratio"));
            environment =
                    new MockEnvironmentBuilder()
                            .setMetricGroup(book.task())
                            .setParallelism(1)
                            .setMaxParallelism(128)
                            .build();
            keyed =
                    new KeyedOneInputStreamOperatorTestHarness<>(
                            new DebounceOperator(
                                    new AlertsOfWindow(context, MetricDetail.RENDITIONS)),
                            verdict -> verdict.origin().placementKey(),
                            Types.STRING,
                            environment);
            keyed.setStateBackend(backend);
            keyed.setup();
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

        @Override
        public void close() throws Exception {
            keyed.close();
            environment.close();
        }
    }
}
