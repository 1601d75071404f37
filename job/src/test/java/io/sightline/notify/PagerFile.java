package io.sightline.notify;

import io.sightline.table.Alert;
import io.sightline.table.AlertJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes the pager lane as the job that watches does. Ownership: the opener closes it. */
public final class PagerFile implements AutoCloseable {

    private final OutputStream out;

    public PagerFile(Path output) throws IOException {
        Path folder = Files.createDirectories(output.resolve("pager"));
        out =
                Files.newOutputStream(
                        folder.resolve("pager-%013d-t.jsonl".formatted(System.currentTimeMillis())),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
    }

    public void write(Alert alert) throws IOException {
        byte[] json = AlertJson.write(alert);
        byte[] line = java.util.Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        out.write(line);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
