package io.sightline.notify.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.notify.NotifyAlerts;
import io.sightline.policy.Severity;
import io.sightline.table.Alert;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoutesTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Alert MAJOR =
            NotifyAlerts.alert("a", Alert.Event.OPENED, Severity.MAJOR, "news-7");

    private static long berlin(String time) {
        return LocalDateTime.parse(time).atZone(BERLIN).toInstant().toEpochMilli();
    }

    private static Match match(Severity atLeast, String stream, Schedule schedule) {
        return new Match(
                atLeast,
                Map.of("encoder", List.of(new Glob("e*"))),
                List.of(new Glob("video.*")),
                List.of(new Glob(stream)),
                Set.of(),
                schedule);
    }

    @Test
    void theFirstRouteThatFitsDecidesUnlessItGoesOn() {
        Routes routes =
                new Routes(
                        List.of(
                                new Route(match(null, "sport*", null), List.of("a"), false),
                                new Route(match(null, "news*", null), List.of("b"), true),
                                new Route(Match.EVERYTHING, List.of("c"), false),
                                new Route(Match.EVERYTHING, List.of("d"), false)));

        assertThat(List.of("a", "b", "c", "d"))
                .filteredOn(target -> routes.tell(target, MAJOR, 0))
                .containsExactly("b", "c");
    }

    @Test
    void withoutRoutesEverybodyIsToldEverything() {
        assertThat(new Routes(List.of()).tell("a", MAJOR, 0)).isTrue();
    }

    @Test
    void takesThisSevereOrWorse() {
        Match major = match(Severity.MAJOR, "*", null);

        assertThat(major.fits(MAJOR, 0)).isTrue();
        assertThat(
                        major.fits(
                                NotifyAlerts.alert("a", Alert.Event.OPENED, Severity.WARNING, "x"),
                                0))
                .isFalse();
    }

    @Test
    void aNightBelongsToTheDayOnWhichItBegins() {
        Schedule fridayNight =
                new Schedule(
                        BERLIN, Set.of(DayOfWeek.FRIDAY), LocalTime.of(22, 0), LocalTime.of(6, 0));

        assertThat(fridayNight.covers(berlin("2026-11-20T22:00:00"))).isTrue();
        assertThat(fridayNight.covers(berlin("2026-11-21T05:59:59"))).isTrue();
        assertThat(fridayNight.covers(berlin("2026-11-21T06:00:00"))).isFalse();
        assertThat(fridayNight.covers(berlin("2026-11-21T23:00:00"))).isFalse();
        assertThat(fridayNight.covers(berlin("2026-11-20T05:00:00"))).isFalse();
    }

    @Test
    void hoursFollowTheZoneThroughSummerTime() {
        Schedule day = new Schedule(BERLIN, Set.of(), LocalTime.of(8, 0), LocalTime.of(9, 0));

        assertThat(day.covers(1_784_616_000_000L - 1_784_616_000_000L % 86_400_000 + 6 * 3_600_000))
                .as("06:00 UTC in July")
                .isTrue();
    }

    @Test
    void whoeverWasToldIsToldMoreWhateverTheHourAndSeverity() {
        Routes routes =
                new Routes(
                        List.of(
                                new Route(
                                        match(Severity.CRITICAL, "*", null), List.of("a"), false)));

        assertThat(routes.tell("a", MAJOR, 0)).isFalse();
        assertThat(routes.tellMore("a", MAJOR)).isTrue();
        assertThat(routes.tellMore("b", MAJOR)).isFalse();
    }

    @Test
    void globsAreWholeNames() {
        assertThat(new Glob("news-?").matches("news-7")).isTrue();
        assertThat(new Glob("news").matches("news-7")).isFalse();
        assertThat(new Glob("*a*b*").matches("xxaxxbxx")).isTrue();
        assertThat(new Glob("*a*b").matches("xxaxxbxx")).isFalse();
        assertThat(new Glob("*").matches("")).isTrue();
        assertThat(new Glob("a".repeat(30) + "*".repeat(30) + "b").matches("a".repeat(60)))
                .isFalse();
    }
}
