package io.sightline.cli;

import io.sightline.config.LabelSelector;
import io.sightline.notify.route.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a snooze or a maintenance window is about. */
final class ControlScope {

    @Option(
            names = "--stream",
            paramLabel = "PATTERN",
            description = "Streams with such ids; * stands for any characters, ? for one.")
    private @Nullable String stream;

    @Option(
            names = "--label",
            paramLabel = "NAME=VALUE",
            description = "Streams with this label. May be repeated; a stream needs them all.")
    private List<String> labels = new ArrayList<>();

    @Option(
            names = "--defect",
            paramLabel = "PATTERN",
            description = "Such defects only: video.black, or audio.*")
    private @Nullable String defect;

    @Option(names = "--incident", paramLabel = "ID", description = "One incident only.")
    private @Nullable String incident;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "Names it. What is there under this id is replaced. Default: a new one.")
    private @Nullable String id;

    @Nullable Glob stream() {
        return stream == null ? null : new Glob(stream.strip());
    }

    @Nullable Glob defect() {
        return defect == null ? null : new Glob(defect.strip());
    }

    @Nullable String incident() {
        return incident == null ? null : incident.strip();
    }

    Map<String, String> labels() {
        if (labels.isEmpty()) {
            return Map.of();
        }
        try {
            return LabelSelector.parse(String.join(",", labels)).labels();
        } catch (IllegalArgumentException e) {
            throw new UsageException(List.of("--label: " + e.getMessage()));
        }
    }

    String idOr(String usual) {
        return id == null ? usual : id.strip();
    }
}
