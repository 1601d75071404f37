package io.sightline.verify;

import io.sightline.verify.Findings.Gaps;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Checks measurements: one row for a second of a rendition, in order within a part. Holes are no
 * violation, but are counted. Memory: for each rendition what its holes take.
 */
final class SecondsCheck {

    private static final long MILLIS = 1_000;

    private final EventClock clock;
    private final Violations violations;
    private final Map<RenditionKey, Rendition> renditions = new HashMap<>();

    SecondsCheck(EventClock clock, Violations violations) {
        this.clock = clock;
        this.violations = violations;
    }

    void row(RowPlace place, MeasuredSecond row) {
        RenditionKey key = new RenditionKey(row.streamId(), row.rendition());
        Optional<String> objection = clock.objection(row.secondAtMillis());
        if (objection.isPresent()) {
            violations.add(Rule.TIMES_POSSIBLE, named(row) + " is " + objection.get(), place);
        } else if (row.secondAtMillis() % MILLIS != 0) {
            violations.add(Rule.TIMES_POSSIBLE, named(row) + " begins within a second", place);
        }
        Rendition rendition = renditions.computeIfAbsent(key, k -> new Rendition());
        long number = Math.floorDiv(row.secondAtMillis(), MILLIS);
        if (!rendition.seconds.add(number)) {
            violations.add(Rule.SECOND_ONCE, named(row) + " was there before", place);
        } else if (place.part().equals(rendition.lastPart) && number < rendition.lastSecond) {
            violations.add(
                    Rule.SECOND_ORDER,
                    named(row) + " comes after " + EventClock.text(rendition.lastSecond * MILLIS),
                    place);
        }
        rendition.lastPart = place.part();
        rendition.lastSecond = number;
    }

    private static String named(MeasuredSecond row) {
        return "second "
                + EventClock.text(row.secondAtMillis())
                + " of "
                + new RenditionKey(row.streamId(), row.rendition());
    }

    /** Whether that rendition was measured, and never at a time from the begin of a file. */
    boolean isOfClockOnly(String streamId, String rendition) {
        Rendition known = renditions.get(new RenditionKey(streamId, rendition));
        return known != null && !EventClock.isOffset(known.seconds.first() * MILLIS);
    }

    Gaps gaps() {
        GapCount gaps = new GapCount();
        renditions.forEach(
                (key, rendition) ->
                        rendition.seconds.forEachHole(
                                (from, to) -> addGap(gaps, key, from * MILLIS, to * MILLIS)));
        return gaps.counted();
    }

    private static void addGap(GapCount gaps, RenditionKey key, long fromMillis, long toMillis) {
        // From the times of files to those of a clock no time was missed.
        if (EventClock.isOffset(fromMillis) == EventClock.isOffset(toMillis)) {
            gaps.add(key, fromMillis, (toMillis - fromMillis) / MILLIS);
        }
    }

    private static final class Rendition {
        private final Stretches seconds = new Stretches();
        private String lastPart = "";
        private long lastSecond = Long.MIN_VALUE;
    }
}
