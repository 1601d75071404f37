package io.sightline.control;

import io.sightline.config.EditRefused;
import io.sightline.notify.control.Control;
import io.sightline.notify.control.Control.Kind;
import io.sightline.notify.control.ControlTable;
import io.sightline.notify.control.Controls;
import io.sightline.registry.RegistryAddress;
import io.sightline.registry.RegistryAddress.InFile;
import io.sightline.registry.RegistryAddress.InTopic;
import io.sightline.registry.RegistryTopic;
import io.sightline.registry.ReplacedFile;
import io.sightline.registry.TopicUse;
import io.sightline.registry.TopicWriter;
import io.sightline.yaml.NearestWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Controls that are edited. What cannot be done is an {@link EditRefused}. Two who edit one file at
 * the same moment may undo each other's edit; in a topic only edits of the same control meet.
 */
public final class ControlStore {

    private final RegistryAddress address;
    private final Duration patience;

    /**
     * @param patience the longest wait for each answer of a cluster
     */
    public ControlStore(RegistryAddress address, Duration patience) {
        this.address = address;
        this.patience = patience;
    }

    /** What is said now. */
    public Controls read() throws IOException {
        try (ControlSource source = ControlSource.open(address, patience)) {
            return source.read();
        }
    }

    /** Says something. Under an id that is there already, it replaces what was said. */
    public void put(List<Control> controls) throws IOException {
        if (address instanceof InTopic topic) {
            RegistryTopic.makeReady(topic, TopicUse.CONTROLS, patience);
            Map<String, String> records = new HashMap<>();
            controls.forEach(control -> records.put(control.id(), ControlTable.json(control)));
            new TopicWriter(topic, TopicUse.CONTROLS, patience).write(records);
        } else {
            Set<String> ids = controls.stream().map(Control::id).collect(Collectors.toSet());
            edit(((InFile) address).file(), ids, controls);
        }
    }

    /**
     * Takes back what was said.
     *
     * @param by who does
     * @return the former controls
     */
    public List<Control> withdraw(List<String> ids, String by, long nowMillis) throws IOException {
        List<Control> all = read().all();
        Set<String> known = all.stream().map(Control::id).collect(Collectors.toSet());
        List<String> reasons = new ArrayList<>();
        for (String id : ids) {
            if (!known.contains(id)) {
                reasons.add("no control '" + id + "' in " + address + NearestWord.hint(id, known));
            }
        }
        if (!reasons.isEmpty()) {
            throw new EditRefused(reasons);
        }
        if (address instanceof InTopic topic) {
            TopicWriter writer = new TopicWriter(topic, TopicUse.CONTROLS, patience);
            // SQL does not see that a record was removed: it sees a last word, until compaction.
            Map<String, String> words = new HashMap<>();
            Map<String, @Nullable String> tombstones = new HashMap<>();
            for (String id : ids) {
                words.put(id, ControlTable.json(withdrawn(id, by, nowMillis)));
                tombstones.put(id, null);
            }
            writer.write(words);
            writer.write(tombstones);
        } else {
            edit(((InFile) address).file(), new HashSet<>(ids), List.of());
        }
        return all.stream().filter(control -> ids.contains(control.id())).toList();
    }

    private static Control withdrawn(String id, String by, long nowMillis) {
        return new Control(
                id,
                Kind.WITHDRAWN,
                null,
                null,
                Map.of(),
                null,
                null,
                null,
                null,
                null,
                by,
                "",
                nowMillis);
    }

    /** Lines that cannot be read stay as they are: they are for their author to correct. */
    private static void edit(Path file, Set<String> without, List<Control> with)
            throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new EditRefused("there is no folder " + folder + "; create it first");
        }
        List<String> lines = new ArrayList<>();
        for (String line : FileControls.text(file).lines().toList()) {
            Control control = ControlReader.read("", 0, null, line).control();
            if (control == null || !without.contains(control.id())) {
                lines.add(line);
            }
        }
        with.forEach(control -> lines.add(ControlTable.json(control)));
        lines.removeAll(Collections.singleton(""));
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        ReplacedFile.write(target, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
    }
}
