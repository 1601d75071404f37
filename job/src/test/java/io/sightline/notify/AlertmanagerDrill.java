package io.sightline.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From live streams that turn black through both jobs and a real Alertmanager to its receiver. Not
 * part of the normal run: {@code -Pnotify}. Skipped where Alertmanager is not installed.
 */
class AlertmanagerDrill {

    private static final int STREAMS = 5;
    private static final Duration BLACK_FROM = Duration.ofSeconds(30);
    private static final Duration BLACK_TO = Duration.ofSeconds(55);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String MISSING =
            "Skipped, because Alertmanager is not installed: apt-get install"
                    + " prometheus-alertmanager, or name the program with -Dalertmanager=PATH";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path folder;

    private static String configuration(Receiver receiver) {
        return """
               route:
                 receiver: hook
                 group_by: [encoder]
                 group_wait: 10s
                 group_interval: 5s
                 repeat_interval: 1h
               receivers:
                 - name: hook
                   webhook_configs:
                     - url: %s
                       send_resolved: true
               """
                .formatted(receiver.url());
    }

    @Test
    void alertmanagerReceivesGroupsAndResolves() throws Exception {
        Optional<Path> program = AlertmanagerProgram.find();
        if (program.isEmpty()) {
            System.out.println(MISSING);
        }
        assumeTrue(program.isPresent(), MISSING);
        try (Receiver receiver = new Receiver();
                AlertmanagerProgram alertmanager =
                        AlertmanagerProgram.start(
                                program.orElseThrow(), folder, configuration(receiver));
                LiveBlackout blackout =
                        LiveBlackout.prepare(folder, STREAMS, BLACK_FROM, BLACK_TO);
                NotifyRun telling =
                        NotifyRuns.start(
                                folder,
                                "targets:\n  pager: {type: alertmanager, url: '"
                                        + alertmanager.url()
                                        + "'}\n"
                                        + LiveBlackout.ROUTES);
                EmbeddedRun watching = blackout.watch("encoder: e7, cdn-name: edge-1", folder)) {
            receiver.with(receiver::accept);
            Waiting.until(
                    "Alertmanager knows them all",
                    PATIENCE,
                    () -> alertmanager.alerts().size() == STREAMS);
            requireOurLabels(alertmanager.alerts(), blackout);
            blackout.await(Alert.Event.CLEARED, STREAMS, PATIENCE);
            Waiting.until("resolved there", PATIENCE, () -> resolved(receiver).size() == STREAMS);
            assertThat(alertmanager.alerts()).as("nothing is active any more").isEmpty();
            watching.stop();
            telling.stop();

            requireOneGroup(receiver, blackout);
        }
    }

    private static void requireOurLabels(JsonNode alerts, LiveBlackout blackout) {
        Set<String> incidents = new HashSet<>();
        for (JsonNode alert : alerts) {
            JsonNode labels = alert.get("labels");
            assertThat(labels.get("alertname").asText()).isEqualTo(LiveBlackout.DEFECT);
            assertThat(labels.get("stream").asText()).startsWith("channel-");
            assertThat(labels.get("severity").asText()).isEqualTo("major");
            assertThat(labels.get("encoder").asText()).isEqualTo("e7");
            assertThat(labels.get("cdn_name").asText()).isEqualTo("edge-1");
            assertThat(alert.at("/status/state").asText()).isIn("active", "unprocessed");
            incidents.add(labels.get("incident").asText());
        }
        assertThat(incidents).isEqualTo(incidentsOf(blackout));
    }

    private static Set<String> incidentsOf(LiveBlackout blackout) {
        Set<String> incidents = new HashSet<>();
        blackout.alerts(Alert.Event.OPENED)
                .forEach(seen -> incidents.add(seen.alert().incidentId()));
        return incidents;
    }

    private static List<JsonNode> notifications(Receiver receiver) throws Exception {
        List<JsonNode> all = new ArrayList<>();
        for (Receiver.Told told : receiver.told()) {
            all.add(JSON.readTree(told.body()));
        }
        return all;
    }

    /** Incidents that Alertmanager has told to be over. */
    private static Set<String> resolved(Receiver receiver) throws Exception {
        Set<String> incidents = new HashSet<>();
        for (JsonNode notification : notifications(receiver)) {
            for (JsonNode alert : notification.get("alerts")) {
                if (alert.get("status").asText().equals("resolved")) {
                    incidents.add(alert.at("/labels/incident").asText());
                }
            }
        }
        return incidents;
    }

    private static void requireOneGroup(Receiver receiver, LiveBlackout blackout) throws Exception {
        List<JsonNode> notifications = notifications(receiver);
        JsonNode first = notifications.get(0);
        assertThat(first.get("status").asText()).isEqualTo("firing");
        assertThat(first.at("/groupLabels/encoder").asText()).isEqualTo("e7");
        assertThat(first.get("alerts")).as("in one notification").hasSize(STREAMS);
        assertThat(notifications)
                .extracting(one -> one.get("groupKey").asText())
                .as("one group")
                .containsOnly(first.get("groupKey").asText());
        assertThat(notifications.get(notifications.size() - 1).get("status").asText())
                .isEqualTo("resolved");
        assertThat(resolved(receiver)).isEqualTo(incidentsOf(blackout));
        System.out.printf(
                Locale.ROOT,
                "Alertmanager: %d alerts in one notification, %.1f s after the first OPENED (it waits"
                        + " 10 s); all resolved in %d more%n",
                STREAMS,
                (receiver.told().get(0).atNanos() - blackout.alerts().get(0).atNanos()) / 1e9,
                notifications.size() - 1);
    }
}
