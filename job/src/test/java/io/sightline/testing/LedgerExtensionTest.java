package io.sightline.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.container;
import static org.junit.platform.testkit.engine.EventConditions.displayName;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.sightline.media.NativeLedger;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs small test classes, as a build does: none of them names the extension. */
class LedgerExtensionTest {

    private static final String IMPATIENT = "1";
    private static final String PATIENT = "30000";

    @Test
    void failsATestThatLeavesANativeObjectOpenAndOnlyThatOne() {
        EngineExecutionResults results = run(Leaking.class, IMPATIENT);
        NativeLedger.closed();

        results.testEvents().assertStatistics(tests -> tests.succeeded(1).failed(1));
        results.testEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                test("leaves"),
                                finishedWithFailure(
                                        message(
                                                "Native memory is still held 1 ms after the end:"
                                                        + " 1 objects (0 before), 0 bytes in"
                                                        + " packets and pictures (0 before)"))));
        results.containerEvents()
                .assertThatEvents()
                .haveExactly(1, event(container(Leaking.class), finishedWithFailure()));
    }

    @Test
    void failsATestThatLeavesBytesBooked() {
        EngineExecutionResults results = run(LeakingBytes.class, IMPATIENT);
        NativeLedger.addPacketBytes(-7);

        results.testEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                test("leaves"),
                                finishedWithFailure(
                                        message(text -> text.contains("7 bytes in packets")))));
    }

    @Test
    void failsTheVeryTestOfAFactoryThatLeavesAnObjectOpen() {
        EngineExecutionResults results = run(LeakingFactory.class, IMPATIENT);
        NativeLedger.closed();

        results.testEvents().assertStatistics(tests -> tests.succeeded(1).failed(1));
        results.testEvents()
                .assertThatEvents()
                .haveExactly(1, event(displayName("leaves"), finishedWithFailure()));
    }

    @Test
    void failsAClassWhoseFixtureStaysOpenButNoneOfItsTests() {
        EngineExecutionResults results = run(LeakingFixture.class, IMPATIENT);
        NativeLedger.closed();

        results.testEvents().assertStatistics(tests -> tests.succeeded(1).failed(0));
        results.containerEvents()
                .assertThatEvents()
                .haveExactly(1, event(container(LeakingFixture.class), finishedWithFailure()));
    }

    @Test
    void looksOnlyWhenFixturesFieldsAndMethodsHaveCleanedUp() {
        EngineExecutionResults results = run(Tidy.class, IMPATIENT);

        results.allEvents().assertStatistics(events -> events.failed(0));
        results.testEvents().assertStatistics(tests -> tests.succeeded(3));
    }

    @Test
    void waitsForWhatAnotherThreadIsAboutToClose() {
        EngineExecutionResults results = run(ClosingLate.class, PATIENT);

        results.testEvents().assertStatistics(tests -> tests.succeeded(1).failed(0));
    }

    private static EngineExecutionResults run(Class<?> tests, String patienceMillis) {
        assertThat(NativeLedger.liveObjects()).isZero();
        return EngineTestKit.engine("junit-jupiter")
                .enableImplicitConfigurationParameters(true) // those of junit-platform.properties
                .configurationParameter(LedgerExtension.PATIENCE_MILLIS, patienceMillis)
                .selectors(selectClass(tests))
                .execute();
    }

    static final class Leaking {

        @Test
        void leaves() {
            NativeLedger.opened();
        }

        @Test
        void leavesNothing() {
            NativeLedger.opened();
            NativeLedger.closed();
        }
    }

    static final class LeakingBytes {

        @Test
        void leaves() {
            NativeLedger.addPacketBytes(7);
        }
    }

    static final class LeakingFactory {

        @TestFactory
        Stream<DynamicTest> some() {
            return Stream.of(
                    DynamicTest.dynamicTest("leaves", NativeLedger::opened),
                    DynamicTest.dynamicTest("leaves nothing", () -> {}));
        }
    }

    static final class LeakingFixture {

        @BeforeAll
        static void open() {
            NativeLedger.opened();
        }

        @Test
        void leavesNothing() {
            assertThat(NativeLedger.liveObjects()).isOne();
        }
    }

    static final class Tidy {

        @AutoClose private final AutoCloseable field = NativeLedger::closed;

        @BeforeAll
        static void openFixture() {
            NativeLedger.opened();
        }

        @AfterAll
        static void closeFixture() {
            NativeLedger.closed();
        }

        @AfterEach
        void closeAfterwards() {
            NativeLedger.closed();
        }

        @Test
        void first() {
            openTwo();
        }

        @Test
        void second() {
            openTwo();
        }

        @Test
        void third() {
            openTwo();
        }

        private void openTwo() {
            assertThat(field).isNotNull();
            NativeLedger.opened();
            NativeLedger.opened();
        }
    }

    static final class ClosingLate {

        @Test
        void endsFirst() {
            NativeLedger.opened();
            Thread test = Thread.currentThread();
            new Thread(
                            () -> {
                                while (!isLooking(test)) {
                                    Thread.onSpinWait();
                                }
                                NativeLedger.closed();
                            })
                    .start();
        }

        private static boolean isLooking(Thread test) {
            return Arrays.stream(test.getStackTrace())
                    .anyMatch(
                            frame ->
                                    frame.getClassName()
                                            .equals(LedgerExtension.Entry.class.getName()));
        }
    }
}
