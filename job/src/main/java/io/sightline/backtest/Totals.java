package io.sightline.backtest;

import io.sightline.backtest.Difference.Kind;

/**
 * Incidents of one defect on one rendition, or of several, by number.
 *
 * @param beforeMillis how long those before lasted together
 */
public record Totals(
        long before,
        long after,
        long added,
        long removed,
        long changed,
        long beforeMillis,
        long afterMillis) {

    public static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0);

    public Totals plus(Totals other) {
        return new Totals(
                before + other.before,
                after + other.after,
                added + other.added,
                removed + other.removed,
                changed + other.changed,
                beforeMillis + other.beforeMillis,
                afterMillis + other.afterMillis);
    }

    public boolean isSame() {
        return added + removed + changed == 0;
    }

    Totals with(Kind kind) {
        return plus(
                switch (kind) {
                    case ADDED -> new Totals(0, 0, 1, 0, 0, 0, 0);
                    case REMOVED -> new Totals(0, 0, 0, 1, 0, 0, 0);
                    case CHANGED -> new Totals(0, 0, 0, 0, 1, 0, 0);
                });
    }
}
