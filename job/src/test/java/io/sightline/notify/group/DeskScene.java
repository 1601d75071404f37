package io.sightline.notify.group;

import io.sightline.notify.control.Control;
import io.sightline.notify.control.Controls;
import io.sightline.notify.control.InForce;
import io.sightline.table.Alert;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A desk on a clock that the test moves, and what it has told. */
final class DeskScene {

    static final Map<String, String> NONE = Map.of();
    static final Map<String, String> E7 = Map.of("encoder", "e7", "cdn", "x");
    static final GroupSettings BY_ENCODER = GroupSettings.by(List.of("encoder", "cdn"));

    final Told told = new Told();
    private final Desk desk;
    private long now = 1_000_000;

    DeskScene(DeskSettings settings) {
        desk = new Desk(settings, told);
    }

    void send(Alert alert) {
        desk.alert(alert, now);
    }

    void pass(Duration time) {
        now += time.toMillis();
        desk.time(now);
    }

    /** What operators say from now on. */
    void say(Control... controls) {
        InForce next = new Controls(List.of(controls), List.of()).at(now);
        desk.controls(next, now);
    }

    /** Opens an incident of each stream of a range, the end excluded. */
    List<Incident> fail(int from, int to, Map<String, String> labels) {
        List<Incident> incidents =
                IntStream.range(from, to)
                        .mapToObj(i -> Incident.black("s" + i, labels, 500 + i))
                        .toList();
        incidents.forEach(incident -> send(incident.opened()));
        return incidents;
    }
}
