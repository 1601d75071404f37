package io.sightline.query;

import io.sightline.notify.control.ControlTable;
import io.sightline.registry.RegistryAddress;
import io.sightline.registry.RegistryAddress.InFile;
import io.sightline.registry.RegistryAddress.InTopic;
import io.sightline.table.TableSchemas;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The statements that make what operators said, and what became of notifications, tables and views
 * of a Flink SQL session; behind those of {@link TableDefinitions}, on whose {@code alerts} they
 * stand.
 */
public final class ControlTables {

    private static final String VIEWS = "controls.sql";

    private ControlTables() {}

    /**
     * All statements, in an order in which they can be executed.
     *
     * @param source where {@code notifications} are read, as the record is
     * @param controls the file or topic that {@code notify.yaml} names
     */
    public static String script(RecordSource source, RegistryAddress controls) {
        return String.join(
                "\n",
                TableDefinitions.table(TableSchemas.NOTIFICATIONS, source),
                TableDefinitions.table(
                        ControlTable.SCHEMA,
                        ControlTable.SCHEMA.name(),
                        options(controls, source.isBounded())),
                views());
    }

    private static Map<String, String> options(RegistryAddress address, boolean isBounded) {
        Map<String, String> options = new LinkedHashMap<>();
        if (address instanceof InTopic topic) {
            options.put("connector", "kafka");
            options.put("topic", topic.topic());
            options.put("properties.bootstrap.servers", topic.bootstrapServers());
            new TreeMap<>(topic.clientProperties())
                    .forEach((name, value) -> options.put("properties." + name, value));
            options.put("scan.startup.mode", "earliest-offset");
            if (isBounded) {
                options.put("scan.bounded.mode", "latest-offset");
            }
        } else {
            options.put("connector", "filesystem");
            options.put("path", ((InFile) address).file().toAbsolutePath().toUri().toString());
        }
        options.put("format", "json");
        options.put("json.timestamp-format.standard", "ISO-8601");
        options.put("json.ignore-parse-errors", "true"); // a bad entry is skipped there, too
        return options;
    }

    private static String views() {
        try (InputStream in = ControlTables.class.getResourceAsStream(VIEWS)) {
            return new String(
                    Objects.requireNonNull(in, VIEWS).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
