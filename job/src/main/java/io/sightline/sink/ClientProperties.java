package io.sightline.sink;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Properties of a Kafka client, as a site needs them: security above all. */
public final class ClientProperties {

    private static final Pattern SECRET =
            Pattern.compile("(?i).*(password|passphrase|secret|token|credential|jaas|\\.key\\b).*");

    private ClientProperties() {}

    /**
     * Reads a {@code .properties} file in UTF-8.
     *
     * @throws OutputException if it cannot be read
     */
    public static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new OutputException(
                    OutputException.Code.KAFKA_PROPERTIES,
                    "Cannot read the Kafka client properties '"
                            + file
                            + "': "
                            + e
                            + ". Name a readable .properties file in UTF-8.",
                    e);
        }
        Map<String, String> map = new TreeMap<>();
        properties.stringPropertyNames().forEach(k -> map.put(k, properties.getProperty(k)));
        return map;
    }

    /** The same properties for printing: sorted, values of secrets replaced. */
    public static Map<String, String> masked(Map<String, String> properties) {
        Map<String, String> shown = new TreeMap<>(properties);
        shown.replaceAll((key, value) -> SECRET.matcher(key).matches() ? "******" : value);
        return shown;
    }
}
