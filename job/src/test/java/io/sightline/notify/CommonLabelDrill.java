package io.sightline.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.job.EmbeddedRun;
import io.sightline.table.Alert;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two hundred live streams behind one edge of a CDN turn black at once: both jobs in one process,
 * one page. Not part of the normal run: {@code -Pnotify}.
 */
class CommonLabelDrill {

    private static final int STREAMS = 200;
    private static final Duration BLACK_FROM = Duration.ofSeconds(60);
    private static final Duration BLACK_TO = Duration.ofSeconds(85);
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir Path folder;

    /** Longer than by default: a player may hear of a segment a whole one later than another. */
    private String oneTarget(Receiver receiver) {
        return """
               targets:
                 pager:
                   type: webhook
                   url: %s
                   group: {by: [cdn], min: 5, wait: 10s}
               """
                .formatted(receiver.url());
    }

    @Test
    void areOnePage() throws Exception {
        try (Receiver receiver = new Receiver();
                LiveBlackout blackout = LiveBlackout.prepare(folder, BLACK_FROM, BLACK_TO);
                NotifyRun telling = NotifyRuns.start(folder, oneTarget(receiver))) {
            receiver.with(receiver::accept);
            try (EmbeddedRun watching = blackout.watch(STREAMS, "cdn: edge-1", folder)) {
                Waiting.until(
                        "all streams cleared",
                        PATIENCE,
                        () -> blackout.alerts(Alert.Event.CLEARED).size() == STREAMS);
                Waiting.until("its end", PATIENCE, () -> receiver.told().size() == 2);
                watching.stop();
            }
            assertThat(telling.drain(2 * STREAMS, PATIENCE)).isZero();
            telling.stop();

            requireOnePage(receiver.told(), blackout);
            requireRecord();
            report(receiver.told(), blackout);
        }
    }

    private static void requireOnePage(List<Receiver.Told> told, LiveBlackout blackout)
            throws Exception {
        assertThat(blackout.watchedAtFirstAlert()).as("live before it began").isEqualTo(STREAMS);
        assertThat(told).as("the page and its end").hasSize(2);
        JsonNode page = new ObjectMapper().readTree(told.get(0).body());
        assertThat(page.get("event").asText()).isEqualTo("OPENED");
        assertThat(page.get("stream_id").asText()).isEqualTo("cdn=edge-1");
        assertThat(page.get("defect").asText()).isEqualTo("video.black");
        assertThat(members(page)).hasSize(STREAMS);
        JsonNode end = new ObjectMapper().readTree(told.get(1).body());
        assertThat(end.get("event").asText()).isEqualTo("CLEARED");
        assertThat(end.get("incident_id")).isEqualTo(page.get("incident_id"));
    }

    private static Set<String> members(JsonNode page) {
        Set<String> streams = new HashSet<>();
        page.get("member_streams").forEach(stream -> streams.add(stream.asText()));
        return streams;
    }

    private void requireRecord() throws Exception {
        Path alerts = folder.resolve("alerts");
        assertThat(JsonTable.rows(alerts)).as("rows of alerts").hasSize(2 * STREAMS);
        assertThat(JsonTable.rows(alerts, "event", "OPENED"))
                .extracting(row -> row.get("stream_id").asText())
                .doesNotHaveDuplicates()
                .hasSize(STREAMS);
        List<JsonNode> notifications = JsonTable.rows(folder.resolve("notifications"));
        for (String event : List.of("OPENED", "CLEARED")) {
            assertThat(notifications)
                    .filteredOn(row -> row.get("event").asText().equals(event))
                    .filteredOn(row -> row.get("status").asText().equals("SUPPRESSED"))
                    .as("%s, told as one", event)
                    .hasSize(STREAMS)
                    .allSatisfy(row -> assertThat(row.get("reason").asText()).isEqualTo("grouped"));
        }
        assertThat(notifications).as("and the page, and its end").hasSize(2 * STREAMS + 2);
    }

    private static void report(List<Receiver.Told> told, LiveBlackout blackout) {
        List<LiveBlackout.Seen> opened = blackout.alerts(Alert.Event.OPENED);
        List<LiveBlackout.Seen> cleared = blackout.alerts(Alert.Event.CLEARED);
        System.out.printf(
                Locale.ROOT,
                "%d streams of one label: all OPENED within %.1f s, one page %.1f s after the first;"
                        + " resolved %.1f s after the last CLEARED%n",
                STREAMS,
                seconds(opened.get(0).atNanos(), opened.get(STREAMS - 1).atNanos()),
                seconds(opened.get(0).atNanos(), told.get(0).atNanos()),
                seconds(cleared.get(STREAMS - 1).atNanos(), told.get(1).atNanos()));
    }

    private static double seconds(long fromNanos, long toNanos) {
        return (toNanos - fromNanos) / 1e9;
    }
}
