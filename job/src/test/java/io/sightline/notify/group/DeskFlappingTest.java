package io.sightline.notify.group;

import static io.sightline.notify.group.DeskScene.BY_ENCODER;
import static io.sightline.notify.group.DeskScene.E7;
import static io.sightline.notify.group.DeskScene.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What comes and goes is told once. */
final class DeskFlappingTest {

    private final DeskScene desk = new DeskScene(new DeskSettings(null, FlapSettings.DEFAULT));

    @Test
    void saysOnceThatSomethingComesAndGoes() {
        for (int i = 0; i < 20; i++) {
            Incident news = Incident.black("news", NONE, i * 10_000L);
            desk.send(news.opened());
            desk.pass(Duration.ofSeconds(5));
            desk.send(news.cleared(i * 10_000L + 5_000));
            desk.pass(Duration.ofSeconds(5));
        }

        List<String> lines = desk.told.lines();
        assertThat(lines).hasSize(11);
        assertThat(lines.get(10)).isEqualTo("OPENED news video.black major");
        assertThat(desk.told.rows()).hasSize(30).allMatch(row -> row.endsWith("news flapping"));
        desk.pass(FlapSettings.DEFAULT.quiet());
        assertThat(desk.told.pages.get(0).alert().message())
                .isEqualTo("news: video.black was quiet for 10 min; 15 openings were not told");
        assertThat(desk.told.lines()).containsExactly("CLEARED news video.black major");
        desk.pass(Duration.ofDays(1));
        assertThat(desk.told.lines()).isEmpty();
    }

    @Test
    void tellsWhatStaysOpenAfterItCameAndWent() {
        DeskScene desk =
                new DeskScene(
                        new DeskSettings(
                                null,
                                new FlapSettings(1, Duration.ofHours(1), Duration.ofHours(1))));
        Incident first = Incident.black("news", NONE, 0);
        Incident last = Incident.black("news", NONE, 10_000);
        desk.send(first.opened());
        desk.send(first.cleared(5_000));
        desk.send(last.opened());
        desk.told.lines();
        desk.send(last.escalated());
        assertThat(desk.told.lines()).containsExactly("ESCALATED news video.black critical");
        desk.pass(Duration.ofHours(1));

        assertThat(desk.told.lines())
                .containsExactly(
                        "CLEARED news video.black critical",
                        "OPENED news video.black major",
                        "ESCALATED news video.black critical");
        desk.send(last.cleared(99_000));
        assertThat(desk.told.lines()).containsExactly("CLEARED news video.black major");
    }

    @Test
    void aBacklogOfHoursIsNotFlapping() {
        for (int i = 0; i < 20; i++) {
            Incident news = Incident.black("news", NONE, i * 600_000L);
            desk.send(news.opened());
            desk.send(news.cleared(i * 600_000L + 5_000));
        }

        assertThat(desk.told.lines()).hasSize(40);
    }

    @Test
    void aGroupThatComesAndGoesIsDampedAsOne() {
        DeskScene desk = new DeskScene(new DeskSettings(BY_ENCODER, FlapSettings.DEFAULT));
        for (int i = 0; i < 10; i++) {
            for (int s = 0; s < 8; s++) {
                desk.send(Incident.black("s" + s, E7, i * 20_000L).opened());
            }
            desk.pass(BY_ENCODER.patience());
            for (int s = 0; s < 8; s++) {
                desk.send(Incident.black("s" + s, E7, i * 20_000L).cleared(i * 20_000L + 9_000));
            }
        }

        List<String> lines = desk.told.lines();
        assertThat(lines).hasSize(11);
        assertThat(lines.get(10)).isEqualTo("OPENED encoder=e7 video.black major");
        desk.pass(FlapSettings.DEFAULT.quiet());
        assertThat(desk.told.lines()).containsExactly("CLEARED encoder=e7 video.black major");
    }
}
