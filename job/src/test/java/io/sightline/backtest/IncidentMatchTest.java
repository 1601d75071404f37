package io.sightline.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.policy.Severity;
import io.sightline.readback.EventSpan;
import java.util.List;
import org.junit.jupiter.api.Test;

class IncidentMatchTest {

    private static final IncidentSubject BLACK = new IncidentSubject("news", "main", "video.black");

    private final IncidentMatch match = new IncidentMatch(1_000, EventSpan.ALL, 100_000);

    private static FoundIncident from(long fromMillis, Long toMillis) {
        return new FoundIncident(BLACK, Severity.MAJOR, fromMillis, toMillis);
    }

    @Test
    void timesWithinTheToleranceAreTheSame() {
        var result = match.of(List.of(from(10_000, 20_000L)), List.of(from(11_000, 19_000L)));

        assertThat(result.differences()).isEmpty();
        assertThat(result.totals()).isEqualTo(new Totals(1, 1, 0, 0, 0, 10_000, 8_000));
    }

    @Test
    void whatOverlapsIsChangedAndWhatDoesNotIsAddedOrRemoved() {
        var result =
                match.of(
                        List.of(from(10_000, 20_000L), from(40_000, 50_000L)),
                        List.of(from(10_000, 14_000L), from(30_000, 33_000L)));

        assertThat(result.differences())
                .extracting(Difference::kind)
                .containsExactly(
                        Difference.Kind.CHANGED, Difference.Kind.ADDED, Difference.Kind.REMOVED);
    }

    @Test
    void oneThatFallsApartIsChangedAndTheRestIsAdded() {
        var result =
                match.of(
                        List.of(from(10_000, 30_000L)),
                        List.of(from(10_000, 14_000L), from(20_000, 30_000L)));

        assertThat(result.totals()).isEqualTo(new Totals(1, 2, 1, 0, 1, 20_000, 14_000));
    }

    @Test
    void whatDidNotClearIsNotWhatDid() {
        var result = match.of(List.of(from(10_000, null)), List.of(from(10_000, 90_000L)));

        assertThat(result.differences()).hasSize(1);
        assertThat(match.of(List.of(from(10_000, null)), List.of(from(10_500, null))).differences())
                .isEmpty();
    }

    @Test
    void severityCounts() {
        var critical = new FoundIncident(BLACK, Severity.CRITICAL, 10_000, 20_000L);

        assertThat(match.of(List.of(from(10_000, 20_000L)), List.of(critical)).differences())
                .hasSize(1);
    }

    @Test
    void onlyWhatBeginsInTheSpanCounts() {
        var late = new IncidentMatch(0, new EventSpan(15_000, 40_000), 100_000);

        var result =
                late.of(
                        List.of(from(10_000, 20_000L)),
                        List.of(from(30_000, 33_000L), from(40_000, 50_000L)));

        assertThat(result.totals()).isEqualTo(new Totals(0, 1, 1, 0, 0, 0, 3_000));
    }
}
