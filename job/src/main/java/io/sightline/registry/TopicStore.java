package io.sightline.registry;

import io.sightline.config.EditRefused;
import io.sightline.config.EntryDraft;
import io.sightline.config.RegistryText;
import io.sightline.registry.RegistryAddress.InTopic;
import io.sightline.yaml.NearestWord;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Edits a registry topic, and creates it for the first stream. Two who edit the same stream at the
 * same moment are not kept apart: the later record wins.
 */
final class TopicStore implements RegistryStore {

    private final InTopic address;
    private final Duration patience;
    private final TopicWriter writer;

    TopicStore(InTopic address, Duration patience) {
        this.address = address;
        this.patience = patience;
        this.writer = new TopicWriter(address, TopicUse.STREAMS, patience);
    }

    @Override
    public Outcome add(EntryDraft draft) throws IOException {
        RegistryTopic.makeReady(address, patience);
        if (records().containsKey(draft.id())) {
            throw new EditRefused("a stream '" + draft.id() + "' is there already, in " + address);
        }
        writer.write(Map.of(draft.id(), draft.asJson()));
        return Outcome.CHANGED;
    }

    @Override
    public Outcome remove(List<String> ids) throws IOException {
        requireKnown(ids, records());
        Map<String, @Nullable String> tombstones = new HashMap<>();
        ids.forEach(id -> tombstones.put(id, null));
        writer.write(tombstones);
        return Outcome.CHANGED;
    }

    @Override
    public Outcome enable(List<String> ids) throws IOException {
        return edit(ids, RegistryText::recordEnabled);
    }

    @Override
    public Outcome disable(List<String> ids) throws IOException {
        return edit(ids, RegistryText::recordDisabled);
    }

    /** Changes the text of a record; the first argument is how to call it in messages. */
    @FunctionalInterface
    private interface Change {
        String apply(String place, String text);
    }

    private Outcome edit(List<String> ids, Change change) throws IOException {
        Map<String, String> records = records();
        requireKnown(ids, records);
        Map<String, String> changed = new HashMap<>();
        for (String id : ids) {
            String before = records.get(id);
            String after = change.apply(address.topic() + " '" + id + "'", before);
            if (!after.equals(before)) {
                changed.put(id, after);
            }
        }
        writer.write(changed);
        return changed.isEmpty() ? Outcome.ALREADY_SO : Outcome.CHANGED;
    }

    private SortedMap<String, String> records() throws IOException {
        try (TopicReader reader = new TopicReader(address, TopicUse.STREAMS, patience)) {
            return new TreeMap<>(reader.read());
        }
    }

    private void requireKnown(List<String> ids, Map<String, String> records) {
        List<String> reasons = new ArrayList<>();
        for (String id : ids) {
            if (!records.containsKey(id)) {
                reasons.add(
                        "no stream '"
                                + id
                                + "' in "
                                + address
                                + NearestWord.hint(id, records.keySet()));
            }
        }
        if (!reasons.isEmpty()) {
            throw new EditRefused(reasons);
        }
    }
}
