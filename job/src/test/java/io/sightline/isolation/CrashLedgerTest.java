package io.sightline.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.model.StreamId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashLedgerTest {

    private static final MarkedInput NEWS = MarkedInput.of(new StreamId("news 7"), "udp://a:1");
    private static final MarkedInput SPORT = MarkedInput.of(new StreamId("sport"), "udp://b:1");
    private static final MarkedInput CITY = MarkedInput.of(new StreamId("city"), "udp://c:1");
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    @TempDir private Path folder;

    private long nowMillis = 1_000_000_000_000L;
    private final InstantSource clock = () -> Instant.ofEpochMilli(nowMillis);

    @Test
    void suspectsThoseWhoWereAtWorkWhenTheProcessDied() throws Exception {
        try (DeadProcess process = new DeadProcess(folder)) {
            process.with(NEWS, CrashMark::readingEntered)
                    .with(
                            SPORT,
                            mark -> {
                                mark.readingEntered();
                                mark.examiningEntered();
                                mark.examiningLeft();
                                mark.readingLeft();
                            })
                    .with(CITY, CrashMark::examiningEntered);
        }

        try (CrashLedger ledger = open()) {
            assertThat(ledger.recordOf(NEWS).orElseThrow().crashes()).isEqualTo(1);
            assertThat(ledger.recordOf(NEWS).orElseThrow().doing()).isEqualTo("read");
            assertThat(ledger.recordOf(CITY).orElseThrow().doing()).isEqualTo("examined");
            assertThat(ledger.recordOf(SPORT)).isEmpty();
        }
        try (CrashLedger again = open()) {
            assertThat(again.recordOf(NEWS).orElseThrow().crashes()).isEqualTo(1);
        }
    }

    @Test
    void chargesOnlyTheSuspectOnTrialWhenItWasAtWork() throws Exception {
        try (DeadProcess process = new DeadProcess(folder)) {
            process.with(NEWS, CrashMark::readingEntered)
                    .with(
                            SPORT,
                            mark -> {
                                mark.beginTrial();
                                mark.readingEntered();
                            });
        }
        try (CrashLedger ledger = open()) {
            assertThat(ledger.recordOf(SPORT).orElseThrow().crashes()).isEqualTo(1);
            assertThat(ledger.recordOf(NEWS)).isEmpty();
        }

        try (DeadProcess process = new DeadProcess(folder)) {
            process.with(NEWS, CrashMark::readingEntered)
                    .with(
                            SPORT,
                            mark -> {
                                mark.beginTrial();
                                mark.readingEntered();
                                mark.readingLeft();
                            });
        }
        try (CrashLedger ledger = open()) {
            assertThat(ledger.recordOf(NEWS).orElseThrow().crashes()).isEqualTo(1);
            assertThat(ledger.recordOf(SPORT).orElseThrow().crashes()).isEqualTo(1);
        }
    }

    @Test
    void chargesWhoMayHaveOnlyWaitedForTheNetworkIfNobodyElseWasAtWork() throws Exception {
        try (DeadProcess process = new DeadProcess(folder)) {
            process.with(NEWS, CrashMark::readingOrWaitingEntered)
                    .with(SPORT, CrashMark::examiningEntered);
        }
        try (CrashLedger ledger = open()) {
            assertThat(ledger.recordOf(SPORT)).isPresent();
            assertThat(ledger.recordOf(NEWS)).isEmpty();
        }

        try (DeadProcess process = new DeadProcess(folder)) {
            process.with(NEWS, CrashMark::readingOrWaitingEntered);
        }
        try (CrashLedger ledger = open()) {
            assertThat(ledger.recordOf(NEWS)).isPresent();
        }
    }

    @Test
    void quarantinesAtTheLimitAndForTwiceAsLongAtTheNextCrashAfterwards() throws Exception {
        for (int crash = 1; crash <= 2; crash++) {
            assertThat(afterCrash(NEWS).isQuarantined(nowMillis)).isFalse();
        }

        CrashRecord third = afterCrash(NEWS);
        assertThat(third.isQuarantined(nowMillis)).isTrue();
        assertThat(third.untilMillis()).isEqualTo(nowMillis + HOUR_MILLIS);

        nowMillis += HOUR_MILLIS;
        assertThat(third.isQuarantined(nowMillis)).isFalse();
        assertThat(afterCrash(NEWS).untilMillis()).isEqualTo(nowMillis + 2 * HOUR_MILLIS);
    }

    @Test
    void losesTheCrashesOfAStreamThatWasLiveForLongButNotItsQuarantines() throws Exception {
        afterCrash(NEWS);
        afterCrash(SPORT);
        afterCrash(SPORT);
        afterCrash(SPORT);
        nowMillis += HOUR_MILLIS;

        try (CrashLedger ledger = open()) {
            ledger.exonerate(NEWS);
            ledger.exonerate(SPORT);
        }

        assertThat(afterCrash(NEWS).crashes()).isEqualTo(1);
        assertThat(afterCrash(SPORT).isQuarantined(nowMillis)).isFalse();
        afterCrash(SPORT);
        assertThat(afterCrash(SPORT).untilMillis()).isEqualTo(nowMillis + 2 * HOUR_MILLIS);
    }

    @Test
    void forgetsWhoWasReleasedByHandWhileTheJobRuns() throws Exception {
        afterCrash(NEWS);
        afterCrash(SPORT);
        try (CrashLedger ledger = open()) {
            assertThat(CrashLedger.release(folder, List.of("news 7", "unheard of")))
                    .extracting(CrashRecord::input)
                    .containsExactly(NEWS);

            ledger.refresh();

            assertThat(ledger.recordOf(NEWS)).isEmpty();
            assertThat(ledger.recordOf(SPORT)).isPresent();
        }
    }

    @Test
    void aCleanEndLeavesNothingBehind() throws Exception {
        try (CrashLedger ledger = open()) {
            ledger.mark(NEWS).examiningEntered();
        }
        try (CrashLedger ledger = open()) {
            assertThat(ledger.recordOf(NEWS)).isEmpty();
        }
    }

    @Test
    void anotherInputOfTheSameStreamBeginsWithACleanRecord() throws Exception {
        afterCrash(NEWS);
        try (CrashLedger ledger = open()) {
            assertThat(ledger.recordOf(MarkedInput.of(NEWS.stream(), "udp://a:2"))).isEmpty();
        }
    }

    @Test
    void readsDamagedFilesAsFarAsTheyMakeSense() throws Exception {
        Files.write(folder.resolve("9-9-x.marks"), new byte[] {1, 2, 3});
        byte[] noise = new byte[CrashMark.SLOT_BYTES * 3];
        Arrays.fill(noise, (byte) -1);
        Files.write(folder.resolve("unnamed.marks"), noise);
        Files.writeString(folder.resolve("suspects"), "nonsense\nab 1 x 3 4 READ id\n");

        assertThat(afterCrash(NEWS).crashes()).isEqualTo(1);

        try (CrashLedger ledger = open()) {
            assertThat(CrashLedger.list(folder)).hasSize(1);
            assertThat(ledger.recordOf(NEWS)).isPresent();
        }
    }

    @Test
    void watchesOnWithoutProtectionWhereNothingCanBeKept() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        try (CrashLedger ledger = CrashLedger.open(IsolationSettings.in(file), clock)) {
            ledger.mark(NEWS).readingEntered();
            ledger.refresh();
            assertThat(ledger.recordOf(NEWS)).isEmpty();
        }
    }

    @Test
    void keepsTheMarksOfMoreStreamsThanFitIntoOneMapping() throws Exception {
        try (DeadProcess process = new DeadProcess(folder)) {
            for (int i = 0; i < 200; i++) {
                MarkedInput input = MarkedInput.of(new StreamId("stream-" + i), "udp://x:" + i);
                process.with(input, i == 150 ? CrashMark::readingEntered : CrashMark::readingLeft);
            }
        }
        try (CrashLedger ledger = open()) {
            assertThat(CrashLedger.list(folder))
                    .extracting(record -> record.input().stream().value())
                    .containsExactly("stream-150");
        }
    }

    private CrashRecord afterCrash(MarkedInput input) throws Exception {
        DeadProcess.examining(folder, input);
        try (CrashLedger ledger = open()) {
            return ledger.recordOf(input).orElseThrow();
        }
    }

    private CrashLedger open() {
        return CrashLedger.open(IsolationSettings.in(folder), clock);
    }
}
