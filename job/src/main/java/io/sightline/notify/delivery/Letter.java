package io.sightline.notify.delivery;

import io.sightline.notify.Page;

/**
 * A page on its way to one target.
 *
 * @param decidedAtMillis when it was routed there, wall time
 * @param attempts how often it was sent so far
 */
public record Letter(Page page, Kind kind, long decidedAtMillis, int attempts) {

    /** Why it is sent. Appended to, never renamed: it is in state. */
    public enum Kind {
        /** Something has happened. */
        NEWS,
        /** Nothing has, but the receiver forgets what it is not told again. */
        REMINDER,
        /** The receiver knows the incident under a severity that is no longer true. */
        SUPERSEDED
    }

    public static Letter news(Page page, long decidedAtMillis) {
        return new Letter(page, Kind.NEWS, decidedAtMillis, 0);
    }

    public Letter as(Kind other, long nowMillis) {
        return new Letter(page, other, nowMillis, 0);
    }

    Letter tried() {
        return new Letter(page, kind, decidedAtMillis, attempts + 1);
    }

    String incidentId() {
        return page.alert().incidentId();
    }
}
