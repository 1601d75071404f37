package io.sightline.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sightline.detector.model.DefectId;
import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import io.sightline.flow.Examination;
import io.sightline.flow.RenditionRef;
import io.sightline.flow.Verdict;
import io.sightline.policy.DefectRule;
import io.sightline.policy.Level;
import io.sightline.policy.Severity;
import io.sightline.policy.SeverityLadder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JudgeTest {

    private static final long START = 1_700_000_000_000_000L; // event time less media time
    private static final double BLACK = 1.0;
    private static final double FADED = 0.96; // between leave and enter
    private static final double LIGHT = 0.1;

    private static final RenditionRef ORIGIN =
            new RenditionRef(
                    "key",
                    new StreamId("news-7"),
                    new RenditionId("1080p"),
                    Examination.inFull("default"),
                    Map.of());

    private final List<String> seen = new ArrayList<>();
    private Judge judge = judge(rule(2_000));

    @Test
    void saysNothingOfWhatIsHealthy() {
        sample(0, LIGHT);
        advance(60_000);

        assertThat(seen).isEmpty();
        assertThat(judge.isInIncident()).isFalse();
    }

    @Test
    void saysNothingOfAStretchThatEndsBeforeOpenAfter() {
        sample(0, BLACK);
        sample(1_999, LIGHT);
        advance(10_000);

        assertThat(seen).isEmpty();
    }

    @Test
    void reportsOpenAfterThenEverySecondThenTheExactEndThenGoodTimeUntilClearAfter() {
        sample(1_000, BLACK);
        sample(4_480, LIGHT);
        advance(20_000);

        assertThat(seen)
                .containsExactly(
                        "BAD 1000-3000 peak 1.0",
                        "BAD 1000-4000 peak 1.0",
                        "BAD 1000-4480 peak 1.0",
                        "GOOD 4480-5480",
                        "GOOD 4480-5980");
        assertThat(judge.isInIncident()).isFalse();
    }

    @Test
    void opensAStretchThatLastsExactlyOpenAfter() {
        sample(0, BLACK);
        sample(2_000, LIGHT);
        advance(2_000);

        assertThat(seen).containsExactly("BAD 0-2000 peak 1.0");
    }

    @Test
    void keepsAStretchBetweenTheTwoLevels() {
        sample(0, BLACK);
        sample(1_000, FADED);
        sample(2_500, LIGHT);

        assertThat(seen).containsExactly("BAD 0-2000 peak 1.0", "BAD 0-2500 peak 1.0");
    }

    @Test
    void reportsAtOnceWithoutOpenAfter() {
        judge = judge(rule(0));

        sample(0, LIGHT);
        sample(40, BLACK);
        sample(80, LIGHT);

        assertThat(seen).containsExactly("BAD 40-40 peak 1.0", "BAD 40-80 peak 1.0");
    }

    @Test
    void reportsARecurrenceFromItsBeginOnceItHasLasted() {
        sample(0, BLACK);
        sample(2_000, LIGHT);
        sample(2_600, BLACK);
        sample(4_100, BLACK); // clear-after, the shorter of the two, is 1.5 s
        sample(4_140, LIGHT);
        advance(5_640);

        assertThat(seen)
                .containsExactly(
                        "BAD 0-2000 peak 1.0",
                        "BAD 2600-2600 peak 1.0",
                        "BAD 2600-3600 peak 1.0",
                        "BAD 2600-4140 peak 1.0",
                        "GOOD 4140-5140",
                        "GOOD 4140-5640");
    }

    @Test
    void passesOverWhatIsBadAgainForAMomentOnly() {
        sample(0, BLACK);
        sample(2_000, LIGHT);
        sample(2_600, BLACK);
        sample(2_640, LIGHT);
        sample(3_300, BLACK); // still at clear-after
        sample(3_700, LIGHT);

        assertThat(seen).containsExactly("BAD 0-2000 peak 1.0", "GOOD 2000-3000", "GOOD 2000-3500");
        assertThat(judge.isInIncident()).isFalse();
    }

    @Test
    void clearsBeforeWhatBeginsAtTheSameInstant() {
        sample(0, BLACK);
        sample(2_000, LIGHT);
        sample(3_500, BLACK); // clear-after is 1.5 s
        sample(4_000, LIGHT);

        assertThat(seen).containsExactly("BAD 0-2000 peak 1.0", "GOOD 2000-3000", "GOOD 2000-3500");
    }

    @Test
    void reportsEachRiseInSeverityAtItsInstant() {
        sample(0, BLACK);
        advance(5_600);

        assertThat(seen)
                .containsExactly(
                        "BAD 0-2000 peak 1.0",
                        "BAD 0-3000 peak 1.0",
                        "BAD 0-4000 peak 1.0",
                        "BAD 0-5000 peak 1.0",
                        "BAD 0-5500 peak 1.0");
    }

    @Test
    void goesOnAcrossAShortDiscontinuity() {
        sample(0, BLACK);
        judge.restart(START + 1_500_000);
        sample(1_700, BLACK);
        advance(2_000);

        assertThat(seen).containsExactly("BAD 0-2000 peak 1.0");
    }

    @Test
    void doesNotCountAHoleAsBadTime() {
        sample(0, BLACK);
        judge.restart(START + 1_500_000);
        sample(30_000, BLACK);
        advance(31_900);

        assertThat(seen).isEmpty();
    }

    @Test
    void endsABadStretchWhereAHoleBeganAndCountsGoodTimeFromWhereItEnded() {
        sample(0, BLACK);
        judge.restart(START + 2_500_000);
        advance(20_000); // nothing is known: nothing is said
        sample(60_000, LIGHT);
        advance(70_000);

        assertThat(seen)
                .containsExactly(
                        "BAD 0-2000 peak 1.0",
                        "BAD 0-2500 peak 1.0",
                        "GOOD 60000-61000",
                        "GOOD 60000-61500");
    }

    @Test
    void reportsARecurrenceAfterAHole() {
        sample(0, BLACK);
        judge.restart(START + 2_500_000);
        sample(60_000, BLACK);

        assertThat(seen)
                .containsExactly(
                        "BAD 0-2000 peak 1.0", "BAD 0-2500 peak 1.0", "BAD 60000-60000 peak 1.0");
    }

    @Test
    void changesNothingForValuesThatAreNoNumbers() {
        sample(0, BLACK);
        sample(1_000, Double.NaN);
        advance(2_000);

        assertThat(seen).containsExactly("BAD 0-2000 peak 1.0");
    }

    @Test
    void endsAnOpenIncidentWhenNobodyWatchesAnyMore() {
        sample(0, BLACK);
        judge.withdraw(START + 2_300_000);
        advance(9_000);

        assertThat(seen)
                .containsExactly(
                        "BAD 0-2000 peak 1.0", "BAD 0-2300 peak 1.0", "WITHDRAWN 2300-2300");
        assertThat(judge.isInIncident()).isFalse();
    }

    @Test
    void saysNothingWhenNobodyWatchesAHealthyStreamAnyMore() {
        sample(0, BLACK);
        judge.withdraw(START + 1_000_000);

        assertThat(seen).isEmpty();
        assertThat(judge.isBad()).isFalse();
    }

    @Test
    void countsOnWhereEventTimeFallsBackWhileAnIncidentIsOpen() {
        sample(100_000, BLACK);
        advance(102_000);
        judge.sample(LIGHT, START + 10_000_000, 102_500_000); // an hour changed
        judge.advance(START + 12_000_000);

        assertThat(seen)
                .containsExactly(
                        "BAD 100000-102000 peak 1.0", "GOOD 102000-103000", "GOOD 102000-103500");
        assertThat(judge.isInIncident()).isFalse();
    }

    @Test
    void givesMediaTimesOnTheRenditionsOwnTimeline() {
        List<Verdict> verdicts = new ArrayList<>();
        Judge recorded = new Judge(ORIGIN, rule(2_000), 3, verdicts::add);

        recorded.sample(BLACK, START + 1_000_000, 500);
        recorded.sample(LIGHT, START + 3_500_000, 2_500_700);

        assertThat(verdicts)
                .extracting(Verdict::mediaFromMicros, Verdict::mediaToMicros)
                .containsExactly(tuple(500L, 2_000_500L), tuple(500L, 2_500_700L));
        assertThat(verdicts).extracting(Verdict::detectorVersion).containsOnly(3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void saysTheSameHoweverOftenTimeIsAdvancedAndWhereverItIsRestored(long seed) throws Exception {
        System.out.println("seed " + seed);
        for (int round = 0; round < 50; round++) {
            Random random = new Random(seed * 1_000 + round);
            DefectRule rule = rule(random.nextInt(4) * 700L);
            List<Step> steps = randomSteps(random);
            List<Verdict> plain = run(rule, steps, new Random(0), 0, 0);

            assertThat(run(rule, steps, random, 5, 0)).isEqualTo(plain);
            assertThat(run(rule, steps, random, 2, 4)).isEqualTo(plain);
        }
    }

    @Test
    void keepsTwoBytesWhileHealthy() throws IOException {
        sample(0, LIGHT);

        assertThat(saved(judge)).containsExactly(1, 1);
    }

    @Test
    void readsTheStateThatVersion1Wrote() throws IOException {
        sample(0, BLACK);
        byte[] written = saved(judge);
        assertThat(HexFormat.of().formatHex(written)).isEqualTo(VERSION_1_PENDING);

        judge = judge(rule(2_000));
        judge.restore(
                new DataInputStream(
                        new ByteArrayInputStream(HexFormat.of().parseHex(VERSION_1_PENDING))));
        advance(2_000);

        assertThat(seen).containsExactly("BAD 0-2000 peak 1.0");
    }

    @Test
    void refusesStateOfALaterVersion() {
        assertThatThrownBy(
                        () ->
                                judge.restore(
                                        new DataInputStream(
                                                new ByteArrayInputStream(new byte[] {9, 0}))))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "State of the judge of video.black has version 9; this release reads up"
                                + " to 1");
    }

    private static final String VERSION_1_PENDING =
            "01" // version
                    + "03" // known, bad
                    + "00060a24181e4000" // clock
                    + "fff9f5dbe7e1c000" // media offset
                    + "00060a24181e4000" // stretch
                    + "0000000000000000" // stretch on the media timeline
                    + "3ff0000000000000" // peak
                    + "00060a24181e3fff" // reported
                    + "0000000000000000" // incident
                    + "0000000000000000"; // shift

    /** A sample, or a restart of the timeline. */
    private record Step(long eventMicros, double value, boolean restart) {}

    private static List<Step> randomSteps(Random random) {
        List<Step> steps = new ArrayList<>();
        long time = START;
        double[] values = {BLACK, FADED, LIGHT, Double.NaN};
        for (int i = 0; i < 60; i++) {
            time += random.nextInt(12) == 0 ? random.nextInt(9_000_000) : random.nextInt(900_000);
            if (random.nextInt(10) == 0) {
                steps.add(new Step(time, 0, true));
            } else {
                steps.add(new Step(time, values[random.nextInt(values.length)], false));
            }
        }
        steps.add(new Step(time + 30_000_000, LIGHT, false));
        steps.add(new Step(time + 60_000_000, LIGHT, false));
        return steps;
    }

    private static List<Verdict> run(
            DefectRule rule, List<Step> steps, Random random, int advances, int restoreOneIn)
            throws IOException {
        List<Verdict> verdicts = new ArrayList<>();
        Judge current = new Judge(ORIGIN, rule, 1, verdicts::add);
        long time = START;
        for (Step step : steps) {
            for (int i = 0; i < advances; i++) {
                time += (long) ((step.eventMicros() - time) * random.nextDouble());
                current.advance(time);
            }
            time = step.eventMicros();
            if (restoreOneIn > 0 && random.nextInt(restoreOneIn) == 0) {
                byte[] state = saved(current);
                current = new Judge(ORIGIN, rule, 1, verdicts::add);
                current.restore(new DataInputStream(new ByteArrayInputStream(state)));
            }
            if (step.restart()) {
                current.restart(time);
            } else {
                current.sample(step.value(), time, time - START);
            }
        }
        return verdicts;
    }

    private static byte[] saved(Judge judge) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        judge.save(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private void sample(long mediaMillis, double value) {
        judge.sample(value, START + mediaMillis * 1_000, mediaMillis * 1_000);
    }

    private void advance(long mediaMillis) {
        judge.advance(START + mediaMillis * 1_000);
    }

    private Judge judge(DefectRule rule) {
        return new Judge(
                ORIGIN,
                rule,
                1,
                verdict ->
                        seen.add(
                                verdict.quality()
                                        + " "
                                        + (verdict.fromMicros() - START) / 1_000
                                        + "-"
                                        + (verdict.toMicros() - START) / 1_000
                                        + (verdict.quality() == Verdict.Quality.BAD
                                                ? " peak " + verdict.peak()
                                                : "")));
    }

    private static DefectRule rule(long openAfterMillis) {
        return new DefectRule(
                DefectId.VIDEO_BLACK,
                true,
                "black_ratio",
                Level.above(0.98, 0.95),
                openAfterMillis * 1_000,
                1_500_000,
                new SeverityLadder(
                        Severity.MAJOR,
                        List.of(new SeverityLadder.Step(5_500_000, Severity.CRITICAL))));
    }
}
