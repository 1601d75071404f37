package io.sightline.registry;

import io.sightline.config.Registry;
import io.sightline.config.RegistryFile;
import io.sightline.detector.model.StreamId;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.yaml.ConfigProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a registry topic; only records that changed are parsed. One thread; any may close. */
final class TopicSource implements RegistrySource {

    private final TopicReader topic; // owned, closed in close()
    private final RegistryFile format;
    private Map<String, Parsed> parsed = Map.of();
    private @Nullable Registry registry; // what all of them say together

    /** A record and what it says: one entry, or what is wrong with it. */
    private record Parsed(String text, Registry says) {}

    /** Ownership: takes {@code topic}. */
    TopicSource(TopicReader topic, RegistryFile format) {
        this.topic = topic;
        this.format = format;
    }

    @Override
    public Registry read() throws IOException {
        Map<String, String> records = topic.read();
        boolean changed = registry == null || records.size() != parsed.size();
        Map<String, Parsed> now = new HashMap<>();
        for (Map.Entry<String, String> record : records.entrySet()) {
            Parsed known = parsed.get(record.getKey());
            if (known == null || !known.text.equals(record.getValue())) {
                known = parse(record.getKey(), record.getValue());
                changed = true;
            }
            now.put(record.getKey(), known);
        }
        parsed = now;
        if (changed || registry == null) {
            registry = together(List.copyOf(records.keySet()));
        }
        return registry;
    }

    private Parsed parse(String key, String text) {
        return new Parsed(text, format.parseRecord(place(key), key, text));
    }

    private String place(String key) {
        return topic.name() + " '" + key + "'";
    }

    private Registry together(List<String> keys) {
        List<StreamEntry> entries = new ArrayList<>();
        List<ConfigProblem> problems = new ArrayList<>();
        Set<StreamId> skipped = new HashSet<>();
        for (String key : keys) {
            Registry says = parsed.get(key).says;
            entries.addAll(says.entries());
            problems.addAll(says.problems());
            skipped.addAll(says.skipped());
        }
        return new Registry(entries, problems, skipped)
                .withReferencesChecked(
                        (entry, problem) ->
                                new ConfigProblem(place(entry.id().value()), 0, problem));
    }

    @Override
    public void close() {
        topic.close();
    }
}
