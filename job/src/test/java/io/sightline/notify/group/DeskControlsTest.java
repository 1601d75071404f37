package io.sightline.notify.group;

import static io.sightline.notify.group.DeskScene.BY_ENCODER;
import static io.sightline.notify.group.DeskScene.E7;
import static io.sightline.notify.group.DeskScene.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.notify.control.Control;
import io.sightline.notify.control.Control.Kind;
import io.sightline.notify.route.Glob;
import io.sightline.policy.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What operators hold back, and when it is told after all. */
final class DeskControlsTest {

    private final DeskScene desk = new DeskScene(DeskSettings.PLAIN);

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

    @Test
    void tellsWhatWasSnoozedWhenTheSnoozeEnds() {
        desk.say(snooze("z1", "ne*"));
        Incident news = Incident.black("news", NONE, 0);
        desk.send(news.opened());
        desk.send(news.escalated());
        Incident other = Incident.black("sport", NONE, 0);
        desk.send(other.opened());

        assertThat(desk.told.lines()).containsExactly("OPENED sport video.black major");
        assertThat(desk.told.rows()).containsExactly("OPENED news z1", "ESCALATED news z1");

        desk.say();
        desk.say();

        assertThat(desk.told.lines())
                .containsExactly(
                        "OPENED news video.black major", "ESCALATED news video.black critical");
        desk.send(news.cleared(9_000));
        assertThat(desk.told.lines()).containsExactly("CLEARED news video.black major");
        assertThat(desk.told.rows()).isEmpty();
    }

    @Test
    void tellsNothingOfWhatIsOverBeforeTheSnooze() {
        desk.say(snooze("z1", "news"));
        Incident news = Incident.black("news", NONE, 0);
        desk.send(news.opened());
        desk.send(news.cleared(9_000));
        desk.say();

        assertThat(desk.told.lines()).isEmpty();
        assertThat(desk.told.rows()).containsExactly("OPENED news z1", "CLEARED news z1");
    }

    @Test
    void tellsTheEndWithinASnoozeOfWhatWasToldBefore() {
        Incident news = Incident.black("news", NONE, 0);
        desk.send(news.opened());
        desk.say(snooze("z1", "news"));
        desk.send(news.escalated());
        desk.send(news.cleared(9_000));

        assertThat(desk.told.lines())
                .containsExactly("OPENED news video.black major", "CLEARED news video.black major");
        assertThat(desk.told.rows()).containsExactly("ESCALATED news z1");
    }

    @Test
    void acknowledgedIncidentsSpeakUpOnlyWhenTheyBecomeBadEnough() {
        Incident news = Incident.black("news", NONE, 0);
        desk.send(news.opened(Severity.WARNING));
        desk.say(control("a1", Kind.ACKNOWLEDGE, news.id(), null, Map.of(), null));
        desk.send(news.escalated());
        Incident sport = Incident.black("sport", NONE, 0);
        desk.send(sport.opened());
        desk.say(acknowledge("a2", sport.id()));
        desk.send(sport.escalated());

        assertThat(desk.told.lines())
                .containsExactly(
                        "OPENED news video.black warning",
                        "OPENED sport video.black major",
                        "ESCALATED news video.black critical", // a1 was withdrawn
                        "ESCALATED sport video.black critical");
        assertThat(desk.told.rows()).containsExactly("ESCALATED news a1");
    }

    @Test
    void whatASnoozeHeldBackIsGroupedWhenItEnds() {
        DeskScene desk = new DeskScene(new DeskSettings(BY_ENCODER, null));
        desk.say(snooze("z1", "*"));
        desk.fail(0, 50, E7);
        desk.pass(Duration.ofHours(1));
        assertThat(desk.told.lines()).isEmpty();
        assertThat(desk.told.rows()).hasSize(50);
        desk.say();
        desk.pass(BY_ENCODER.patience());

        assertThat(desk.told.lines()).containsExactly("OPENED encoder=e7 video.black major");
    }

    @Test
    void whatWaitsForOthersIsHeldBackByASnoozeThatBegins() {
        DeskScene desk = new DeskScene(new DeskSettings(BY_ENCODER, null));
        desk.fail(0, 50, E7);
        desk.say(snooze("z1", "*"));
        desk.pass(Duration.ofHours(1));

        assertThat(desk.told.lines()).isEmpty();
    }

    @Test
    void anAcknowledgedGroupGrowsSilently() {
        DeskScene desk = new DeskScene(new DeskSettings(BY_ENCODER, null));
        List<Incident> incidents = new ArrayList<>(desk.fail(0, 5, E7));
        desk.pass(BY_ENCODER.patience());
        String group = desk.told.pages.get(0).alert().incidentId();
        desk.told.lines();
        desk.say(acknowledge("a1", group));
        incidents.addAll(desk.fail(5, 50, E7));
        desk.pass(BY_ENCODER.patience());
        assertThat(desk.told.lines()).isEmpty();
        assertThat(desk.told.rows()).contains("ESCALATED encoder=e7 a1");
        incidents.forEach(incident -> desk.send(incident.cleared(9_000)));

        assertThat(desk.told.lines()).containsExactly("CLEARED encoder=e7 video.black major");
    }
}
