package io.sightline.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.config.NotifyFile;
import io.sightline.sink.FileDestination;
import io.sightline.table.Alert;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole second job over files, with a receiver on a socket. */
class NotifyRunTest {

    private static final Duration PATIENCE = Duration.ofSeconds(Integer.getInteger("patience", 90));
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path folder;

    private Receiver receiver;
    private PagerFile pager;

    @BeforeEach
    void open() throws IOException {
        receiver = new Receiver();
        pager = new PagerFile(folder);
    }

    @AfterEach
    void close() throws IOException {
        receiver.close();
        pager.close();
    }

    private NotifyRun start(String yaml) throws Exception {
        NotifyFile.Notify notify = NotifyFile.parse(folder.resolve("notify.yaml"), yaml);
        return NotifyRun.start(
                new NotifyPlan(
                        notify.targets(),
                        notify.routes(),
                        new FileDestination(folder.toString()),
                        0,
                        Duration.ofMillis(200)),
                folder.resolve("state"));
    }

    private String hook(String name, String url) {
        return """
                  %s:
                    type: webhook
                    url: %s
                    timeout: 500ms
                    retry-first: 20ms
                    retry-longest: 200ms
                """
                .formatted(name, url)
                .indent(2);
    }

    private String oneHook() {
        return "targets:\n" + hook("hook", receiver.url());
    }

    /** Where no answer is late on purpose, one that is, on a busy machine, would be asked again. */
    private static String patient(String yaml) {
        return yaml.replace("timeout: 500ms", "timeout: 60s");
    }

