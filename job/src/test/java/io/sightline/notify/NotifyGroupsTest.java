package io.sightline.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.config.NotifyFile;
import io.sightline.control.ControlStore;
import io.sightline.control.ControlWatch;
import io.sightline.notify.control.Control;
import io.sightline.notify.route.Glob;
import io.sightline.policy.Severity;
import io.sightline.registry.RegistryAddress;
import io.sightline.sink.FileDestination;
import io.sightline.table.Alert;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups and controls in the whole second job, with a receiver on a socket. */
class NotifyGroupsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path folder;

    private Receiver receiver;
    private PagerFile pager;

    @BeforeEach
    void open() throws IOException {
        receiver = new Receiver();
        receiver.with(receiver::accept);
        pager = new PagerFile(folder);
    }

    @AfterEach
    void close() throws IOException {
        receiver.close();
        pager.close();
    }

    private NotifyRun start() throws Exception {
        NotifyFile.Notify notify =
                NotifyFile.parse(
                        folder.resolve("notify.yaml"),
                        """
                        controls: controls.jsonl
                        targets:
                          hook:
                            type: webhook
                            url: %s
                            group: {by: [encoder, cdn-name], min: 5, wait: 1s}
                            flapping: {more-than: 3, within: 10m, quiet: 10m}
                        """
                                .formatted(receiver.url()));
        return NotifyRun.start(
                new NotifyPlan(
                        notify.targets(),
                        notify.routes(),
                        new FileDestination(folder.toString()),
                        0,
                        Duration.ofMillis(200),
                        new Paging(
                                notify.desks(),
                                ControlWatch.of(RegistryAddress.parse(notify.controls())))),
                folder.resolve("state"));
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition, String what) throws Exception {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime() - deadlineNanos).as(what).isNegative();
            Thread.sleep(10);
        }
    }

    private List<JsonNode> rows(String status) throws IOException {
        return JsonTable.rows(folder.resolve("notifications"), "status", status);
    }

    private List<JsonNode> told() throws IOException {
        List<JsonNode> pages = new ArrayList<>();
        for (Receiver.Told one : receiver.told()) {
            pages.add(JSON.readTree(one.body()));
        }
        return pages;
    }

    private static Alert alert(int n, Alert.Event event) {
        return NotifyAlerts.alert("incident-" + n, event, Severity.MAJOR, "stream-" + n);
    }

    @Test
    void twoHundredStreamsThatFailAtOnceAreOnePage() throws Exception {
        int streams = 200;
        try (NotifyRun run = start()) {
            for (int i = 0; i < streams; i++) {
                pager.write(alert(i, Alert.Event.OPENED));
            }
            await(() -> rows("SUPPRESSED").size() == streams, "200 rows");
            await(() -> rows("DELIVERED").size() == 1, "one page");
            run.stop();
        }
        try (NotifyRun run = start()) { // a group outlives the process
            for (int i = 0; i < streams; i++) {
                pager.write(alert(i, Alert.Event.CLEARED));
            }
            await(() -> rows("DELIVERED").size() == 2, "its end");
            run.drain(0, PATIENCE);
        }

        List<JsonNode> told = told();
        assertThat(told).hasSize(2);
        assertThat(told.get(0).get("event").asText()).isEqualTo("OPENED");
        assertThat(told.get(0).get("stream_id").asText()).isEqualTo("encoder=e7");
        assertThat(told.get(0).get("message").asText())
                .isEqualTo("200 streams with encoder=e7: video.black");
        assertThat(told.get(0).get("member_streams")).hasSize(streams);
        assertThat(told.get(1).get("event").asText()).isEqualTo("CLEARED");
        assertThat(rows("SUPPRESSED"))
                .hasSize(2 * streams)
                .allSatisfy(
                        row -> {
                            assertThat(row.get("reason").asText()).isEqualTo("grouped");
                            assertThat(row.get("group_id"))
                                    .isEqualTo(told.get(0).get("incident_id"));
                        });
    }

    @Test
    void operatorsHoldBackAndLetGoWhileItRuns() throws Exception {
        ControlStore controls =
                new ControlStore(
                        RegistryAddress.parse(folder.resolve("controls.jsonl").toString()),
                        PATIENCE);
        controls.put(
                List.of(
                        new Control(
                                "works",
                                Control.Kind.MAINTENANCE,
                                null,
                                new Glob("stream-1"),
                                Map.of(),
                                null,
                                0L,
                                Long.MAX_VALUE / 2_000_000 * 1_000,
                                null,
                                null,
                                "mia",
                                "new rack",
                                0)));
        try (NotifyRun run = start()) {
            pager.write(alert(1, Alert.Event.OPENED));
            pager.write(alert(2, Alert.Event.OPENED));
            await(() -> rows("DELIVERED").size() == 1, "the other");
            await(() -> rows("SUPPRESSED").size() == 1, "the one that is worked on");
            assertThat(rows("SUPPRESSED").get(0).get("reason").asText()).isEqualTo("works");
            controls.withdraw(List.of("works"), "mia", 0);
            await(() -> rows("DELIVERED").size() == 2, "told when the window ends");
            run.drain(0, PATIENCE);
        }

        assertThat(told())
                .extracting(page -> page.get("stream_id").asText())
                .containsExactly("stream-2", "stream-1");
    }
}
