package io.sightline.notify.route;

import io.sightline.table.Alert;
import java.io.Serializable;
import java.util.List;
import java.util.function.Predicate;

/**
 * All routes, in order: the first that fits an alert decides, unless it goes on.
 *
 * @param list none at all tells everybody everything
 */
public record Routes(List<Route> list) implements Serializable {

    public Routes {
        list = List.copyOf(list);
    }

    /**
     * Whether a target is told.
     *
     * @param wallMillis now
     */
    public boolean tell(String target, Alert alert, long wallMillis) {
        return leadTo(target, match -> match.fits(alert, wallMillis));
    }

    /**
     * Whether a target that was told of an incident is told how it goes on, too: whoever was woken
     * at night also hears, in the morning and at a lower severity, that it is over.
     */
    public boolean tellMore(String target, Alert alert) {
        return list.isEmpty()
                || list.stream()
                        .anyMatch(
                                route ->
                                        route.targets().contains(target)
                                                && route.match().fitsWhoeverItIs(alert));
    }

    /** Whether a target wants to hear of the begin of incidents at all. */
    public boolean tellsBegin(String target) {
        return list.isEmpty()
                || list.stream()
                        .filter(route -> route.targets().contains(target))
                        .map(route -> route.match().events())
                        .anyMatch(
                                events ->
                                        events.isEmpty()
                                                || events.contains(Alert.Event.OPENED)
                                                || events.contains(Alert.Event.ESCALATED));
    }

    private boolean leadTo(String target, Predicate<Match> fits) {
        if (list.isEmpty()) {
            return true;
        }
        for (Route route : list) {
            if (fits.test(route.match())) {
                if (route.targets().contains(target)) {
                    return true;
                }
                if (!route.goesOn()) {
                    return false;
                }
            }
        }
        return false;
    }
}
