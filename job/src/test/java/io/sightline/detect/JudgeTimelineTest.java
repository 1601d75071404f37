package io.sightline.detect;

import static io.sightline.detect.JudgedBlack.BLACK;
import static io.sightline.detect.JudgedBlack.LIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Holes, jumps and the end of a timeline. */
final class JudgeTimelineTest {

    private final JudgedBlack judge = new JudgedBlack(2_000);

    @Test
    void goesOnAcrossAShortDiscontinuity() {
        judge.sample(0, BLACK);
        judge.restart(1_500);
        judge.sample(1_700, BLACK);
        judge.advance(2_000);

        assertThat(judge.said()).containsExactly("BAD 0-2000 peak 1.0");
    }

    @Test
    void doesNotCountAHoleAsBadTime() {
        judge.sample(0, BLACK);
        judge.restart(1_500);
        judge.sample(30_000, BLACK);
        judge.advance(31_900);

        assertThat(judge.said()).isEmpty();
    }

    @Test
    void endsABadStretchWhereAHoleBeganAndCountsGoodTimeFromWhereItEnded() {
        judge.sample(0, BLACK);
        judge.restart(2_500);
        judge.advance(20_000); // nothing is known: nothing is said
        judge.sample(60_000, LIGHT);
        judge.advance(70_000);

        assertThat(judge.said())
                .containsExactly(
                        "BAD 0-2000 peak 1.0",
                        "BAD 0-2500 peak 1.0",
                        "GOOD 60000-61000",
                        "GOOD 60000-61500");
    }

    @Test
    void reportsARecurrenceAfterAHole() {
        judge.sample(0, BLACK);
        judge.restart(2_500);
        judge.sample(60_000, BLACK);

        assertThat(judge.said())
                .containsExactly(
                        "BAD 0-2000 peak 1.0", "BAD 0-2500 peak 1.0", "BAD 60000-60000 peak 1.0");
    }

    @Test
    void countsOnWhereEventTimeFallsBackWhileAnIncidentIsOpen() {
        judge.sample(100_000, BLACK);
        judge.advance(102_000);
        judge.sampleAt(10_000, 102_500, LIGHT); // an hour changed
        judge.advance(12_000);

        assertThat(judge.said())
                .containsExactly(
                        "BAD 100000-102000 peak 1.0", "GOOD 102000-103000", "GOOD 102000-103500");
        assertThat(judge.isInIncident()).isFalse();
    }

    @Test
    void endsAnOpenIncidentWhenNobodyWatchesAnyMore() {
        judge.sample(0, BLACK);
        judge.withdraw(2_300);
        judge.advance(9_000);

        assertThat(judge.said())
                .containsExactly(
                        "BAD 0-2000 peak 1.0", "BAD 0-2300 peak 1.0", "WITHDRAWN 2300-2300");
        assertThat(judge.isInIncident()).isFalse();
    }

    @Test
    void saysNothingWhenNobodyWatchesAHealthyStreamAnyMore() {
        judge.sample(0, BLACK);
        judge.withdraw(1_000);

        assertThat(judge.said()).isEmpty();
        assertThat(judge.isBad()).isFalse();
    }
}
