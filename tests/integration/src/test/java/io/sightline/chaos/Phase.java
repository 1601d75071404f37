package io.sightline.chaos;

/**
 * A stretch of one stream in which the same happens all the time. Wall time, epoch milliseconds.
 *
 * @param before what happened before it
 */
record Phase(Fault fault, Fault before, long fromMillis, long toMillis) {

    boolean isLongerThan(long millis) {
        return toMillis - fromMillis > millis;
    }

    @Override
    public String toString() {
        return "%s (after %s), %.1f s".formatted(fault, before, (toMillis - fromMillis) / 1e3);
    }
}
