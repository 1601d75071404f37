package io.sightline.notify;

import io.sightline.notify.control.ControlFeed;
import io.sightline.notify.group.DeskSettings;
import java.time.Duration;
import java.util.Map;

/**
 * How alerts become pages.
 *
 * @param desks by target; one that is not named is told everything singly, each time
 * @param controls what operators say
 */
public record Paging(Map<String, DeskSettings> desks, ControlFeed.Opener controls) {

    /** Everything is told, singly. */
    public static final Paging PLAIN = new Paging(Map.of(), ControlFeed.none());

    public Paging {
        desks = Map.copyOf(desks);
    }

    DeskSettings desk(String target) {
        return desks.getOrDefault(target, DeskSettings.PLAIN);
    }

    /** The longest that an alert waits for others like it. */
    Duration longestPatience() {
        return desks.values().stream()
                .filter(desk -> desk.group() != null)
                .map(desk -> desk.group().patience())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
