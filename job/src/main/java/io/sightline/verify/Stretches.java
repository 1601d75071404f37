package io.sightline.verify;

import java.util.Map;
import java.util.TreeMap;

/** A set of whole seconds that takes as much memory as it has holes. */
final class Stretches {

    private final TreeMap<Long, Long> endByStart = new TreeMap<>(); // ends are exclusive

    /** Takes what lies between two stretches. */
    @FunctionalInterface
    interface HoleVisitor {
        void hole(long fromSecond, long toSecond);
    }

    /** Adds a second; false if it is there already. */
    boolean add(long second) {
        Map.Entry<Long, Long> before = endByStart.floorEntry(second);
        if (before != null && before.getValue() > second) {
            return false;
        }
        long start = before != null && before.getValue() == second ? before.getKey() : second;
        Long endOfNext = endByStart.remove(second + 1);
        endByStart.put(start, endOfNext == null ? second + 1 : endOfNext);
        return true;
    }

    /** The first of all seconds; there must be one. */
    long first() {
        return endByStart.firstKey();
    }

    void forEachHole(HoleVisitor visitor) {
        Long end = null;
        for (Map.Entry<Long, Long> stretch : endByStart.entrySet()) {
            if (end != null) {
                visitor.hole(end, stretch.getKey());
            }
            end = stretch.getValue();
        }
    }
}
