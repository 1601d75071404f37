package io.sightline.configuration;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.FallbackKey;

/**
 * Every option that a class of Flink declares: static fields of type {@link ConfigOption} in the
 * classes {@code *Options} of the jars {@code flink-*} on the class path.
 */
final class KnownOptions {

    /** Names that somebody chooses are parts of these keys; their options hold a placeholder. */
    private static final List<String> NAMED = List.of("metrics.reporter.", "external-resource.");

    /** Read by reporters and drivers themselves, who declare no option with the family. */
    private static final Map<String, ConfigOption<?>> UNDECLARED =
            Map.of(
                    "metrics.reporter.*.port",
                    ConfigOptions.key("port").stringType().noDefaultValue(),
                    "external-resource.*.kubernetes.config-key",
                    ConfigOptions.key("config-key").stringType().noDefaultValue());

    private final Map<String, ConfigOption<?>> byKey = new TreeMap<>(UNDECLARED);
    private final Map<String, String> successors = new HashMap<>(); // of keys no longer to be used

    private KnownOptions() {}

    static KnownOptions onClassPath() throws IOException {
        KnownOptions known = new KnownOptions();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (new File(entry).getName().matches("flink-.*\\.jar")) {
                known.addJar(new File(entry));
            }
        }
        return known;
    }

    private void addJar(File jar) throws IOException {
        List<String> names;
        try (ZipFile zip = new ZipFile(jar)) {
            names =
                    zip.stream()
                            .map(ZipEntry::getName)
                            .filter(name -> name.matches("org/apache/flink/[^$]*Options\\.class"))
                            .map(name -> name.replace('/', '.').replaceFirst("\\.class$", ""))
                            .toList();
        }
        for (String name : names) {
            try {
                for (Field field : Class.forName(name).getDeclaredFields()) {
                    if (Modifier.isStatic(field.getModifiers())
                            && field.getType() == ConfigOption.class) {
                        field.setAccessible(true);
                        add(name, (ConfigOption<?>) field.get(null));
                    }
                }
            } catch (ReflectiveOperationException | LinkageError e) {
                // Of a part of Flink whose own needs are not here: its keys count as unknown.
            }
        }
    }

    private void add(String declaredBy, ConfigOption<?> option) {
        boolean isReporters = declaredBy.matches(".*\\.(MetricOptions|Prometheus\\w+Options)");
        String key =
                isReporters && !option.key().startsWith("metrics.")
                        ? "metrics.reporter.*." + option.key()
                        : option.key().replaceAll("<\\w+>", "*");
        byKey.putIfAbsent(key, option);
        for (FallbackKey fallback : option.fallbackKeys()) {
            successors.putIfAbsent(fallback.getKey(), key);
        }
    }

    int count() {
        return byKey.size();
    }

    /** The option of a key, if there is one. */
    Optional<ConfigOption<?>> find(String key) {
        ConfigOption<?> option = byKey.get(key);
        for (String family : NAMED) {
            if (option == null && key.startsWith(family)) {
                String suffix = key.substring(family.length()).replaceFirst("^[^.]+\\.", "*.");
                option = byKey.get(family + suffix);
            }
        }
        return Optional.ofNullable(option);
    }

    /** Which only the operator reads, and {@code tests/manifests} checks. */
    static boolean isOfOperator(String key) {
        return key.startsWith("kubernetes.operator.") || key.startsWith("job.autoscaler.");
    }

    /** What is wrong with the keys and values of a file; empty when nothing is. */
    List<String> problems(Map<String, String> settings) {
        List<String> problems = new ArrayList<>();
        settings.forEach(
                (key, value) -> {
                    if (isOfOperator(key)) {
                        return;
                    }
                    Optional<ConfigOption<?>> option = find(key);
                    if (option.isPresent()) {
                        try {
                            typed(option.get(), value);
                        } catch (IllegalArgumentException e) {
                            problems.add(key + ": " + value + " is no value of it: " + e);
                        }
                    } else if (successors.containsKey(key)) {
                        problems.add(key + " is called " + successors.get(key) + " now");
                    } else {
                        problems.add(key + " is no key of Flink's");
                    }
                });
        return problems;
    }

    /** A value as Flink understands it, so that '2 s' and '2000 ms' are equal. */
    Object value(String key, String text) {
        if (isOfOperator(key)) {
            return text;
        }
        return typed(
                find(key).orElseThrow(() -> new IllegalArgumentException("unknown: " + key)), text);
    }

    private static <T> Object typed(ConfigOption<T> option, String text) {
        Configuration configuration = new Configuration();
        configuration.setString(option.key(), text);
        T value = configuration.get(option);
        return value instanceof String words ? words.strip().replaceAll("\\s+", " ") : value;
    }
}
