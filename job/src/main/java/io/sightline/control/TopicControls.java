package io.sightline.control;

import io.sightline.notify.control.Control;
import io.sightline.notify.control.Controls;
import io.sightline.registry.RegistryAddress.InTopic;
import io.sightline.registry.TopicReader;
import io.sightline.registry.TopicUse;
import io.sightline.yaml.ConfigProblem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A topic of controls; only records that changed are parsed. One thread; any may close. */
final class TopicControls implements ControlSource {

    private final TopicReader topic; // owned, closed in close()
    private Map<String, Parsed> parsed = Map.of();
    private @Nullable Controls controls; // what all of them say together

    private record Parsed(String text, ControlReader.Read says) {}

    TopicControls(InTopic address, Duration patience) {
        topic = new TopicReader(address, TopicUse.CONTROLS, patience);
    }

    @Override
    public Controls read() throws IOException {
        Map<String, String> records = topic.read();
        Map<String, Parsed> now = new HashMap<>();
        boolean changed = controls == null || records.size() != parsed.size();
        for (Map.Entry<String, String> record : records.entrySet()) {
            Parsed known = parsed.get(record.getKey());
            if (known == null || !known.text.equals(record.getValue())) {
                known = parse(record.getKey(), record.getValue());
                changed = true;
            }
            now.put(record.getKey(), known);
        }
        parsed = now;
        if (changed || controls == null) {
            controls = together(records.keySet().stream().map(now::get).toList());
        }
        return controls;
    }

    private Parsed parse(String key, String text) {
        String place = topic.name() + " '" + key + "'";
        return new Parsed(text, ControlReader.read(place, 0, key, text));
    }

    private static Controls together(List<Parsed> all) {
        List<Control> controls = new ArrayList<>();
        List<ConfigProblem> problems = new ArrayList<>();
        for (Parsed one : all) {
            problems.addAll(one.says.problems());
            if (one.says.control() != null) {
                controls.add(one.says.control());
            }
        }
        return new Controls(controls, problems.stream().map(ConfigProblem::toString).toList());
    }

    @Override
    public void close() {
        topic.close();
    }
}
