package io.sightline.control;

import io.sightline.notify.control.Control;
import io.sightline.notify.control.Controls;
import io.sightline.yaml.ConfigProblem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of controls, one JSON object a line, parsed when it is not the same as before. A file that
 * does not exist says nothing: nobody has silenced anything yet. One thread.
 */
final class FileControls implements ControlSource {

    private static final long MAX_BYTES = 16_000_000;

    private final Path file;
    private String text = "";
    private @Nullable Controls controls; // what the text says

    FileControls(Path file) {
        this.file = file;
    }

    @Override
    public Controls read() throws IOException {
        String now = text(file);
        if (controls == null || !now.equals(text)) {
            controls = parse(file.toString(), now);
            text = now;
        }
        return controls;
    }

    /** What is in a file, or nothing if there is none. */
    static String text(Path file) throws IOException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException(file + " is larger than " + MAX_BYTES + " bytes");
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not text in UTF-8; give a file of controls", e);
        }
    }

    static Controls parse(String place, String text) {
        Map<String, Control> byId = new LinkedHashMap<>();
        List<ConfigProblem> problems = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            ControlReader.Read read = ControlReader.read(place, number, null, line);
            problems.addAll(read.problems());
            Control control = read.control();
            if (control != null && byId.putIfAbsent(control.id(), control) != null) {
                problems.add(
                        new ConfigProblem(
                                place,
                                number,
                                "duplicate id '" + control.id() + "'; the first one is used"));
            }
        }
        return new Controls(
                List.copyOf(byId.values()),
                problems.stream().map(ConfigProblem::toString).toList());
    }

    @Override
    public void close() {
        // Nothing is held between two looks.
    }
}
