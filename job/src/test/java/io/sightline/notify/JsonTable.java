package io.sightline.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rows of a table in files, as its readers see them: files whose names begin with a dot wait.
 */
final class JsonTable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonTable() {}

    static List<JsonNode> rows(Path table) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (Path file : files(table)) {
            String text = Files.readString(file);
            // A line that has no end yet is still being written.
            for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                rows.add(JSON.readTree(line));
            }
        }
        return rows;
    }

    /** Those that have a value in a column. */
    static List<JsonNode> rows(Path table, String column, String value) throws IOException {
        return rows(table).stream().filter(row -> row.get(column).asText().equals(value)).toList();
    }

    private static List<Path> files(Path table) throws IOException {
        if (!Files.isDirectory(table)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(table)) {
            return all.filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(file -> file.getFileName().toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
    }
}
