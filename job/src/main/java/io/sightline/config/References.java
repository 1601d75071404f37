package io.sightline.config;

import io.sightline.detector.model.StreamId;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.yaml.NearestWord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether streams can be compared with those that they name.
 *
 * @param references of the streams that have one
 * @param known all ids, those of entries that cannot be used among them
 */
record References(Map<StreamId, StreamId> references, Set<StreamId> known) {

    static References of(Registry registry) {
        Map<StreamId, StreamId> references = new TreeMap<>();
        Set<StreamId> known = new TreeSet<>(registry.skipped());
        for (StreamEntry entry : registry.entries()) {
            known.add(entry.id());
            StreamId reference = entry.examination().reference();
            if (reference != null) {
                references.put(entry.id(), reference);
            }
        }
        return new References(references, known);
    }

    /** What is wrong with the reference of an entry. */
    Optional<String> problemWith(StreamEntry entry) {
        StreamId reference = entry.examination().reference();
        if (reference == null) {
            return Optional.empty();
        }
        if (!known.contains(reference)) {
            List<String> others =
                    known.stream()
                            .filter(id -> !id.equals(entry.id()))
                            .map(StreamId::value)
                            .toList();
            return Optional.of(
                    "'reference' names the unknown stream '"
                            + reference
                            + "'"
                            + NearestWord.hint(reference.value(), others));
        }
        StreamId next = references.get(reference);
        return next == null
                ? Optional.empty()
                : Optional.of(
                        "'reference' names '"
                                + reference
                                + "', which is compared with '"
                                + next
                                + "' itself; name a stream without 'reference'");
    }
}
