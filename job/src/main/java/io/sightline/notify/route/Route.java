package io.sightline.notify.route;

import java.io.Serializable;
import java.util.List;

/**
 * Who is told of which alerts.
 *
 * @param goesOn whether the routes behind it are looked at as well when it fits
 */
public record Route(Match match, List<String> targets, boolean goesOn) implements Serializable {

    public Route {
        targets = List.copyOf(targets);
    }
}
