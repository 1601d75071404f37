package io.sightline.e2e;

import io.sightline.testing.Eventually;
import io.sightline.testing.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cluster that watches many live streams, half of them over UDP and half over HLS, and a reader
 * of what it tells. Ownership: the starter closes it.
 */
final class LoadedCluster implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int SLOTS = 2;

    /** Running without a task, to take over at once. */
    private static final int STANDING_BY = Integer.getInteger("visibility.spare", 0);

    private static final String TOPICS = "load";

    /** As in production: the last -XX of several wins. */
    private static final String ALL_COMPILERS = "-XX:TieredStopAtLevel=4";

    private static final Pattern LIVE =
            Pattern.compile("(\\S+ \\S+) .* stream=(\\S+) rendition=\\S+ state=LIVE.*");

    private final Path folder;
    private final List<LiveLoad> loads; // owned
    private final ZooKeeperProcess zooKeeper; // owned
    private final KafkaBroker broker; // owned
    private final FlinkCluster cluster; // owned
    private final List<String> arguments;
    private OpenedAlerts alerts; // owned; null until topics exist

    private LoadedCluster(
            Path folder,
            List<LiveLoad> loads,
            ZooKeeperProcess zooKeeper,
            KafkaBroker broker,
            FlinkCluster cluster) {
        this.folder = folder;
        this.loads = loads;
        this.zooKeeper = zooKeeper;
        this.broker = broker;
        this.cluster = cluster;
        this.arguments =
                List.of(
                        "monitor",
                        "--registry",
                        folder.resolve("streams.yaml").toString(),
                        "--kafka",
                        broker.bootstrapServers(),
                        "--topics",
                        TOPICS,
                        "--parallelism",
                        Integer.toString(SLOTS));
    }

    /** Starts everything; streams are on the air, nothing is known of the job yet. */
    static LoadedCluster begin(Path folder, List<LiveLoad> loads) throws Exception {
        StringBuilder registry = new StringBuilder("streams:\n");
        for (LiveLoad load : loads) {
            load.urls()
                    .forEach(
                            (id, url) ->
                                    registry.append("  - {id: ")
                                            .append(id)
                                            .append(", url: '")
                                            .append(url)
                                            .append("', priority: high}\n"));
        }
        Files.writeString(folder.resolve("streams.yaml"), registry);
        ZooKeeperProcess zooKeeper = ZooKeeperProcess.start(folder);
        KafkaBroker broker = KafkaBroker.startIn(Files.createDirectory(folder.resolve("kafka")));
        List<String> flags = new ArrayList<>(FlinkCluster.flags());
        flags.add(ALL_COMPILERS);
        FlinkCluster cluster =
                new FlinkCluster(folder, zooKeeper.address(), folder.resolve("checkpoints"), flags);
        cluster.set("taskmanager.memory.process.size", "1600m");
        cluster.set("taskmanager.memory.task.off-heap.size", "400m");
        // Kills come minutes apart in no production: each is the first one.
        cluster.set("restart-strategy.exponential-delay.reset-backoff-threshold", "10 s");
        LoadedCluster all = new LoadedCluster(folder, loads, zooKeeper, broker, cluster);
        cluster.haveTaskManagers(SLOTS + STANDING_BY);
        for (LiveLoad load : loads) {
            load.begin();
        }
        cluster.startJobManager("", all.arguments);
        return all;
    }

    /** Waits until there was an alert of every stream. */
    void awaitAlertOfEachStream() throws InterruptedException {
        Eventually.until("all tasks run", PATIENCE, cluster::isRunning);
        Eventually.until(
                "topics",
                PATIENCE,
                () -> {
                    alerts = OpenedAlerts.follow(broker.bootstrapServers(), TOPICS + ".alerts");
                    return true;
                });
        Set<String> silent = new HashSet<>();
        loads.forEach(load -> silent.addAll(load.urls().keySet()));
        Eventually.until(
                "an alert of each stream",
                PATIENCE,
                () -> {
                    alerts.seen().forEach(one -> silent.remove(one.stream()));
                    return silent.isEmpty();
                });
    }

    /**
     * Waits until what is due is soon visible: the start, with compilers and media that piled up,
     * is over.
     */
    void awaitCalm() throws InterruptedException {
        Eventually.until(
                "alerts in time (is the machine too busy, or too slow for so many streams?)",
                PATIENCE,
                () -> {
                    Instant now = Instant.now();
                    Visibility late = visibility(now.minusSeconds(20), now.minusSeconds(5));
                    return late.missing().isEmpty() && !late.told().isEmpty();
                });
    }

    /** What was due in a time, and what is seen of it by now; others that came in it, too. */
    Visibility visibility(Instant from, Instant to) {
        List<LiveLoad.DueAlert> due = new ArrayList<>();
        // Neighbours of the time, so that their rows are not taken for others.
        loads.forEach(load -> due.addAll(load.due(from.minusSeconds(30), to.plusSeconds(30))));
        List<OpenedAlerts.Seen> seen =
                alerts.seen().stream()
                        .filter(one -> one.decidedAt().isAfter(from))
                        .filter(one -> one.decidedAt().isBefore(to))
                        .toList();
        List<OpenedAlerts.Seen> others = Visibility.of(due, seen).others();
        Visibility all = Visibility.of(due, alerts.seen()).dueWithin(from, to);
        return new Visibility(all.told(), all.missing(), others);
    }

    FlinkRest rest() {
        return cluster.rest();
    }

    /** CPU time so far of everything that takes part. */
    CpuTime cpuTime() throws IOException {
        Map<Long, String> names = new HashMap<>();
        names.put(ProcessHandle.current().pid(), "streams and reader");
        ProcessHandle.current()
                .children()
                .forEach(one -> names.put(one.pid(), "broker, ZooKeeper"));
        names.put(cluster.jobManager().pid(), "JobManager");
        cluster.taskManagers().forEach(one -> names.put(one.pid(), "TaskManagers"));
        return CpuTime.of(names);
    }

    /**
     * How long the record stood still after a failure.
     *
     * @param running until all tasks ran again
     * @param first until an alert that was decided after the failure was visible
     * @param lost the same, of a stream that lived where the failure was
     */
    record Recovery(Duration running, Duration first, Duration lost) {}

    /** Kills a TaskManager; another one is started at once. */
    Recovery killTaskManager(int number) throws Exception {
        String name = cluster.rest().placement().get(number % SLOTS);
        Set<String> lived = streamsOf(name);
        if (lived.isEmpty()) {
            throw new AssertionError("No stream lives on " + name);
        }
        long before = cluster.rest().restarts();
        Instant killed = Instant.now();
        cluster.killTaskManager(name);
        cluster.haveTaskManagers(SLOTS + STANDING_BY);
        Eventually.until("a restart", PATIENCE, () -> cluster.rest().restarts() > before);
        return recovery(killed, lived::contains);
    }

    /** Kills the JobManager; another one is started at once. */
    Recovery killJobManager() throws Exception {
        Instant killed = Instant.now();
        cluster.jobManager().kill();
        cluster.startJobManager("", arguments);
        return recovery(killed, any -> true);
    }

    private Recovery recovery(Instant at, Predicate<String> lost) throws InterruptedException {
        Eventually.until("all tasks run", PATIENCE, cluster::isRunning);
        Instant running = Instant.now();
        Eventually.until(
                "an alert of a stream that was lost",
                PATIENCE,
                () -> firstVisible(at, lost) != null);
        // What completes afterwards is a checkpoint of a job that is well again.
        long completed = completedCheckpoints();
        Eventually.until(
                "checkpoints",
                PATIENCE,
                () -> cluster.rest().checkpoints().completed() > completed + 5);
        return new Recovery(
                Duration.between(at, running),
                Duration.between(at, firstVisible(at, any -> true)),
                Duration.between(at, firstVisible(at, lost)));
    }

    private long completedCheckpoints() throws InterruptedException {
        long[] completed = new long[1];
        Eventually.until(
                "an answer",
                PATIENCE,
                () -> {
                    completed[0] = cluster.rest().checkpoints().completed();
                    return true;
                });
        return completed[0];
    }

    private Instant firstVisible(Instant decidedAfter, Predicate<String> wanted) {
        return alerts.seen().stream()
                .filter(one -> one.decidedAt().isAfter(decidedAfter))
                .filter(one -> wanted.test(one.stream()))
                .map(OpenedAlerts.Seen::visibleAt)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** The streams that were last seen alive by a TaskManager, by the logs of all. */
    private Set<String> streamsOf(String taskManager) throws IOException {
        Map<String, String> newest = new HashMap<>(); // time of the line, by stream
        Map<String, String> owners = new HashMap<>();
        for (JavaProcess one : cluster.taskManagers()) {
            for (String line : Files.readAllLines(folder.resolve("log/" + one.name() + ".log"))) {
                Matcher live = LIVE.matcher(line);
                if (live.matches()) {
                    String time = live.group(1);
                    String known = newest.getOrDefault(live.group(2), "");
                    if (time.compareTo(known) > 0) {
                        newest.put(live.group(2), time);
                        owners.put(live.group(2), one.name());
                    }
                }
            }
        }
        Set<String> streams = new HashSet<>();
        owners.forEach(
                (stream, owner) -> {
                    if (owner.equals(taskManager)) {
                        streams.add(stream);
                    }
                });
        return streams;
    }

    @Override
    public void close() throws Exception {
        if (alerts != null) {
            alerts.close();
        }
        cluster.close();
        broker.close();
        zooKeeper.close();
    }
}
