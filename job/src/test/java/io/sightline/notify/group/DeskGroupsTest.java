package io.sightline.notify.group;

import static io.sightline.notify.group.DeskScene.BY_ENCODER;
import static io.sightline.notify.group.DeskScene.E7;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.notify.Page;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What fails together is told as one. */
final class DeskGroupsTest {

    private final DeskScene desk = new DeskScene(new DeskSettings(BY_ENCODER, null));

    @Test
    void tellsTwoHundredStreamsWithOneEncoderAsOne() {
        List<Incident> incidents = desk.fail(0, 200, E7);
        assertThat(desk.told.lines()).isEmpty();
        desk.pass(BY_ENCODER.patience());

        assertThat(desk.told.pages).hasSize(1);
        Page page = desk.told.pages.get(0);
        assertThat(page.memberIncidents())
                .containsExactlyElementsOf(incidents.stream().map(Incident::id).toList());
        assertThat(page.memberStreams()).hasSize(200);
        assertThat(page.alert().message()).isEqualTo("200 streams with encoder=e7: video.black");
        assertThat(page.alert().labels()).isEqualTo(E7);
        assertThat(page.alert().incidentId()).matches("[0-9a-f]{16}");
        assertThat(page.alert().alertId()).isEqualTo(page.alert().incidentId() + "-opened-1");
        assertThat(desk.told.untold)
                .hasSize(200)
                .allMatch(u -> u.reason().equals(Untold.GROUPED))
                .allMatch(u -> page.alert().incidentId().equals(u.groupId()));
        assertThat(desk.told.lines()).containsExactly("OPENED encoder=e7 video.black major");

        incidents.forEach(incident -> desk.send(incident.cleared(9_000)));
        assertThat(desk.told.lines()).containsExactly("CLEARED encoder=e7 video.black major");
        desk.pass(Duration.ofDays(1));
        assertThat(desk.told.lines()).isEmpty();
    }

    @Test
    void tellsFewFailuresSingly() {
        List<Incident> incidents = desk.fail(0, 4, E7);
        desk.send(incidents.get(0).cleared(3_000)); // though it is over, it is not forgotten
        desk.pass(BY_ENCODER.patience().minusMillis(1));
        assertThat(desk.told.lines()).isEmpty();
        desk.pass(Duration.ofMillis(1));

        assertThat(desk.told.lines())
                .containsExactly(
                        "OPENED s0 video.black major",
                        "CLEARED s0 video.black major",
                        "OPENED s1 video.black major",
                        "OPENED s2 video.black major",
                        "OPENED s3 video.black major");
    }

    @Test
    void severalIncidentsOfOneStreamAreOneStream() {
        for (int i = 0; i < 9; i++) {
            desk.send(
                    new Incident("i" + i, "news", "video.black", E7, i) // of nine renditions
                            .opened());
        }
        desk.pass(BY_ENCODER.patience());

        assertThat(desk.told.lines()).hasSize(9);
    }

    @Test
    void choosesWhatExplainsMost() {
        desk.fail(0, 6, Map.of("encoder", "e7", "cdn", "x"));
        desk.fail(6, 9, Map.of("encoder", "e8", "cdn", "x"));
        desk.fail(9, 15, Map.of("encoder", "e9"));
        desk.pass(BY_ENCODER.patience());

        assertThat(desk.told.lines())
                .containsExactly(
                        "OPENED cdn=x video.black major", "OPENED encoder=e9 video.black major");
    }

    @Test
    void laterMembersJoinSilentlyUntilThereAreTwiceAsMany() {
        desk.fail(0, 5, E7);
        desk.pass(BY_ENCODER.patience());
        desk.fail(5, 9, E7);
        desk.pass(Duration.ofMinutes(5));
        assertThat(desk.told.lines()).containsExactly("OPENED encoder=e7 video.black major");
        desk.fail(9, 40, E7);
        desk.pass(BY_ENCODER.patience());

        assertThat(desk.told.pages.get(0).alert().message())
                .isEqualTo("40 streams with encoder=e7: video.black");
        assertThat(desk.told.lines()).containsExactly("ESCALATED encoder=e7 video.black major");
        desk.send(Incident.black("s39", E7, 539).escalated());
        assertThat(desk.told.lines()).containsExactly("ESCALATED encoder=e7 video.black critical");
    }

    @Test
    void tellsSinglyWhatIsLeftOfAGroup() {
        List<Incident> incidents = desk.fail(0, 6, E7);
        desk.pass(BY_ENCODER.patience());
        desk.told.lines();
        incidents.subList(2, 6).forEach(incident -> desk.send(incident.cleared(9_000)));
        desk.pass(BY_ENCODER.clear().minusMillis(1));
        assertThat(desk.told.lines()).isEmpty();
        desk.pass(Duration.ofMillis(1));

        assertThat(desk.told.pages.get(0).alert().message())
                .isEqualTo(
                        "encoder=e7: video.black is over in 4 of 6 cases; told singly from now on:"
                                + " s0, s1");
        assertThat(desk.told.lines())
                .containsExactly(
                        "CLEARED encoder=e7 video.black major",
                        "OPENED s0 video.black major",
                        "OPENED s1 video.black major");
        desk.send(incidents.get(0).cleared(19_000));
        assertThat(desk.told.lines()).containsExactly("CLEARED s0 video.black major");
    }

    @Test
    void aGroupThatFailedForAWhileBelowItsSizeStaysOneWhenOthersFail() {
        List<Incident> incidents = desk.fail(0, 5, E7);
        desk.pass(BY_ENCODER.patience());
        desk.send(incidents.get(0).cleared(9_000));
        desk.pass(Duration.ofSeconds(20));
        desk.fail(5, 6, E7);
        desk.pass(Duration.ofMinutes(2));

        assertThat(desk.told.lines()).containsExactly("OPENED encoder=e7 video.black major");
    }

    @Test
    void twoGroupsWithTheSameBeginningHaveTheirOwnIds() {
        desk.fail(0, 5, E7).forEach(incident -> desk.send(incident.cleared(9_000)));
        desk.pass(BY_ENCODER.patience());
        String first = desk.told.pages.get(0).alert().incidentId();
        desk.told.lines();
        for (int i = 0; i < 5; i++) {
            desk.send(new Incident("again" + i, "s" + i, "video.black", E7, 500 + i).opened());
        }
        desk.pass(BY_ENCODER.patience());

        assertThat(desk.told.pages).hasSize(1);
        assertThat(desk.told.pages.get(0).alert().incidentId()).isNotEqualTo(first);
    }
}
