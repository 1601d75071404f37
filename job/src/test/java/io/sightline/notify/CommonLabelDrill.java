package io.sightline.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.job.EmbeddedRun;
import io.sightline.table.Alert;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

    private static String oneTarget(Receiver receiver) {
        return """
               targets:
                 pager:
                   type: webhook
                   url: %s
                   group: {by: [cdn]}
               """
                        .formatted(receiver.url())
                + LiveBlackout.ROUTES;
    }

    @Test
    void areOnePage() throws Exception {
        try (Receiver receiver = new Receiver();
                LiveBlackout blackout =
                        LiveBlackout.prepare(folder, STREAMS, BLACK_FROM, BLACK_TO);
                NotifyRun telling = NotifyRuns.start(folder, oneTarget(receiver))) {
            receiver.with(receiver::accept);
            try (EmbeddedRun watching = blackout.watch("cdn: edge-1", folder)) {
                blackout.await(Alert.Event.OPENED, STREAMS, PATIENCE);
                blackout.await(Alert.Event.CLEARED, STREAMS, PATIENCE);
                telling.drain(2 * STREAMS, PATIENCE);
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
        assertThat(told).as("the page and its end: %s", subjects(told)).hasSize(2);
        JsonNode page = new ObjectMapper().readTree(told.get(0).body());
        assertThat(page.get("event").asText()).isEqualTo("OPENED");
        assertThat(page.get("stream_id").asText()).isEqualTo("cdn=edge-1");
        assertThat(page.get("defect").asText()).isEqualTo(LiveBlackout.DEFECT);
        assertThat(members(page)).hasSize(STREAMS);
        JsonNode end = new ObjectMapper().readTree(told.get(1).body());
        assertThat(end.get("event").asText()).isEqualTo("CLEARED");
        assertThat(end.get("incident_id")).isEqualTo(page.get("incident_id"));
    }

    private static List<String> subjects(List<Receiver.Told> told) throws Exception {
        List<String> subjects = new ArrayList<>();
        for (Receiver.Told one : told) {
            JsonNode page = new ObjectMapper().readTree(one.body());
            subjects.add(
                    "%s %s %s of %d"
                            .formatted(
                                    page.get("event").asText(),
                                    page.get("stream_id").asText(),
                                    page.get("defect").asText(),
                                    members(page).size()));
        }
        return subjects;
    }

    private static Set<String> members(JsonNode page) {
        Set<String> streams = new HashSet<>();
        page.path("member_streams").forEach(stream -> streams.add(stream.asText()));
        return streams;
    }

    private void requireRecord() throws Exception {
        List<JsonNode> alerts =
                JsonTable.rows(folder.resolve("alerts"), "defect", LiveBlackout.DEFECT);
        assertThat(alerts).as("rows of alerts").hasSize(2 * STREAMS);
        assertThat(alerts)
                .filteredOn(row -> row.get("event").asText().equals("OPENED"))
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
