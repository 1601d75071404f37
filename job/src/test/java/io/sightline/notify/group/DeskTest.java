package io.sightline.notify.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.notify.Page;
import io.sightline.notify.control.Control;
import io.sightline.notify.control.Control.Kind;
import io.sightline.notify.control.Controls;
import io.sightline.notify.control.InForce;
import io.sightline.notify.route.Glob;
import io.sightline.policy.Severity;
import io.sightline.table.Alert;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DeskTest {

    private static final Map<String, String> NONE = Map.of();
    private static final Map<String, String> E7 = Map.of("encoder", "e7", "cdn", "x");
    private static final GroupSettings BY_ENCODER = GroupSettings.by(List.of("encoder", "cdn"));
    private static final DeskSettings GROUPED = new DeskSettings(BY_ENCODER, null);
    private static final DeskSettings DAMPED = new DeskSettings(null, FlapSettings.DEFAULT);

    private final Told told = new Told();
    private Desk desk = new Desk(DeskSettings.PLAIN, told);
    private long now = 1_000_000;

    private void use(DeskSettings settings) {
        desk = new Desk(settings, told);
    }

    private void send(Alert alert) {
        desk.alert(alert, now);
    }

    private void pass(Duration time) {
        now += time.toMillis();
        desk.time(now);
    }

    private void say(Control... controls) {
        InForce next = new Controls(List.of(controls), List.of()).at(now);
        desk.controls(next, now);
    }

    private static Control control(
            String id,
            Kind kind,
            @Nullable String incident,
            @Nullable String stream,
            Map<String, String> labels,
            @Nullable Severity below) {
        return new Control(
                id,
                kind,
                incident,
                stream == null ? null : new Glob(stream),
                labels,
                null,
                null,
                null,
                null,
                below,
                "me",
                "",
                0);
    }

    private static Control snooze(String id, String stream) {
        return control(id, Kind.SNOOZE, null, stream, Map.of(), null);
    }

    private static Control acknowledge(String id, String incident) {
        return control(id, Kind.ACKNOWLEDGE, incident, null, Map.of(), Severity.CRITICAL);
    }

    private List<Incident> fail(int from, int to, Map<String, String> labels) {
        List<Incident> incidents =
                IntStream.range(from, to)
                        .mapToObj(i -> Incident.black("s" + i, labels, 500 + i))
                        .toList();
        incidents.forEach(incident -> send(incident.opened()));
        return incidents;
    }

    @Test
    void tellsEverythingOnceThoughItComesTwice() {
        Incident news = Incident.black("news", NONE, 0);
        for (Alert alert : List.of(news.opened(), news.escalated(), news.cleared(9_000))) {
            send(alert);
            send(alert);
            send(news.opened());
        }

        assertThat(told.lines())
                .containsExactly(
                        "OPENED news video.black major",
                        "ESCALATED news video.black critical",
                        "CLEARED news video.black major");
    }

    @Test
    void tellsTheEndOfWhatItHasNeverHeardOf() {
        send(Incident.black("news", NONE, 0).cleared(9_000));

        assertThat(told.lines()).containsExactly("CLEARED news video.black major");
    }

    @Test
    void tellsWhatWasSnoozedWhenTheSnoozeEnds() {
        say(snooze("z1", "ne*"));
        Incident news = Incident.black("news", NONE, 0);
        send(news.opened());
        send(news.escalated());
        Incident other = Incident.black("sport", NONE, 0);
        send(other.opened());

        assertThat(told.lines()).containsExactly("OPENED sport video.black major");
        assertThat(told.rows()).containsExactly("OPENED news z1", "ESCALATED news z1");

        say();
        say();

        assertThat(told.lines())
                .containsExactly(
                        "OPENED news video.black major", "ESCALATED news video.black critical");
        send(news.cleared(9_000));
        assertThat(told.lines()).containsExactly("CLEARED news video.black major");
        assertThat(told.rows()).isEmpty();
    }

    @Test
    void tellsNothingOfWhatIsOverBeforeTheSnooze() {
        say(snooze("z1", "news"));
        Incident news = Incident.black("news", NONE, 0);
        send(news.opened());
        send(news.cleared(9_000));
        say();

        assertThat(told.lines()).isEmpty();
        assertThat(told.rows()).containsExactly("OPENED news z1", "CLEARED news z1");
    }

    @Test
    void tellsTheEndWithinASnoozeOfWhatWasToldBefore() {
        Incident news = Incident.black("news", NONE, 0);
        send(news.opened());
        say(snooze("z1", "news"));
        send(news.escalated());
        send(news.cleared(9_000));

        assertThat(told.lines())
                .containsExactly("OPENED news video.black major", "CLEARED news video.black major");
        assertThat(told.rows()).containsExactly("ESCALATED news z1");
    }

    @Test
    void acknowledgedIncidentsSpeakUpOnlyWhenTheyBecomeBadEnough() {
        Incident news = Incident.black("news", NONE, 0);
        send(news.opened(Severity.WARNING));
        say(control("a1", Kind.ACKNOWLEDGE, news.id(), null, Map.of(), null));
        send(news.escalated());
        Incident sport = Incident.black("sport", NONE, 0);
        send(sport.opened());
        say(acknowledge("a2", sport.id()));
        send(sport.escalated());

        assertThat(told.lines())
                .containsExactly(
                        "OPENED news video.black warning",
                        "OPENED sport video.black major",
                        "ESCALATED news video.black critical", // a1 was withdrawn
                        "ESCALATED sport video.black critical");
        assertThat(told.rows()).containsExactly("ESCALATED news a1");
    }

    @Test
    void tellsTwoHundredStreamsWithOneEncoderAsOne() {
        use(GROUPED);
        List<Incident> incidents = fail(0, 200, E7);
        assertThat(told.lines()).isEmpty();
        pass(BY_ENCODER.patience());

        assertThat(told.pages).hasSize(1);
        Page page = told.pages.get(0);
        assertThat(page.memberIncidents())
                .containsExactlyElementsOf(incidents.stream().map(Incident::id).toList());
        assertThat(page.memberStreams()).hasSize(200);
        assertThat(page.alert().message()).isEqualTo("200 streams with encoder=e7: video.black");
        assertThat(page.alert().labels()).isEqualTo(E7);
        assertThat(page.alert().incidentId()).matches("[0-9a-f]{16}");
        assertThat(page.alert().alertId()).isEqualTo(page.alert().incidentId() + "-opened-1");
        assertThat(told.untold)
                .hasSize(200)
                .allMatch(u -> u.reason().equals(Untold.GROUPED))
                .allMatch(u -> page.alert().incidentId().equals(u.groupId()));
        assertThat(told.lines()).containsExactly("OPENED encoder=e7 video.black major");

        incidents.forEach(incident -> send(incident.cleared(9_000)));
        assertThat(told.lines()).containsExactly("CLEARED encoder=e7 video.black major");
        pass(Duration.ofDays(1));
        assertThat(told.lines()).isEmpty();
    }

    @Test
    void tellsFewFailuresSingly() {
        use(GROUPED);
        List<Incident> incidents = fail(0, 4, E7);
        send(incidents.get(0).cleared(3_000)); // though it is over, it is not forgotten
        pass(BY_ENCODER.patience().minusMillis(1));
        assertThat(told.lines()).isEmpty();
        pass(Duration.ofMillis(1));

        assertThat(told.lines())
                .containsExactly(
                        "OPENED s0 video.black major",
                        "CLEARED s0 video.black major",
                        "OPENED s1 video.black major",
                        "OPENED s2 video.black major",
                        "OPENED s3 video.black major");
    }

    @Test
    void severalIncidentsOfOneStreamAreOneStream() {
        use(GROUPED);
        for (int i = 0; i < 9; i++) {
            send(
                    new Incident("i" + i, "news", "video.black", E7, i) // of nine renditions
                            .opened());
        }
        pass(BY_ENCODER.patience());

        assertThat(told.lines()).hasSize(9);
    }

    @Test
    void choosesWhatExplainsMost() {
        use(GROUPED);
        fail(0, 6, Map.of("encoder", "e7", "cdn", "x"));
        fail(6, 9, Map.of("encoder", "e8", "cdn", "x"));
        fail(9, 15, Map.of("encoder", "e9"));
        pass(BY_ENCODER.patience());

        assertThat(told.lines())
                .containsExactly(
                        "OPENED cdn=x video.black major", "OPENED encoder=e9 video.black major");
    }

    @Test
    void laterMembersJoinSilentlyUntilThereAreTwiceAsMany() {
        use(GROUPED);
        fail(0, 5, E7);
        pass(BY_ENCODER.patience());
        fail(5, 9, E7);
        pass(Duration.ofMinutes(5));
        assertThat(told.lines()).containsExactly("OPENED encoder=e7 video.black major");
        fail(9, 40, E7);
        pass(BY_ENCODER.patience());

        assertThat(told.pages.get(0).alert().message())
                .isEqualTo("40 streams with encoder=e7: video.black");
        assertThat(told.lines()).containsExactly("ESCALATED encoder=e7 video.black major");
        send(Incident.black("s39", E7, 539).escalated());
        assertThat(told.lines()).containsExactly("ESCALATED encoder=e7 video.black critical");
    }

    @Test
    void tellsSinglyWhatIsLeftOfAGroup() {
        use(GROUPED);
        List<Incident> incidents = fail(0, 6, E7);
        pass(BY_ENCODER.patience());
        told.lines();
        incidents.subList(2, 6).forEach(incident -> send(incident.cleared(9_000)));
        pass(BY_ENCODER.clear().minusMillis(1));
        assertThat(told.lines()).isEmpty();
        pass(Duration.ofMillis(1));

        assertThat(told.pages.get(0).alert().message())
                .isEqualTo(
                        "encoder=e7: video.black is over in 4 of 6 cases; told singly from now on:"
                                + " s0, s1");
        assertThat(told.lines())
                .containsExactly(
                        "CLEARED encoder=e7 video.black major",
                        "OPENED s0 video.black major",
                        "OPENED s1 video.black major");
        send(incidents.get(0).cleared(19_000));
        assertThat(told.lines()).containsExactly("CLEARED s0 video.black major");
    }

    @Test
    void aGroupThatFailedForAWhileBelowItsSizeStaysOneWhenOthersFail() {
        use(GROUPED);
        List<Incident> incidents = fail(0, 5, E7);
        pass(BY_ENCODER.patience());
        send(incidents.get(0).cleared(9_000));
        pass(Duration.ofSeconds(20));
        fail(5, 6, E7);
        pass(Duration.ofMinutes(2));

        assertThat(told.lines()).containsExactly("OPENED encoder=e7 video.black major");
    }

    @Test
    void twoGroupsWithTheSameBeginningHaveTheirOwnIds() {
        use(GROUPED);
        fail(0, 5, E7).forEach(incident -> send(incident.cleared(9_000)));
        pass(BY_ENCODER.patience());
        String first = told.pages.get(0).alert().incidentId();
        told.lines();
        for (int i = 0; i < 5; i++) {
            send(new Incident("again" + i, "s" + i, "video.black", E7, 500 + i).opened());
        }
        pass(BY_ENCODER.patience());

        assertThat(told.pages).hasSize(1);
        assertThat(told.pages.get(0).alert().incidentId()).isNotEqualTo(first);
    }

    @Test
    void whatASnoozeHeldBackIsGroupedWhenItEnds() {
        use(GROUPED);
        say(snooze("z1", "*"));
        fail(0, 50, E7);
        pass(Duration.ofHours(1));
        assertThat(told.lines()).isEmpty();
        assertThat(told.rows()).hasSize(50);
        say();
        pass(BY_ENCODER.patience());

        assertThat(told.lines()).containsExactly("OPENED encoder=e7 video.black major");
    }

    @Test
    void whatWaitsForOthersIsHeldBackByASnoozeThatBegins() {
        use(GROUPED);
        fail(0, 50, E7);
        say(snooze("z1", "*"));
        pass(Duration.ofHours(1));

        assertThat(told.lines()).isEmpty();
    }

    @Test
    void anAcknowledgedGroupGrowsSilently() {
        use(GROUPED);
        List<Incident> incidents = new ArrayList<>(fail(0, 5, E7));
        pass(BY_ENCODER.patience());
        String group = told.pages.get(0).alert().incidentId();
        told.lines();
        say(acknowledge("a1", group));
        incidents.addAll(fail(5, 50, E7));
        pass(BY_ENCODER.patience());
        assertThat(told.lines()).isEmpty();
        assertThat(told.rows()).contains("ESCALATED encoder=e7 a1");
        incidents.forEach(incident -> send(incident.cleared(9_000)));

        assertThat(told.lines()).containsExactly("CLEARED encoder=e7 video.black major");
    }

    @Test
    void saysOnceThatSomethingComesAndGoes() {
        use(DAMPED);
        for (int i = 0; i < 20; i++) {
            Incident news = Incident.black("news", NONE, i * 10_000L);
            send(news.opened());
            pass(Duration.ofSeconds(5));
            send(news.cleared(i * 10_000L + 5_000));
            pass(Duration.ofSeconds(5));
        }

        List<String> lines = told.lines();
        assertThat(lines).hasSize(11);
        assertThat(lines.get(10)).isEqualTo("OPENED news video.black major");
        assertThat(told.rows()).hasSize(30).allMatch(row -> row.endsWith("news flapping"));
        pass(FlapSettings.DEFAULT.quiet());
        assertThat(told.pages.get(0).alert().message())
                .isEqualTo("news: video.black was quiet for 10 min; 15 openings were not told");
        assertThat(told.lines()).containsExactly("CLEARED news video.black major");
        pass(Duration.ofDays(1));
        assertThat(told.lines()).isEmpty();
    }

    @Test
    void tellsWhatStaysOpenAfterItCameAndWent() {
        use(new DeskSettings(null, new FlapSettings(1, Duration.ofHours(1), Duration.ofHours(1))));
        Incident first = Incident.black("news", NONE, 0);
        Incident last = Incident.black("news", NONE, 10_000);
        send(first.opened());
        send(first.cleared(5_000));
        send(last.opened());
        told.lines();
        send(last.escalated());
        assertThat(told.lines()).containsExactly("ESCALATED news video.black critical");
        pass(Duration.ofHours(1));

        assertThat(told.lines())
                .containsExactly(
                        "CLEARED news video.black critical",
                        "OPENED news video.black major",
                        "ESCALATED news video.black critical");
        send(last.cleared(99_000));
        assertThat(told.lines()).containsExactly("CLEARED news video.black major");
    }

    @Test
    void aBacklogOfHoursIsNotFlapping() {
        use(DAMPED);
        for (int i = 0; i < 20; i++) {
            Incident news = Incident.black("news", NONE, i * 600_000L);
            send(news.opened());
            send(news.cleared(i * 600_000L + 5_000));
        }

        assertThat(told.lines()).hasSize(40);
    }

    @Test
    void aGroupThatComesAndGoesIsDampedAsOne() {
        use(new DeskSettings(BY_ENCODER, FlapSettings.DEFAULT));
        for (int i = 0; i < 10; i++) {
            for (int s = 0; s < 8; s++) {
                send(Incident.black("s" + s, E7, i * 20_000L).opened());
            }
            pass(BY_ENCODER.patience());
            for (int s = 0; s < 8; s++) {
                send(Incident.black("s" + s, E7, i * 20_000L).cleared(i * 20_000L + 9_000));
            }
        }

        List<String> lines = told.lines();
        assertThat(lines).hasSize(11);
        assertThat(lines.get(10)).isEqualTo("OPENED encoder=e7 video.black major");
        pass(FlapSettings.DEFAULT.quiet());
        assertThat(told.lines()).containsExactly("CLEARED encoder=e7 video.black major");
    }

    @Test
    void endsWhatItsOwnProcessNeverEnded() {
        Incident lost = Incident.black("news", NONE, 0);
        Incident next = Incident.black("news", NONE, 60_000);
        send(lost.opened());
        send(next.opened());
        pass(Doubts.PATIENCE.minusMillis(1));
        told.lines();
        pass(Duration.ofMillis(1));

        assertThat(told.pages.get(0).alert().alertId()).isEqualTo(lost.cleared(0).alertId());
        assertThat(told.lines()).containsExactly("CLEARED news video.black major");
        send(lost.cleared(61_000));
        assertThat(told.lines()).isEmpty();
        send(next.cleared(70_000));
        assertThat(told.lines()).containsExactly("CLEARED news video.black major");
    }
}
