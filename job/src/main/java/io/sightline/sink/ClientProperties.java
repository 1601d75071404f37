package io.sightline.sink;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.StringDeserializer;

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

    /**
     * Of a client that reads text, committed records only, wherever its caller seeks to and in no
     * group.
     *
     * @param own of the site
     * @param patience the longest wait for each answer
     */
    public static Properties forReading(
            Map<String, String> own, String bootstrapServers, Duration patience) {
        Properties properties = new Properties();
        properties.putAll(own);
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        String patienceMillis = Long.toString(patience.toMillis());
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, patienceMillis);
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, patienceMillis);
        return properties;
    }

    /** The same properties for printing: sorted, values of secrets replaced. */
    public static Map<String, String> masked(Map<String, String> properties) {
        Map<String, String> shown = new TreeMap<>(properties);
        shown.replaceAll((key, value) -> SECRET.matcher(key).matches() ? "******" : value);
        return shown;
    }
}
