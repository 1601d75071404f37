package io.sightline.verify;

import io.sightline.verify.Findings.Gap;
import io.sightline.verify.Findings.Gaps;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;

/** Counts holes in measurements, and keeps the longest. */
final class GapCount {

    private static final int KEPT = 5;
    private static final Comparator<Gap> LONGEST_FIRST =
            Comparator.comparingLong(Gap::seconds)
                    .reversed()
                    .thenComparing(Gap::streamId)
                    .thenComparing(Gap::rendition)
                    .thenComparing(Gap::fromMillis);

    private final PriorityQueue<Gap> longest = new PriorityQueue<>(LONGEST_FIRST.reversed());
    private final Set<RenditionKey> renditions = new HashSet<>();
    private long count;
    private long seconds;

    void add(RenditionKey key, long fromMillis, long missingSeconds) {
        renditions.add(key);
        count++;
        seconds += missingSeconds;
        longest.add(new Gap(key.streamId(), key.rendition(), fromMillis, missingSeconds));
        if (longest.size() > KEPT) {
            longest.remove();
        }
    }

    Gaps counted() {
        return new Gaps(
                count, seconds, renditions.size(), longest.stream().sorted(LONGEST_FIRST).toList());
    }
}
