package io.sightline.source.enumerator;

import io.sightline.detector.model.StreamId;
import io.sightline.flow.Examination;
import io.sightline.policy.Policy;
import java.io.Serializable;
import java.util.Map;

/**
 * One stream to watch, as the registry or the command line names it.
 *
 * @param labels kept in every alert of the stream
 */
public record StreamEntry(
        StreamId id,
        StreamInput input,
        Examination examination,
        Map<String, String> labels,
        boolean enabled)
        implements Serializable {

    public StreamEntry {
        labels = Map.copyOf(labels);
    }

    /** All of what is at {@code url}, examined in full by the default policy. */
    public static StreamEntry of(StreamId id, String url) {
        return new StreamEntry(
                id,
                StreamInput.of(url),
                Examination.inFull(Policy.DEFAULT),
                Map.of(),
                /* enabled= */ true);
    }

    public StreamEntry withInput(StreamInput other) {
        return new StreamEntry(id, other, examination, labels, enabled);
    }

    public StreamEntry withExamination(Examination other) {
        return new StreamEntry(id, input, other, labels, enabled);
    }

    public StreamEntry withLabels(Map<String, String> other) {
        return new StreamEntry(id, input, examination, other, enabled);
    }

    public StreamEntry withEnabled(boolean watched) {
        return new StreamEntry(id, input, examination, labels, watched);
    }

    /** The stream whose programme it shows: its own, or that which it is compared with. */
    public StreamId programme() {
        return examination.programmeOf(id);
    }

    /** Where it is read. */
    public String url() {
        return input.url();
    }
}
