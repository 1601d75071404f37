package io.sightline.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A thousand small live streams in one process, started with the command of the README: how fast
 * they are live, what each costs, what a checkpoint takes, how fast the registry is followed, and
 * whether dead streams delay the alerts of living ones. See docs/reference/performance.md.
 */
final class ScaleDrill {

    private static final int STREAMS = Integer.getInteger("scale.streams", 1_000);
    private static final int CHANGED = STREAMS / 10;
    private static final int DEAD = STREAMS / 20;
    private static final int DATAGRAMS = STREAMS / 10;
    private static final String WATCHED = System.getProperty("scale.decode", "keyframes");

    /** Of the machine, Flink, the HTTP client, and those that all inputs in segments share. */
    private static final int FIXED_THREADS = 250;

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration SETTLING = Duration.ofSeconds(60);

    private static final Pattern STATE =
            Pattern.compile("\\S+ STATE +(not watched|no signal|[a-z]+) +(\\S+).*");
    private static final Pattern OPENED =
            Pattern.compile("\\S+ OPENED +\\S+ +(\\S+) +video.black.*");
    private static final Pattern CHECKPOINT = Pattern.compile(".*checkpointDuration=(\\d+) ms.*");

    private static final String LOGGING =
            """
            status = ERROR
            appender.console.type = Console
            appender.console.name = console
            appender.console.target = SYSTEM_ERR
            appender.console.layout.type = PatternLayout
            appender.console.layout.pattern = %d{HH:mm:ss.SSS} %-5p %c{1} - %m%n
            rootLogger.level = ERROR
            rootLogger.appenderRef.console.ref = console
            logger.checkpoints.name = org.apache.flink.runtime.checkpoint.CheckpointCoordinator
            logger.checkpoints.level = INFO
            """;

    private final Path target = Path.of("target/scale").toAbsolutePath();
    private final Map<String, String> states = new ConcurrentHashMap<>();
    private final Map<String, Long> openedNanos = new ConcurrentHashMap<>();
    private final Map<String, String> entries = new TreeMap<>();
    private Process process; // owned, ended in stop()
    private long mostThreads;

