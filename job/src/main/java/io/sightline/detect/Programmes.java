package io.sightline.detect;

import io.sightline.detector.model.StreamId;
import io.sightline.flow.RenditionRef;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/** Which renditions of a subtask show the same programme. Thread: the task's. */
final class Programmes {

    private final Map<StreamId, Programme> byStream = new HashMap<>();
    private final IdentityHashMap<RenditionRef, OffsetWatch> watches = new IdentityHashMap<>();

    /** The watch of a rendition, which counts as watched from its first call on. */
    OffsetWatch watchOf(RenditionRef origin) {
        OffsetWatch known = watches.get(origin);
        if (known == null) {
            StreamId shown = origin.examination().programmeOf(origin.stream());
            known = byStream.computeIfAbsent(shown, Programme::new).add(origin);
            watches.put(origin, known);
        }
        return known;
    }

    /** The rendition goes on as {@code next}. */
    void replace(RenditionRef origin, RenditionRef next) {
        OffsetWatch before = watchOf(origin);
        OffsetWatch after = watchOf(next);
        before.handOver(after);
        remove(origin);
    }

    void remove(RenditionRef origin) {
        OffsetWatch gone = watches.remove(origin);
        if (gone != null) {
            Programme programme = gone.programme();
            programme.remove(gone);
            if (programme.isEmpty()) {
                byStream.remove(programme.stream());
            }
        }
    }
}
