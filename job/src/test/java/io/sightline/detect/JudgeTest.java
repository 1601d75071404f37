package io.sightline.detect;

import static io.sightline.detect.JudgedBlack.BLACK;
import static io.sightline.detect.JudgedBlack.FADED;
import static io.sightline.detect.JudgedBlack.LIGHT;
import static io.sightline.detect.JudgedBlack.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sightline.flow.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When bad becomes a stretch worth reporting, and what is said of it until it has cleared. */
final class JudgeTest {

    private final JudgedBlack judge = new JudgedBlack(2_000);

    @Test
    void saysNothingOfWhatIsHealthy() {
        judge.sample(0, LIGHT);
        judge.advance(60_000);

        assertThat(judge.said()).isEmpty();
        assertThat(judge.isInIncident()).isFalse();
    }

    @Test
    void saysNothingOfAStretchThatEndsBeforeOpenAfter() {
        judge.sample(0, BLACK);
        judge.sample(1_999, LIGHT);
        judge.advance(10_000);

        assertThat(judge.said()).isEmpty();
    }

    @Test
    void reportsOpenAfterThenEverySecondThenTheExactEndThenGoodTimeUntilClearAfter() {
        judge.sample(1_000, BLACK);
        judge.sample(4_480, LIGHT);
        judge.advance(20_000);

        assertThat(judge.said())
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
        judge.sample(0, BLACK);
        judge.sample(2_000, LIGHT);
        judge.advance(2_000);

        assertThat(judge.said()).containsExactly("BAD 0-2000 peak 1.0");
    }

    @Test
    void keepsAStretchBetweenTheTwoLevels() {
        judge.sample(0, BLACK);
        judge.sample(1_000, FADED);
        judge.sample(2_500, LIGHT);

        assertThat(judge.said()).containsExactly("BAD 0-2000 peak 1.0", "BAD 0-2500 peak 1.0");
    }

    @Test
    void reportsAtOnceWithoutOpenAfter() {
        JudgedBlack hasty = new JudgedBlack(0);

        hasty.sample(0, LIGHT);
        hasty.sample(40, BLACK);
        hasty.sample(80, LIGHT);

        assertThat(hasty.said()).containsExactly("BAD 40-40 peak 1.0", "BAD 40-80 peak 1.0");
    }

    @Test
    void reportsARecurrenceFromItsBeginOnceItHasLasted() {
        judge.sample(0, BLACK);
        judge.sample(2_000, LIGHT);
        judge.sample(2_600, BLACK);
        judge.sample(4_100, BLACK); // clear-after, the shorter of the two, is 1.5 s
        judge.sample(4_140, LIGHT);
        judge.advance(5_640);

        assertThat(judge.said())
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
        judge.sample(0, BLACK);
        judge.sample(2_000, LIGHT);
        judge.sample(2_600, BLACK);
        judge.sample(2_640, LIGHT);
        judge.sample(3_300, BLACK); // still at clear-after
        judge.sample(3_700, LIGHT);

        assertThat(judge.said())
                .containsExactly("BAD 0-2000 peak 1.0", "GOOD 2000-3000", "GOOD 2000-3500");
        assertThat(judge.isInIncident()).isFalse();
    }

    @Test
    void clearsBeforeWhatBeginsAtTheSameInstant() {
        judge.sample(0, BLACK);
        judge.sample(2_000, LIGHT);
        judge.sample(3_500, BLACK); // clear-after is 1.5 s
        judge.sample(4_000, LIGHT);

        assertThat(judge.said())
                .containsExactly("BAD 0-2000 peak 1.0", "GOOD 2000-3000", "GOOD 2000-3500");
    }

    @Test
    void reportsEachRiseInSeverityAtItsInstant() {
        judge.sample(0, BLACK);
        judge.advance(5_600);

        assertThat(judge.said())
                .containsExactly(
                        "BAD 0-2000 peak 1.0",
                        "BAD 0-3000 peak 1.0",
                        "BAD 0-4000 peak 1.0",
                        "BAD 0-5000 peak 1.0",
                        "BAD 0-5500 peak 1.0");
    }

    @Test
    void changesNothingForValuesThatAreNoNumbers() {
        judge.sample(0, BLACK);
        judge.sample(1_000, Double.NaN);
        judge.advance(2_000);

        assertThat(judge.said()).containsExactly("BAD 0-2000 peak 1.0");
    }

    @Test
    void givesMediaTimesOnTheRenditionsOwnTimeline() {
        List<Verdict> verdicts = new ArrayList<>();
        Judge recorded = new Judge(JudgedBlack.ORIGIN, JudgedBlack.rule(2_000), 3, verdicts::add);

        recorded.sample(BLACK, START + 1_000_000, 500);
        recorded.sample(LIGHT, START + 3_500_000, 2_500_700);

        assertThat(verdicts)
                .extracting(Verdict::mediaFromMicros, Verdict::mediaToMicros)
                .containsExactly(tuple(500L, 2_000_500L), tuple(500L, 2_500_700L));
        assertThat(verdicts).extracting(Verdict::detectorVersion).containsOnly(3);
    }
}
