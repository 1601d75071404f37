package io.sightline.notify.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.notify.Page;
import io.sightline.notify.control.Control;
import io.sightline.notify.control.ControlFeed;
import io.sightline.notify.control.Controls;
import io.sightline.notify.route.Glob;
import io.sightline.table.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DeskOperatorTest {

    private static final Map<String, String> E7 = Map.of("encoder", "e7");
    private static final OutputTag<Untold> UNTOLD =
            new OutputTag<>("untold", TypeInformation.of(Untold.class));
    private static final DeskSettings SETTINGS =
            new DeskSettings(GroupSettings.by(List.of("encoder")), FlapSettings.DEFAULT);

    /** What operators say, from now on; the harness runs on this thread. */
    private static Controls said = Controls.NONE;

    private @Nullable OneInputStreamOperatorTestHarness<Alert, Page> harness;
    private final List<String> pages = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        said = Controls.NONE;
        if (harness != null) {
            harness.close();
        }
    }

    private static final class Feed implements ControlFeed {
        @Override
        public Controls latest() {
            return said;
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }

    private void open(long nowMillis, @Nullable OperatorSubtaskState state) throws Exception {
        harness =
                new OneInputStreamOperatorTestHarness<>(
                        new DeskOperator(SETTINGS, Feed::new, UNTOLD));
        harness.setProcessingTime(nowMillis);
        harness.setup();
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
    }

    private void send(Alert alert) throws Exception {
        harness.processElement(new StreamRecord<>(alert));
    }

    private List<String> told() {
        pages.clear();
        harness.extractOutputValues()
                .forEach(p -> pages.add(p.alert().event() + " " + p.alert().streamId()));
        harness.getOutput().clear();
        return List.copyOf(pages);
    }

    private static Controls snooze(String stream, @Nullable Long fromMillis, Long untilMillis) {
        return new Controls(
                List.of(
                        new Control(
                                "z1",
                                Control.Kind.SNOOZE,
                                null,
                                new Glob(stream),
                                Map.of(),
                                null,
                                fromMillis,
                                untilMillis,
                                null,
                                null,
                                "me",
                                "",
                                0)),
                List.of());
    }

    @Test
    void formsAGroupAcrossARestart() throws Exception {
        open(10_000, null);
        for (int i = 0; i < 3; i++) {
            send(Incident.black("s" + i, E7, 0).opened());
        }
        OperatorSubtaskState state = harness.snapshot(1, 1);
        harness.close();

        open(11_000, state);
        for (int i = 2; i < 6; i++) { // s2 once more: the lane repeats what was not saved
            send(Incident.black("s" + i, E7, 0).opened());
        }
        harness.setProcessingTime(12_999);
        assertThat(told()).isEmpty();
        harness.setProcessingTime(13_000);
        assertThat(told()).containsExactly("OPENED encoder=e7");
        assertThat(harness.getSideOutput(UNTOLD)).hasSize(6);
        state = harness.snapshot(2, 2);
        harness.close();

        open(20_000, state);
        for (int i = 0; i < 6; i++) {
            send(Incident.black("s" + i, E7, 0).cleared(9_000));
        }
        assertThat(told()).containsExactly("CLEARED encoder=e7");
        state = harness.snapshot(3, 3);
        harness.close();

        open(30_000, state);
        send(Incident.black("s1", E7, 0).opened());
        harness.setProcessingTime(60_000);
        assertThat(told()).isEmpty();
    }

    @Test
    void controlsTakeEffectWithinFiveSecondsAndEndByTheClock() throws Exception {
        open(10_000, null);
        said = snooze("news", null, 100_000L);
        harness.setProcessingTime(15_000);
        send(Incident.black("news", Map.of(), 0).opened());
        assertThat(told()).isEmpty();
        harness.setProcessingTime(99_000);
        assertThat(told()).isEmpty();
        harness.setProcessingTime(105_000);

        assertThat(told()).containsExactly("OPENED news");
    }

    @Test
    void aWindowHoldsFromTheFirstAlertAfterARestart() throws Exception {
        open(10_000, null);
        OperatorSubtaskState state = harness.snapshot(1, 1);
        harness.close();
        said = snooze("news", 20_000L, 30_000L);

        open(25_000, state);
        send(Incident.black("news", Map.of(), 0).opened());
        assertThat(told()).isEmpty();
        state = harness.snapshot(2, 2);
        harness.close();

        open(40_000, state); // the window ended while nothing ran
        assertThat(told()).containsExactly("OPENED news");
    }

    @Test
    void nothingIsLeftWaitingAtTheEndOfTheInput() throws Exception {
        open(10_000, null);
        for (int i = 0; i < 7; i++) {
            send(Incident.black("s" + i, E7, 0).opened());
        }
        harness.endInput();

        assertThat(told()).containsExactly("OPENED encoder=e7");
    }

    @Test
    void takesTenThousandAlertsAtOnce() throws Exception {
        open(10_000, null);
        for (int i = 0; i < 10_000; i++) {
            Map<String, String> labels = Map.of("encoder", "e" + i % 3_000);
            send(Incident.black("s" + i, labels, 0).opened());
        }
        harness.setProcessingTime(13_000);
        assertThat(told()).hasSize(10_000);
        for (int i = 0; i < 10_000; i++) {
            Map<String, String> labels = Map.of("encoder", "e" + i % 3_000);
            send(Incident.black("s" + i, labels, 0).cleared(9_000));
        }
        assertThat(told()).hasSize(10_000);
        harness.setProcessingTime(13_000 + 25 * 3_600_000L);
        assertThat(
                        harness.snapshot(1, 1)
                                .getManagedOperatorState()
                                .iterator()
                                .next()
                                .getStateSize())
                .isLessThan(10_000);
    }
}
