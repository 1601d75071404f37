package io.sightline.cli;

import io.sightline.query.LakeCatalog;
import io.sightline.sink.ClientProperties;
import io.sightline.sink.OutputException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/** Checks the options that say which lake is meant. */
final class LakeOptions {

    /** What to do when the lake's own classes are not there. */
    static final String NOT_HERE =
            "The lake's jars are not on the class path. job/bin/sightline adds them; on a cluster"
                    + " they go beside the job's jar (docs/how-to/fill-a-lake.md).";

    private final List<String> problems;

    /**
     * @param problems takes what is wrong
     */
    LakeOptions(List<String> problems) {
        this.problems = problems;
    }

    /** The lake; an empty one after a problem. */
    LakeCatalog catalog(@Nullable String warehouse, @Nullable Path properties) {
        if (warehouse == null || warehouse.isBlank()) {
            problems.add("--warehouse: name the folder, or the URI, of the lake");
            return new LakeCatalog(Map.of());
        }
        try {
            return LakeCatalog.of(warehouse, own(properties));
        } catch (InvalidPathException e) {
            problems.add("--warehouse: '" + warehouse + "' is no path: " + e.getReason());
            return new LakeCatalog(Map.of());
        }
    }

    private Map<String, String> own(@Nullable Path file) {
        if (file == null) {
            return Map.of();
        }
        try {
            return ClientProperties.read(file);
        } catch (OutputException e) {
            problems.add("--catalog: cannot read " + file + ", a .properties file in UTF-8");
            return Map.of();
        }
    }

    /** A duration above zero; what is usual if none, or a wrong one, is given. */
    Duration duration(String option, @Nullable String given, Duration usual) {
        if (given == null) {
            return usual;
        }
        try {
            Duration duration = TimeUtils.parseDuration(given);
            if (!duration.isZero() && !duration.isNegative()) {
                return duration;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        problems.add(option + ": '" + given + "' is no duration such as 30s, 5min or 7d");
        return usual;
    }
}