    private static void await(BooleanSupplier condition, String what) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNanos).as(what).isNegative();
            Thread.sleep(10);
        }
    }

    private List<JsonNode> notifications() throws IOException {
        return JsonTable.rows(folder.resolve("notifications"));
    }

    private int delivered() {
        try {
            return JsonTable.rows(folder.resolve("notifications"), "status", "DELIVERED").size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Set<String> keys() {
        return keysOf(receiver);
    }

    private static Set<String> keysOf(Receiver receiver) {
        Set<String> keys = new HashSet<>();
        receiver.told().forEach(told -> keys.add(told.key()));
        return keys;
    }

    @Test
    void nothingIsLostAndOrderIsKeptThoughTheReceiverBehavesBadly() throws Exception {
        long seed = System.nanoTime();
        Random chance = new Random(seed);
        receiver.with(
                (exchange, told) -> {
                    switch (chance.nextInt(8)) {
                        case 0 -> Receiver.answer(exchange, 500);
                        case 1 -> {
                            exchange.getResponseHeaders().add("Retry-After", "0");
                            Receiver.answer(exchange, 429);
                        }
                        case 2 -> {
                            // Closes in the middle of the answer.
                            exchange.sendResponseHeaders(200, 1_000);
                            exchange.getResponseBody().write(1);
                            exchange.getResponseBody().flush();
                        }
                        case 3 -> {
                            if (chance.nextInt(10) == 0) {
                                pause(700); // beyond the time-out
                            }
                            receiver.accept(exchange, told);
                        }
                        default -> receiver.accept(exchange, told);
                    }
                });
        int incidents = 150;

        try (NotifyRun run = start(oneHook())) {
            for (int i = 0; i < incidents; i++) {
                pager.write(NotifyAlerts.opened(i));
                if (i == incidents / 2) {
                    receiver.goDown();
                }
                pager.write(NotifyAlerts.cleared(i));
                pager.write(NotifyAlerts.cleared(i)); // the lane repeats itself
            }
            await(() -> run.pending() > 20, "a backlog while it is down");
            receiver.comeBack();
            await(() -> keys().size() == 2 * incidents, "all told, seed " + seed);
            run.drain(0, PATIENCE);
        }

        Map<String, List<String>> byIncident = new HashMap<>();
        for (Receiver.Told told : receiver.told()) {
            List<String> keys =
                    byIncident.computeIfAbsent(
                            JSON.readTree(told.body()).get("incident_id").asText(),
                            id -> new ArrayList<>());
            if (!keys.contains(told.key())) { // what was accepted but answered too late comes twice
                keys.add(told.key());
            }
        }
        assertThat(byIncident).as("seed %d", seed).hasSize(incidents);
        byIncident.forEach(
                (incident, keys) ->
                        assertThat(keys)
                                .as("seed %d", seed)
                                .containsExactly(incident + "-opened-1", incident + "-cleared-1"));
        assertThat(notifications())
                .hasSize(2 * incidents)
                .allSatisfy(row -> assertThat(row.get("status").asText()).isEqualTo("DELIVERED"));
    }

    @Test
    void aTargetThatIsDownHoldsUpNeitherTheOtherNorCheckpointsAndGoesOnAfterARestart()
            throws Exception {
        receiver.with(receiver::accept);
        try (Receiver down = new Receiver()) {
            down.goDown();
            String yaml =
                    patient("targets:\n" + hook("up", receiver.url()) + hook("down", down.url()));

            try (NotifyRun run = start(yaml)) {
                for (int i = 0; i < 1_000; i++) {
                    pager.write(NotifyAlerts.opened(i));
                }
                await(() -> delivered() == 1_000, "the other is told, and has said so");
                await(() -> run.pending() >= 256, "the valve closes");
                assertThat(run.pending()).as("what is held in memory").isLessThan(300);
                run.stop();
            }
            int toldBefore = receiver.told().size();
            down.with(down::accept);
            down.comeBack();
            try (NotifyRun run = start(yaml)) {
                await(() -> keysOf(down).size() == 1_000, "the rest after a restart");
                run.drain(0, PATIENCE);
            }

            assertThat(keysOf(down)).hasSize(1_000);
            assertThat(receiver.told()).as("not told again").hasSize(toldBefore);
        }
    }

    @Test
    void goesOnWhereItWasKilled() throws Exception {
        receiver.with(receiver::accept);
        try (NotifyRun run = start(oneHook())) {
            for (int i = 0; i < 50; i++) {
                pager.write(NotifyAlerts.opened(i));
            }
            await(() -> keys().size() == 50, "the first");
            await(() -> checkpoints() > 1, "a checkpoint");
        } // cancelled, not stopped

        for (int i = 50; i < 100; i++) {
            pager.write(NotifyAlerts.opened(i));
        }
        try (NotifyRun run = start(oneHook())) {
            await(() -> keys().size() == 100, "the rest");
        }
        assertThat(receiver.told().size()).as("repeats have the same key").isLessThan(160);
    }

    @Test
    void stopsCleanlyThoughAnswersComeMeanwhile() throws Exception {
        receiver.with(receiver::accept);
        int alerts = 900;
        for (int i = 0; i < alerts; i++) {
            pager.write(NotifyAlerts.opened(i));
        }
        int stops = 0;
        while (keys().size() < alerts) {
            int before = receiver.told().size();
            try (NotifyRun run = start(oneHook())) {
                await(
                        () -> receiver.told().size() >= before + 150 || keys().size() == alerts,
                        "some");
                run.stop();
                stops++;
            }
        }
        assertThat(stops).as("in the midst of it").isGreaterThan(3);
        assertThat(keys()).hasSize(alerts);
    }

    private int checkpoints() {
        try (var files = Files.walk(folder.resolve("state"))) {
            return files.filter(path -> path.getFileName().toString().startsWith("chk-"))
                    .mapToInt(path -> Integer.parseInt(path.getFileName().toString().substring(4)))
                    .max()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0; // deleted while it was looked at
        }
    }

    @Test
    void whatIsRefusedForGoodIsADeadLetterWithItsAlert() throws Exception {
        receiver.with(
                (exchange, told) -> {
                    if (told.body().contains("incident-3")) {
                        Receiver.answer(exchange, 400);
                    } else {
                        receiver.accept(exchange, told);
                    }
                });
        try (NotifyRun run = start(oneHook())) {
            for (int i = 0; i < 5; i++) {
                pager.write(NotifyAlerts.opened(i));
            }
            await(() -> keys().size() == 4, "the others");
            run.drain(5, PATIENCE);
        }

        List<JsonNode> dead =
                notifications().stream()
                        .filter(row -> row.get("status").asText().equals("DEAD"))
                        .toList();
        assertThat(dead).hasSize(1);
        assertThat(dead.get(0).get("reason").asText()).isEqualTo("HTTP 400");
        assertThat(JSON.readTree(dead.get(0).get("alert").asText()).get("alert_id").asText())
                .isEqualTo("incident-3-opened-1");
    }

    @Test
    void whatIsDeniedWaitsForTheSecretToBeRotatedAndNothingRestarts() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "old");
        AtomicInteger denied = new AtomicInteger();
        receiver.with(
                (exchange, told) -> {
                    if ("Bearer new".equals(told.headers().get("authorization"))) {
                        receiver.accept(exchange, told);
                    } else {
                        denied.incrementAndGet();
                        Receiver.answer(exchange, 401);
                    }
                });
        String yaml =
                patient(oneHook())
                        + "      headers: {Authorization: 'Bearer ${file:"
                        + token
                        + "}'}\n";
        try (NotifyRun run = start(yaml)) {
            for (int i = 0; i < 20; i++) {
                pager.write(NotifyAlerts.opened(i));
                pager.write(NotifyAlerts.cleared(i));
            }
            await(() -> denied.get() > 10, "tried again and again");
            assertThat(notifications()).as("nothing is dead").isEmpty();
            Files.writeString(token, "new");
            await(() -> keys().size() == 40, "all told");
            run.drain(40, PATIENCE);
        }

        assertThat(notifications())
                .hasSize(40)
                .allSatisfy(row -> assertThat(row.get("status").asText()).isEqualTo("DELIVERED"));
        assertThat(receiver.told()).extracting(Receiver.Told::key).doesNotHaveDuplicates();
    }

    @Test
    void theEndOfWhatNobodyWasToldIsNotTold() throws Exception {
        receiver.with(receiver::accept);
        String yaml =
                oneHook()
                        + """
                        routes:
                          - match: {severity: critical}
                            targets: [hook]
                        """;
        try (NotifyRun run = start(yaml)) {
            pager.write(NotifyAlerts.opened(1)); // major
            pager.write(NotifyAlerts.cleared(1));
            pager.write(
                    NotifyAlerts.alert(
                            "incident-2",
                            Alert.Event.OPENED,
                            io.sightline.policy.Severity.CRITICAL,
                            "s"));
            pager.write(NotifyAlerts.cleared(2)); // at a lower severity
            await(() -> keys().size() == 2, "both of the second");
            run.drain(4, PATIENCE);
        }
        assertThat(keys()).containsExactlyInAnyOrder("incident-2-opened-1", "incident-2-cleared-1");
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
