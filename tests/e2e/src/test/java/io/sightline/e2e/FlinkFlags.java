package io.sightline.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** The flags that Flink's start scripts give to every Java virtual machine. */
final class FlinkFlags {

    private FlinkFlags() {}

    /** {@code env.java.opts.all} of a configuration. */
    static List<String> of(Path configuration) throws IOException {
        Map<String, Object> settings = new Yaml().load(Files.readString(configuration));
        return List.of(settings.get("env.java.opts.all").toString().strip().split("\\s+", -1));
    }
}