    @AfterEach
    void stop() throws InterruptedException {
        if (process != null) {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    @Test
    void watchesAThousandStreams() throws Exception {
        Files.createDirectories(target);
        try (ManyStreams streams = new ManyStreams(target.resolve("media"));
                ManyDatagrams datagrams = new ManyDatagrams(streams.recording(), DATAGRAMS)) {
            watch("lonely", streams.url("lonely"), WATCHED);
            Duration oneLive = start("one", 1);
            double aloneMiB = settledMiB();
            stop();

            watchAll(streams, datagrams, "none");
            start("idle", STREAMS);
            double idleMiB = settledMiB();
            stop();

            watchAll(streams, datagrams, WATCHED);
            Duration allLive = start("all", STREAMS);
            List<Long> starting = checkpoints();
            double togetherMiB = settledMiB();
            long threads = status("Threads");
            List<Long> live = checkpoints();
            live = live.subList(starting.size(), live.size());
            double alone = openedAfter(streams, "canary-1");

            numbered(0, CHANGED / 2).forEach(entries::remove);
            numbered(STREAMS, STREAMS + CHANGED / 2)
                    .forEach(id -> watch(id, streams.url(id), WATCHED));
            Duration changed =
                    edit(
                            () ->
                                    areAll("live", numbered(STREAMS, STREAMS + CHANGED / 2))
                                            && areAll("not watched", numbered(0, CHANGED / 2)));

            List<String> dead = IntStream.range(0, DEAD).mapToObj(i -> "dead-" + i).toList();
            dead.forEach(id -> watch(id, streams.silentUrl(id), WATCHED));
            edit(() -> areAll("no signal", dead.stream()));
            double amongDead = openedAfter(streams, "canary-2");

            double eachIdleMiB = (idleMiB - aloneMiB) / (STREAMS - 1);
            long slowest = Collections.max(live);
            String report =
                    String.format(
                            Locale.ROOT,
                            """
                            | %d streams in one process, %d of them over UDP | |
                            |---|---|
                            | one stream live, since the process was started | %.1f s |
                            | all live, since the process was started | %.1f s |
                            | threads, and most during the start | %d, %d |
                            | resident, one stream | %.0f MiB |
                            | resident, each further stream at tier `none`, without a decoder | %.2f MiB |
                            | resident, each further stream at tier `%s`, with its decoder | %.2f MiB |
                            | slowest checkpoint of %d while they start | %d ms |
                            | checkpoint of those that are live, median and slowest of %d | %d ms, %d ms |
                            | %d streams added and removed in the registry | %.1f s |
                            | first black picture fetched to OPENED, all others alive | %.2f s |
                            | the same among %d that do not answer | %.2f s |
                            """,
                            STREAMS,
                            DATAGRAMS,
                            oneLive.toMillis() / 1e3,
                            allLive.toMillis() / 1e3,
                            threads,
                            mostThreads,
                            aloneMiB,
                            eachIdleMiB,
                            WATCHED,
                            (togetherMiB - aloneMiB) / (STREAMS - 1),
                            starting.size(),
                            Collections.max(starting),
                            live.size(),
                            live.stream().sorted().toList().get(live.size() / 2),
                            slowest,
                            CHANGED,
                            changed.toMillis() / 1e3,
                            alone,
                            DEAD,
                            amongDead);
            Files.writeString(target.resolve("scale.md"), report);
            System.out.println(report);
            SoftAssertions limits = new SoftAssertions();
            limits.assertThat(allLive).as("all live").isLessThan(Duration.ofSeconds(60));
            limits.assertThat(eachIdleMiB).as("MiB for each stream").isLessThan(2);
            limits.assertThat(mostThreads).as("threads").isLessThan(FIXED_THREADS + DATAGRAMS);
            limits.assertThat(slowest).as("ms for a checkpoint").isLessThan(1_000);
            limits.assertThat(changed).as("registry change").isLessThan(Duration.ofSeconds(5));
            limits.assertThat(amongDead).as("s to OPENED among the dead").isLessThan(alone + 2.5);
            limits.assertAll();
        }
    }

    private static Stream<String> numbered(int from, int to) {
        return IntStream.range(from, to).mapToObj("s-%d"::formatted);
    }

    private void watchAll(ManyStreams streams, ManyDatagrams datagrams, String decode) {
        entries.clear();
        states.clear();
        mostThreads = 0;
        watch("canary-1", streams.url("canary-1"), decode);
        watch("canary-2", streams.url("canary-2"), decode);
        datagrams.urls().forEach(url -> watch(url.replaceAll("\\W+", "-"), url, decode));
        numbered(0, STREAMS - DATAGRAMS - 2).forEach(id -> watch(id, streams.url(id), decode));
    }

    private void watch(String id, String url, String decode) {
        entries.put(id, "  - {id: %s, url: \"%s\", decode: %s}%n".formatted(id, url, decode));
    }

    private Path registry() throws IOException {
        Path draft = target.resolve("streams.draft");
        Files.writeString(draft, "streams:\n" + String.join("", entries.values()));
        return Files.move(
                draft, target.resolve("streams.yaml"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Returns how long it took from the start of the process until so many streams are live. */
    private Duration start(String name, int count) throws Exception {
        Path logging = Files.writeString(target.resolve("log4j2.properties"), LOGGING);
        ProcessBuilder builder =
                new ProcessBuilder(
                        ChildJob.root().resolve("job/bin/sightline").toString(),
                        "monitor",
                        "--registry",
                        registry().toString(),
                        "--print",
                        "lines",
                        "--output",
                        target.resolve("output-" + name).toString());
        builder.environment().put("SIGHTLINE_JAVA_OPTS", "-Dlog4j2.configurationFile=" + logging);
        builder.redirectError(target.resolve("job.log").toFile());
        long startNanos = System.nanoTime();
        process = builder.start();
        Thread follower = new Thread(() -> follow(process), "follower");
        follower.setDaemon(true);
        follower.start();
        await("all live", () -> count("live") >= count);
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    private void follow(Process of) {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(of.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(this::onLine);
        } catch (IOException closed) {
            // The process ended.
        }
    }

    private void onLine(String line) {
        Matcher state = STATE.matcher(line);
        Matcher opened = OPENED.matcher(line);
        if (state.matches()) {
            states.put(state.group(2), state.group(1));
        } else if (opened.matches()) {
            openedNanos.putIfAbsent(opened.group(1), System.nanoTime());
        }
    }

    private long count(String state) {
        return states.values().stream().filter(state::equals).count();
    }

    private boolean areAll(String state, Stream<String> ids) {
        return ids.allMatch(id -> state.equals(states.get(id)));
    }

    /** Returns how long the edit took to show. */
    private Duration edit(BooleanSupplier effect) throws Exception {
        registry();
        long startNanos = System.nanoTime();
        await("the edit", effect);
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    /** Seconds from the first black picture that was fetched to its alert. */
    private double openedAfter(ManyStreams streams, String canary) throws Exception {
        streams.turnBlack(canary);
        await("black of " + canary, () -> openedNanos.containsKey(canary));
        return (openedNanos.get(canary) - streams.blackSeenNanos(canary)) / 1e9;
    }

    private void await(String what, BooleanSupplier condition) throws Exception {
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - endNanos > 0 || !process.isAlive()) {
                Map<String, Long> seen = new TreeMap<>();
                Set.copyOf(states.values()).forEach(state -> seen.put(state, count(state)));
                throw new AssertionError("Not within " + PATIENCE + ": " + what + "; " + seen);
            }
            mostThreads = Math.max(mostThreads, status("Threads"));
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Mean resident size, MiB, once caches and pools have filled. */
    private double settledMiB() throws Exception {
        List<Long> samples = new ArrayList<>();
        long endNanos = System.nanoTime() + SETTLING.toNanos();
        while (System.nanoTime() - endNanos < 0) {
            TimeUnit.SECONDS.sleep(1);
            samples.add(status("VmRSS"));
        }
        return samples.subList(samples.size() - 10, samples.size()).stream()
                        .mapToLong(Long::longValue)
                        .average()
                        .orElseThrow()
                / 1024;
    }

    private long status(String key) throws IOException {
        String status = Files.readString(Path.of("/proc", process.pid() + "", "status"));
        return Long.parseLong(status.replaceFirst("(?s).*\\n" + key + ":\\s+(\\d+).*", "$1"));
    }

    /** How long each took so far, milliseconds. */
    private List<Long> checkpoints() throws IOException {
        List<Long> millis = new ArrayList<>();
        for (String line : Files.readAllLines(target.resolve("job.log"))) {
            Matcher matcher = CHECKPOINT.matcher(line);
            if (matcher.matches()) {
                millis.add(Long.valueOf(matcher.group(1)));
            }
        }
        return millis;
    }
}
