package io.sightline.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.yaml.snakeyaml.Yaml;

/**
 * The configurations of this repository, as texts by key.
 *
 * @param name what messages call it
 */
record FlinkConf(String name, Map<String, String> settings) {

    static final Path ROOT = Path.of(System.getProperty("sightline.root", "../.."));

    private static final Path FOLDER = ROOT.resolve("flink-conf");
    private static final Path OVERLAYS = ROOT.resolve("k8s-operator/overlays");

    FlinkConf {
        settings = new TreeMap<>(settings);
    }

    /** Of a {@code config.yaml}, read by Flink. */
    static FlinkConf local() {
        return file("local");
    }

    static FlinkConf cluster() {
        return file("cluster");
    }

    private static FlinkConf file(String name) {
        Configuration configuration =
                GlobalConfiguration.loadConfiguration(FOLDER.resolve(name).toString());
        return new FlinkConf(name, configuration.toMap());
    }

    /** What the base of the manifests takes in; with the memory of the pods as Flink gets it. */
    static FlinkConf kubernetes() throws IOException {
        return patch("kubernetes", FOLDER.resolve("kubernetes/flink-deployment.yaml"));
    }

    /** The same with what an overlay changes. */
    static FlinkConf overlay(String name) throws IOException {
        Map<String, String> all = new TreeMap<>(kubernetes().settings());
        all.putAll(patch(name, OVERLAYS.resolve(name + "/flink-deployment.yaml")).settings());
        return new FlinkConf("overlay " + name, all);
    }

    /** The overlays that change Flink's configuration. */
    static List<String> overlays() throws IOException {
        try (Stream<Path> folders = Files.list(OVERLAYS)) {
            return folders.filter(folder -> Files.exists(folder.resolve("flink-deployment.yaml")))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    static Map<String, Object> spec(Path patch) throws IOException {
        Map<String, Object> manifest = new Yaml().load(Files.readString(patch));
        return child(manifest, "spec");
    }

    @SuppressWarnings("unchecked") // YAML with texts as keys
    private static Map<String, Object> child(Map<String, Object> parent, String key) {
        return (Map<String, Object>) parent.getOrDefault(key, Map.of());
    }

    private static FlinkConf patch(String name, Path file) throws IOException {
        Map<String, Object> spec = spec(file);
        Map<String, String> settings = new TreeMap<>();
        child(spec, "flinkConfiguration").forEach((key, text) -> settings.put(key, text + ""));
        for (String process : List.of("jobManager", "taskManager")) {
            Object memory = child(child(spec, process), "resource").get("memory");
            if (memory != null) { // the operator hands it to Flink
                settings.put(
                        process.toLowerCase(java.util.Locale.ROOT) + ".memory.process.size",
                        memory.toString());
            }
        }
        return new FlinkConf(name, settings);
    }

    /** The texts of another key, empty where it is not set. */
    String text(String key) {
        return settings.getOrDefault(key, "");
    }

    Configuration configuration() {
        return Configuration.fromMap(settings);
    }

    @Override
    public String toString() {
        return name;
    }
}
