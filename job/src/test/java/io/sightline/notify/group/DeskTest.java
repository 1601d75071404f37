package io.sightline.notify.group;

import static io.sightline.notify.group.DeskScene.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.table.Alert;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told where nothing is held back, grouped or damped. */
final class DeskTest {

    private final DeskScene desk = new DeskScene(DeskSettings.PLAIN);

    @Test
    void tellsEverythingOnceThoughItComesTwice() {
        Incident news = Incident.black("news", NONE, 0);
        for (Alert alert : List.of(news.opened(), news.escalated(), news.cleared(9_000))) {
            desk.send(alert);
            desk.send(alert);
            desk.send(news.opened());
        }

        assertThat(desk.told.lines())
                .containsExactly(
                        "OPENED news video.black major",
                        "ESCALATED news video.black critical",
                        "CLEARED news video.black major");
    }

    @Test
    void tellsTheEndOfWhatItHasNeverHeardOf() {
        desk.send(Incident.black("news", NONE, 0).cleared(9_000));

        assertThat(desk.told.lines()).containsExactly("CLEARED news video.black major");
    }

    @Test
    void endsWhatItsOwnProcessNeverEnded() {
        Incident lost = Incident.black("news", NONE, 0);
        Incident next = Incident.black("news", NONE, 60_000);
        desk.send(lost.opened());
        desk.send(next.opened());
        desk.pass(Doubts.PATIENCE.minusMillis(1));
        desk.told.lines();
        desk.pass(Duration.ofMillis(1));

        assertThat(desk.told.pages.get(0).alert().alertId()).isEqualTo(lost.cleared(0).alertId());
        assertThat(desk.told.lines()).containsExactly("CLEARED news video.black major");
        desk.send(lost.cleared(61_000));
        assertThat(desk.told.lines()).isEmpty();
        desk.send(next.cleared(70_000));
        assertThat(desk.told.lines()).containsExactly("CLEARED news video.black major");
    }
}
