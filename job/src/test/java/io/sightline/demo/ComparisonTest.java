package io.sightline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.demo.Comparison.Outcome;
import io.sightline.demo.Planted.Tolerance;
import io.sightline.detector.model.DefectId;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final Planted BLACK =
            new Planted(
                    "news",
                    DefectId.VIDEO_BLACK,
                    18_000,
                    24_000,
                    Tolerance.within(Duration.ofMillis(200)),
                    Tolerance.within(Duration.ofMillis(200)),
                    Set.of(DefectId.VIDEO_LETTERBOX));

    @Test
    void matchesWhatIsFoundWithinTheTolerance() {
        Comparison comparison = Comparison.of(List.of(BLACK), List.of(black(18_200, 23_800)));

        assertThat(comparison.isMatch()).isTrue();
    }

    @Test
    void tellsWhatIsWrongWithTheTimes() {
        assertThat(outcome(black(17_799, 24_000))).isEqualTo(Outcome.STARTS_OFF);
        assertThat(outcome(black(18_000, 24_201))).isEqualTo(Outcome.ENDS_OFF);
        assertThat(outcome(new Found("news", DefectId.VIDEO_BLACK, 18_000, OptionalLong.empty())))
                .isEqualTo(Outcome.STILL_OPEN);
    }

    @Test
    void acceptsNothingOfAnotherKindOrStreamAndNothingTwice() {
        Found freeze = new Found("news", DefectId.VIDEO_FREEZE, 18_000, OptionalLong.of(24_000));
        Found sport = new Found("sport", DefectId.VIDEO_BLACK, 18_000, OptionalLong.of(24_000));

        Comparison missed = Comparison.of(List.of(BLACK), List.of(freeze, sport));
        Comparison twice =
                Comparison.of(
                        List.of(BLACK), List.of(black(30_000, 36_000), black(18_000, 24_000)));

        assertThat(missed.lines().get(0).outcome()).isEqualTo(Outcome.MISSED);
        assertThat(missed.surplus()).containsExactly(freeze, sport);
        assertThat(twice.lines().get(0).outcome()).isEqualTo(Outcome.OK);
        assertThat(twice.isMatch()).isFalse();
    }

    @Test
    void acceptsWhatADefectBringsWithItWhileItLasts() {
        Found during = new Found("news", DefectId.VIDEO_LETTERBOX, 18_000, OptionalLong.of(24_000));
        Found after = new Found("news", DefectId.VIDEO_LETTERBOX, 23_000, OptionalLong.of(25_000));

        Comparison comparison =
                Comparison.of(List.of(BLACK), List.of(black(18_000, 24_000), during, after));

        assertThat(comparison.consequences()).containsExactly(during);
        assertThat(comparison.surplus()).containsExactly(after);
        assertThat(comparison.isMatch()).isFalse();
    }

    private static Outcome outcome(Found found) {
        return Comparison.of(List.of(BLACK), List.of(found)).lines().get(0).outcome();
    }

    private static Found black(long fromMillis, long toMillis) {
        return new Found("news", DefectId.VIDEO_BLACK, fromMillis, OptionalLong.of(toMillis));
    }
}
