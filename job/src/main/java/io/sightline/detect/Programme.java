package io.sightline.detect;

import io.sightline.detector.model.StreamId;
import io.sightline.flow.RenditionRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one subtask watches of one programme: the renditions of a stream, and those of the streams
 * that name it as their reference. All are compared with one of them. Thread: the task's.
 */
final class Programme {

    private final StreamId stream; // whose renditions others are compared with
    private final List<OffsetWatch> renditions = new ArrayList<>();

    Programme(StreamId stream) {
        this.stream = stream;
    }

    StreamId stream() {
        return stream;
    }

    OffsetWatch add(RenditionRef origin) {
        OffsetWatch added = new OffsetWatch(origin, this);
        renditions.add(added);
        tellWhetherCompared();
        return added;
    }

    void remove(OffsetWatch gone) {
        renditions.remove(gone);
        tellWhetherCompared();
    }

    boolean isEmpty() {
        return renditions.isEmpty();
    }

    private void tellWhetherCompared() {
        boolean isThere = renditions.stream().anyMatch(this::isOfStream);
        renditions.forEach(one -> one.compared(isThere && renditions.size() > 1));
    }

    /** The largest rendition of the stream itself, of equal ones the first by name. */
    @Nullable OffsetWatch reference() {
        return renditions.stream()
                .filter(one -> isOfStream(one) && one.area() > 0)
                .min(
                        Comparator.comparingLong((OffsetWatch one) -> -one.area())
                                .thenComparing(one -> one.origin().rendition().value()))
                .orElse(null);
    }

    private boolean isOfStream(OffsetWatch rendition) {
        return rendition.origin().stream().equals(stream);
    }
}
