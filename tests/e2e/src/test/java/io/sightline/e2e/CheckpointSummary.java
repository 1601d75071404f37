package io.sightline.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How long checkpoints took and how large they were.
 *
 * @param summary as Flink's REST interface gives it
 */
record CheckpointSummary(long completed, long failed, JsonNode summary) {

    private static final List<String> COLUMNS = List.of("p50", "p95", "p99", "max");

    /** For people. */
    String table() {
        return """
                | %d checkpoints, %d failed | median | p95 | p99 | most |
                |---|---|---|---|---|
                | duration from end to end, ms | %s |
                | whole state, KiB | %s |
                | written by one, KiB | %s |
                """
                .formatted(
                        completed,
                        failed,
                        cells("end_to_end_duration", 1),
                        cells("state_size", 1024),
                        cells("checkpointed_size", 1024));
    }

    private String cells(String name, int unit) {
        return COLUMNS.stream()
                .map(column -> Math.round(summary.path(name).path(column).asDouble() / unit))
                .map(String::valueOf)
                .collect(Collectors.joining(" | "));
    }
}
