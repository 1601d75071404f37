package io.sightline.rejudge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.config.PolicyFile;
import io.sightline.detector.model.DefectId;
import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import io.sightline.policy.DefectRule;
import io.sightline.policy.Fusion;
import io.sightline.policy.Level;
import io.sightline.policy.Looks;
import io.sightline.policy.Severity;
import io.sightline.policy.SeverityLadder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RejudgingTest {

    private static final StreamId STREAM = new StreamId("news-7");
    private static final long START_SECOND = 1_700_000_000L;

    /** Opens after 2 s, clears after 3 s, critical after 5 s. */
    private static final DefectRule BLACK = black(0);

    private int nextHundred;
    private final List<String> told = new ArrayList<>();
    private Rejudging rejudging = rejudging(BLACK);

    private static DefectRule black(long excuseMicros) {
        return new DefectRule(
                DefectId.VIDEO_BLACK,
                true,
                "black_core_ratio",
                Level.above(0.98, 0.95),
                2_000_000,
                3_000_000,
                new SeverityLadder(
                        Severity.MAJOR,
                        List.of(new SeverityLadder.Step(5_000_000, Severity.CRITICAL))),
                excuseMicros);
    }

    /** A smear at 0.6 says as much as black at 0.98. */
    private static DefectRule fused(Fusion.How how, double weight) {
        return new DefectRule(
                BLACK.defect(),
                true,
                BLACK.metric(),
                BLACK.level(),
                BLACK.openAfterMicros(),
                BLACK.clearAfterMicros(),
                BLACK.severity(),
                0,
                new Fusion(how, "smear", 0.6, weight),
                null);
    }

    private Rejudging rejudging(DefectRule... rules) {
        return rejudging(RejudgePlan.of(List.of(rules)));
    }

    private Rejudging rejudging(RejudgePlan plan) {
        return new Rejudging(plan, STREAM, RenditionId.MAIN, i -> told.add(text(i)));
    }

    private static String text(RejudgedIncident incident) {
        return "%s %s %s %d-%s x%d"
                .formatted(
                        incident.event(),
                        incident.defect(),
                        incident.severity().id(),
                        incident.startedMicros() / 1_000_000 - START_SECOND,
                        incident.endedMicros() == null
                                ? "open"
                                : incident.endedMicros() / 1_000_000 - START_SECOND,
                        incident.occurrences());
    }

    private void seconds(int from, int to, double... values) {
        for (int second = from; second < to; second++) {
            rejudging.second((START_SECOND + second) * 1000, second * 1_000_000L, values);
        }
    }

    @Test
    void opensEscalatesAndClears() {
        seconds(0, 10, 0);
        seconds(10, 16, 1);
        seconds(16, 30, 0);
        rejudging.end();

        assertThat(told)
                .containsExactly(
                        "OPENED video.black major 10-open x1",
                        "ESCALATED video.black critical 10-open x1",
                        "CLEARED video.black critical 10-16 x1");
        assertThat(rejudging.open()).isEmpty();
    }

    /** Bad by both, by its own, by the other, its own with the other absent, the other alone. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ':',
            value = {
                "EITHER:0.5:0 100 200 300 400",
                "BOTH:0.5:0 300",
                "WEIGHTED:0.4:0 300",
                "WEIGHTED:0.7:0 200 300 400"
            })
    void twoMeasuresDecideTogether(Fusion.How how, double weight, String opened) {
        rejudging = rejudging(fused(how, weight));
        for (double[] both :
                new double[][] {
                    {1, 0.7}, {1, 0.1}, {0.1, 1}, {1, Double.NaN}, {Double.NaN, 1},
                }) {
            int from = 100 * nextHundred++;
            seconds(from, from + 6, both);
            seconds(from + 6, from + 20, 0, 0);
        }
        rejudging.end();

        assertThat(told)
                .filteredOn(event -> event.startsWith("OPENED"))
                .extracting(event -> event.replaceAll(".* (\\d+)-open.*", "$1"))
                .map(Integer::parseInt)
                .map(second -> second / 100 * 100)
                .map(String::valueOf)
                .containsExactly(opened.split(" "));
    }

    /** Models look every five seconds and less where a policy says so: that is not absent. */
    @ParameterizedTest
    @CsvSource({"5, 0, 63", "5, 0.2, 63", "10, 0.1, 66"})
    void aMeasureThatSeldomLooksIsHeldBetweenLooks(int apart, double pace, int alone) {
        DefectRule often = fused(Fusion.How.BOTH, 0.5);
        rejudging =
                rejudging(
                        new DefectRule(
                                often.defect(),
                                true,
                                often.metric(),
                                often.level(),
                                often.openAfterMicros(),
                                often.clearAfterMicros(),
                                often.severity(),
                                0,
                                often.fusion(),
                                pace == 0 ? null : new Looks(pace, 1)));
        for (int second = 0; second < 60; second++) {
            seconds(second, second + 1, 1, second % apart == 0 ? 0 : Double.NaN);
        }
        rejudging.end();
        assertThat(told).isEmpty();

        seconds(60, 70, 1, Double.NaN); // it has stopped looking
        rejudging.end();
        assertThat(told).contains("OPENED video.black major %d-open x1".formatted(alone));
    }

    @Test
    void twoMeasuresGoOnAfterARestart() throws IOException {
        DefectRule rule = fused(Fusion.How.BOTH, 0.5);
        rejudging = rejudging(rule);
        seconds(0, 1, 0, 1);
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        rejudging.save(new DataOutputStream(saved));
        rejudging = rejudging(rule);
        rejudging.restore(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
        seconds(1, 3, 1, Double.NaN);
        seconds(3, 4, 1, 0);
        rejudging.end();

        assertThat(told).containsExactly("OPENED video.black major 1-open x1");
    }

    @Test
    void comingBackBeforeItClearsIsTheSameIncident() {
        seconds(0, 3, 1);
        seconds(3, 5, 0);
        seconds(5, 8, 1);
        seconds(8, 12, 0);
        rejudging.end();

        assertThat(told).contains("CLEARED video.black critical 0-8 x2");
    }

    @Test
    void aSecondWithoutAValueKeepsTheOneBefore() {
        seconds(0, 1, 1);
        seconds(1, 4, Double.NaN);
        seconds(4, 9, 0);
        rejudging.end();

        assertThat(told)
                .containsExactly(
                        "OPENED video.black major 0-open x1", "CLEARED video.black major 0-4 x1");
    }

    @Test
    void missingSecondsEndAStretch() {
        seconds(0, 3, 1);
        seconds(60, 61, 1);
        seconds(61, 70, 0);
        rejudging.end();

        // Bad again at once: as after a discontinuity, good time counts from the end of the hole.
        assertThat(told).contains("OPENED video.black major 0-open x1");
        assertThat(told.get(told.size() - 1)).startsWith("CLEARED video.black");
    }

    @Test
    void whatIsOpenAtTheEndStaysOpen() {
        seconds(0, 4, 1);
        rejudging.end();

        assertThat(rejudging.open())
                .singleElement()
                .satisfies(
                        open -> {
                            assertThat(open.endedMicros()).isNull();
                            assertThat(open.badUntilMicros() - open.startedMicros())
                                    .isEqualTo(4_000_000);
                        });
    }

    @Test
    void aSpliceExcusesSecondsBeforeAndAfterIt() {
        rejudging = rejudging(black(2_000_000));

        seconds(0, 10, 0, Double.NaN);
        seconds(10, 12, 1, Double.NaN);
        seconds(12, 13, 1, 1); // the splice
        seconds(13, 14, 1, Double.NaN);
        seconds(14, 20, 0, Double.NaN);
        rejudging.end();

        assertThat(told).isEmpty();
    }

    @Test
    void whatLastsLongerThanTheSpliceExcusesIsNotExcused() {
        rejudging = rejudging(black(2_000_000));

        seconds(0, 10, 0, Double.NaN);
        seconds(10, 11, 1, 1);
        seconds(11, 20, 1, Double.NaN);
        rejudging.end();

        assertThat(told).first().isEqualTo("OPENED video.black major 13-open x1");
    }

    @Test
    void secondsThatWereThereArePassedOverAndEarlierOnesBeginAnew() {
        seconds(0, 4, 1);
        seconds(3, 4, 0);
        assertThat(rejudging.fallBacks()).isZero();

        seconds(0, 1, 0);
        rejudging.end();

        assertThat(rejudging.fallBacks()).isOne();
        assertThat(rejudging.open()).hasSize(1);
    }

    @Test
    void disabledRulesAreLeftOutAndNothingElseIsRead() {
        RejudgePlan plan = RejudgePlan.of(PolicyFile.builtIn().rulesFor(STREAM, "default"));

        assertThat(plan.metrics()).contains("black_core_ratio", RejudgePlan.SPLICES);
        assertThat(plan.metrics()).doesNotContain("frozen_ratio", "stereo_side_db");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void goesOnExactlyWhereItWasSaved(long seed) throws IOException {
        RejudgePlan plan = RejudgePlan.of(List.of(black(2_000_000)));
        List<String> plain = run(plan, seed, /* saves= */ false);

        assertThat(run(plan, seed, /* saves= */ true)).isEqualTo(plain).isNotEmpty();
    }

    private List<String> run(RejudgePlan plan, long seed, boolean saves) throws IOException {
        told.clear();
        rejudging = rejudging(plan);
        Random random = new Random(seed);
        double value = 0;
        for (int second = 0; second < 2_000; second++) {
            value = random.nextInt(4) == 0 ? random.nextInt(2) : value;
            seconds(second, second + 1, value, random.nextInt(40) == 0 ? 1 : Double.NaN);
            if (saves) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                rejudging.save(new DataOutputStream(bytes));
                rejudging = rejudging(plan);
                rejudging.restore(
                        new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
            }
        }
        rejudging.end();
        return List.copyOf(told);
    }
}
