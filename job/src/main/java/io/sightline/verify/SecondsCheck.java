package io.sightline.verify;

import io.sightline.verify.Findings.Gap;
import io.sightline.verify.Findings.Gaps;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Checks measurements: one row for a second of a rendition, in order within a part. Holes are no
 * violation, but are counted. Memory: for each rendition what its holes take.
 */
final class SecondsCheck {

    private static final int LONGEST_GAPS = 5;
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
        String second = "second " + EventClock.text(row.secondAtMillis()) + " of " + key;
        Optional<String> objection = clock.objection(row.secondAtMillis());
        if (objection.isPresent()) {
            violations.add(Rule.TIMES_POSSIBLE, second + " is " + objection.get(), place);
        } else if (row.secondAtMillis() % MILLIS != 0) {
            violations.add(Rule.TIMES_POSSIBLE, second + " begins within a second", place);
        }
        Rendition rendition = renditions.computeIfAbsent(key, k -> new Rendition());
        long number = Math.floorDiv(row.secondAtMillis(), MILLIS);
        if (!rendition.seconds.add(number)) {
            violations.add(Rule.SECOND_ONCE, second + " was there before", place);
        } else if (place.part().equals(rendition.lastPart) && number < rendition.lastSecond) {
            violations.add(
                    Rule.SECOND_ORDER,
                    second + " comes after " + EventClock.text(rendition.lastSecond * MILLIS),
                    place);
        }
        rendition.lastPart = place.part();
        rendition.lastSecond = number;
    }

    /** Whether that rendition was measured, and never at a time from the begin of a file. */
    boolean isOfClockOnly(String streamId, String rendition) {
        Rendition known = renditions.get(new RenditionKey(streamId, rendition));
        return known != null && !EventClock.isOffset(known.seconds.first() * MILLIS);
    }

    Gaps gaps() {
        PriorityQueue<Gap> longest = new PriorityQueue<>(Comparator.comparingLong(Gap::seconds));
        Set<RenditionKey> withGaps = new HashSet<>();
        long[] countAndSeconds = new long[2];
        renditions.forEach(
                (key, rendition) ->
                        rendition.seconds.forEachHole(
                                (from, to) -> {
                                    if (EventClock.isOffset(from * MILLIS)
                                            != EventClock.isOffset(to * MILLIS)) {
                                        return; // from files to a clock: no time was missed
                                    }
                                    withGaps.add(key);
                                    countAndSeconds[0]++;
                                    countAndSeconds[1] += to - from;
                                    longest.add(
                                            new Gap(
                                                    key.streamId(),
                                                    key.rendition(),
                                                    from * MILLIS,
                                                    to - from));
                                    if (longest.size() > LONGEST_GAPS) {
                                        longest.remove();
                                    }
                                }));
        return new Gaps(
                countAndSeconds[0],
                countAndSeconds[1],
                withGaps.size(),
                longest.stream()
                        .sorted(
                                Comparator.comparingLong(Gap::seconds)
                                        .reversed()
                                        .thenComparing(Gap::streamId)
                                        .thenComparing(Gap::fromMillis))
                        .toList());
    }

    private static final class Rendition {
        private final Stretches seconds = new Stretches();
        private String lastPart = "";
        private long lastSecond = Long.MIN_VALUE;
    }
}
