package io.sightline.registry;

import io.sightline.config.Registry;
import io.sightline.config.RegistryFile;
import io.sightline.yaml.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads a registry file, and parses it when it is not the same as before. One thread. */
final class FileSource implements RegistrySource {

    private final Path file;
    private final RegistryFile format;
    private String text = "";
    private @Nullable Registry registry; // what the text says

    FileSource(Path file, RegistryFile format) {
        this.file = file;
        this.format = format;
    }

    @Override
    public Registry read() throws IOException {
        try {
            // Times of change are too coarse to go by, and to read is cheap beside to parse.
            String now = RegistryFile.text(file);
            if (registry == null || !now.equals(text)) {
                registry = format.parse(file.toString(), now);
                text = now;
            }
            return registry;
        } catch (ConfigException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        // Nothing is held between two looks.
    }
}
