package io.sightline.e2e;

import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.PlantedDefect;
import io.sightline.demo.media.SyntheticMedia;
import io.sightline.testing.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A day of a deployment, played on a cluster, a broker and a ZooKeeper of real processes: streams
 * come, processes are killed, the broker goes away, disks fill up, the job is rescaled, upgraded
 * and downgraded. Streams go on all the while.
 */
final class OperatorsDay implements AutoCloseable {

    private static final Path ROOT = Path.of(System.getProperty("sightline.root"));
    private static final Path CONF = ROOT.resolve("flink-conf/cluster");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration LATER = Duration.ofMinutes(3);

    /** Committed rows are this far behind what is published when all is well. */
    private static final Duration FRESH = Duration.ofSeconds(12);

    private static final int RECORDING_SECONDS = 60;
    private static final List<String> FIRST = List.of("one", "two");
    private static final List<String> MORE = List.of("one", "two", "three", "four");
    private static final String TOPICS = "day";

    /**
     * What the detector that comes and the one that goes write, and what only live playlists have.
     */
    private static final Set<String> CHANGING =
            Set.of(
                    "extra",
                    "banding_ratio",
                    "segment_download_ratio",
                    "manifest_stale_ms",
                    "manifest_sequence_errors");

    private final Path folder;
    private final GrowingPlaylist streams; // owned
    private final ZooKeeperProcess zooKeeper; // owned
    private final BrokerLink link; // owned
    private final KafkaBroker broker; // owned
    private final SmallDisk disk; // owned
    private final FlinkCluster cluster; // owned
    private final Path registry;
    private final List<Act> acts = new ArrayList<>();
    private List<String> watched = FIRST;
    private CommittedRows rows; // owned; null until topics exist

    /** What happened, and from when on. */
    private record Act(
            String name,
            String expected,
            String observed,
            Instant from,
            Duration took,
            Duration quiet) {}

    /** Something to be done; tells what was seen. */
    private interface Deed {
        String done() throws Exception;
    }

    private OperatorsDay(
            Path folder,
            GrowingPlaylist streams,
            ZooKeeperProcess zooKeeper,
            BrokerLink link,
            KafkaBroker broker,
            SmallDisk disk,
            FlinkCluster cluster) {
        this.folder = folder;
        this.streams = streams;
        this.zooKeeper = zooKeeper;
        this.link = link;
        this.broker = broker;
        this.disk = disk;
        this.cluster = cluster;
        this.registry = folder.resolve("streams.yaml");
    }

    static OperatorsDay begin(Path folder) throws Exception {
        GrowingPlaylist streams = GrowingPlaylist.of(recording(folder));
        ZooKeeperProcess zooKeeper = ZooKeeperProcess.start(folder);
        BrokerLink link = BrokerLink.open();
        KafkaBroker broker =
                KafkaBroker.startIn(Files.createDirectory(folder.resolve("kafka")), link.port());
        link.leadTo(broker.detourPort());
        SmallDisk disk = SmallDisk.at(folder.resolve("checkpoints"), /* megabytes= */ 48);
        FlinkCluster cluster =
                new FlinkCluster(
                        ROOT.resolve("tests/e2e/target/flink"),
                        CONF,
                        folder,
                        zooKeeper.address(),
                        disk.folder(),
                        FlinkFlags.of(CONF.resolve("config.yaml")));
        return new OperatorsDay(folder, streams, zooKeeper, link, broker, disk, cluster);
    }

    /** A minute in which something is wrong most of the time. */
    private static Path recording(Path folder) throws IOException {
        Path playlist = Files.createDirectory(folder.resolve("recording")).resolve("index.m3u8");
        SyntheticMedia.lasting(Duration.ofSeconds(RECORDING_SECONDS))
                .withSize(320, 180, 25)
                .with(PlantedDefect.Kind.BLACK, Duration.ofSeconds(3), Duration.ofSeconds(14))
                .with(PlantedDefect.Kind.SILENCE, Duration.ofSeconds(18), Duration.ofSeconds(30))
                .with(PlantedDefect.Kind.FREEZE, Duration.ofSeconds(34), Duration.ofSeconds(48))
                .write(playlist, Packaging.HLS_TS);
        return playlist;
    }

    /** Plays the day, and then compares its record. */
    List<Drill> run() throws Exception {
        write(FIRST);
        act("submit", "2 streams live", () -> submit("", 2));
        act("add two streams", "without a restart", this::addStreams);
        act("kill -9 a TaskManager", "its tasks restart", this::killTaskManager);
        act("kill -9 the JobManager", "another takes over", this::killJobManager);
        act("broker away for 15 s", "rows wait", this::restartBroker);
        act("JobManager killed, broker away", "waits for it", this::killJobManagerWithoutBroker);
        act("broker out of reach of a TaskManager", "rows wait", this::cutTaskManagerOff);
        act("disk of checkpoints full", "checkpoints fail", this::fillDisk);
        act("savepoint, rescale 2 to 3", "goes on", () -> upgrade(3, List.of(), false));
        act("savepoint, rescale 3 to 1", "goes on", () -> upgrade(1, List.of(), false));
        act(
                "upgrade: a detector more, one less",
                "goes on",
                () -> upgrade(2, List.of("--detectors", "-video.banding"), true));
        act("downgrade", "goes on", () -> upgrade(2, List.of(), false));
        Instant end = lastInstant();
        streams.end();
        awaitRows("the end of every stream", this::isComplete, LATER);
        try (UndisturbedRun undisturbed =
                UndisturbedRun.start(
                        folder,
                        registry,
                        broker.bootstrapServers(),
                        FlinkFlags.of(CONF.resolve("config.yaml")))) {
            undisturbed.await(watched, stream -> streams.publishedUntil(stream), LATER);
            return compare(undisturbed.rows(), end.plusSeconds(RECORDING_SECONDS));
        }
    }

    /** What a user's check of the record says of it. */
    RecordVerdict verdict() throws IOException, InterruptedException {
        return RecordVerdict.of(
                folder,
                broker.bootstrapServers(),
                TOPICS,
                FlinkFlags.of(CONF.resolve("config.yaml")));
    }

    private void act(String name, String expected, Deed deed) throws Exception {
        Instant from = lastInstant();
        if (rows != null) {
            rows.longestQuiet();
        }
        long began = System.nanoTime();
        String observed;
        try {
            observed = deed.done();
            awaitWell();
        } catch (Exception | AssertionError e) {
            throw new AssertionError(name + ": " + e.getMessage() + "\n" + describe(), e);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        acts.add(new Act(name, expected, observed, from, took, rows.longestQuiet()));
    }

    private String describe() {
        return cluster.jobManager() == null ? "" : cluster.jobManager().lastLines(30);
    }

    /** The first second that is not committed yet of all streams. */
    private Instant lastInstant() {
        if (rows == null) {
            return Instant.EPOCH;
        }
        return watched.stream().map(rows::newest).min(Instant::compareTo).orElseThrow();
    }

    private void awaitWell() throws InterruptedException {
        Eventually.until("all tasks run", LATER, cluster::isRunning);
        if (rows == null) {
            Eventually.until(
                    "topics",
                    SOON,
                    () -> {
                        rows = CommittedRows.open(broker.bootstrapServers(), TOPICS);
                        return true;
                    });
        }
        awaitRows("fresh rows of every stream", this::isFresh, LATER);
    }

    private boolean isFresh() {
        return watched.stream()
                .allMatch(
                        stream ->
                                rows.newest(stream)
                                        .plus(FRESH)
                                        .isAfter(streams.publishedUntil(stream)));
    }

    private boolean isComplete() {
        return watched.stream()
                .allMatch(
                        stream ->
                                !rows.newest(stream)
                                        .plusSeconds(1)
                                        .isBefore(streams.publishedUntil(stream)));
    }

    private void awaitRows(String what, Eventually.Condition condition, Duration patience)
            throws InterruptedException {
        Eventually.until(
                what,
                patience,
                () -> {
                    rows.read();
                    return condition.holds();
                });
    }

    // ---- what happens ------------------------------------------------------------------------

    private String submit(String savepoint, int parallelism, String... more) throws Exception {
        start(savepoint, parallelism, more);
        Eventually.until("all tasks run", LATER, cluster::isRunning);
        return cluster.rest().vertices() + " vertex";
    }

    private void start(String savepoint, int parallelism, String... more) throws Exception {
        cluster.haveTaskManagers(parallelism);
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "monitor",
                                "--registry",
                                registry.toString(),
                                "--kafka",
                                "127.0.0.1:" + link.port(),
                                "--topics",
                                TOPICS,
                                "--parallelism",
                                Integer.toString(parallelism)));
        arguments.addAll(List.of(more));
        cluster.startJobManager(savepoint, arguments);
    }

    private String addStreams() throws Exception {
        write(MORE);
        watched = MORE;
        awaitWell();
        return cluster.rest().restarts() + " restarts";
    }

    private String killTaskManager() throws Exception {
        long before = cluster.rest().restarts();
        cluster.killTaskManager(cluster.busyTaskManager());
        cluster.haveTaskManagers(2);
        Eventually.until("a restart", LATER, () -> cluster.rest().restarts() > before);
        return (cluster.rest().restarts() - before) + " restart";
    }

    private String killJobManager() throws Exception {
        long before = cluster.rest().checkpoints().completed();
        cluster.jobManager().kill();
        submit("", 2);
        Eventually.until("a checkpoint", LATER, () -> cluster.rest().checkpoints().completed() > 0);
        return before + " checkpoints before";
    }

    /** The JobManager that takes over cannot ask the broker, and must not give the job up. */
    private String killJobManagerWithoutBroker() throws Exception {
        broker.close();
        cluster.jobManager().kill();
        start("", 2);
        Eventually.until(
                "the new JobManager's wait",
                SOON,
                () -> cluster.jobManager().lastLines(200).contains("has run before"));
        broker.startAgain();
        Eventually.until("all tasks run", LATER, cluster::isRunning);
        return "goes on " + cluster.rest().checkpoints().restored();
    }

    private String restartBroker() throws Exception {
        broker.close();
        Instant back = Instant.now().plusSeconds(15);
        Eventually.until("the broker's absence", SOON, () -> Instant.now().isAfter(back));
        broker.startAgain();
        return cluster.rest().restarts() + " restarts";
    }

    private String cutTaskManagerOff() throws Exception {
        long pid = cluster.taskManager(cluster.busyTaskManager()).pid();
        link.cut(pid);
        Instant healed = Instant.now().plusSeconds(15);
        Eventually.until("the cut's length", SOON, () -> Instant.now().isAfter(healed));
        link.heal(pid);
        return cluster.rest().restarts() + " restarts";
    }

    private String fillDisk() throws Exception {
        if (!disk.canBeFilled()) {
            return "skipped: no right to mount a small disk";
        }
        long before = cluster.rest().checkpoints().failed();
        disk.fill();
        Eventually.until(
                "failed checkpoints",
                SOON,
                () -> cluster.rest().checkpoints().failed() >= before + 3);
        long failed = cluster.rest().checkpoints().failed() - before;
        disk.makeRoom();
        return failed + " failed, state " + cluster.rest().jobState();
    }

    private String upgrade(int parallelism, List<String> arguments, boolean plugIn)
            throws Exception {
        String savepoint = cluster.rest().stopWithSavepoint(folder.resolve("savepoints"), LATER);
        Eventually.until("the JobManager's end", SOON, () -> !cluster.jobManager().isAlive());
        PlugInFolder.of(ROOT).hold(plugIn);
        submit(savepoint, parallelism, arguments.toArray(String[]::new));
        return "parallelism " + parallelism;
    }

    /** Takes effect within seconds, without a restart. */
    private void write(List<String> ids) throws IOException {
        StringBuilder text = new StringBuilder("streams:\n");
        for (String id : ids) {
            text.append(
                    "  - {id: %s, url: '%s', decode: full, priority: high}\n"
                            .formatted(id, streams.url(id)));
        }
        Path draft = folder.resolve("streams.draft");
        Files.writeString(draft, text);
        Files.move(draft, registry, StandardCopyOption.ATOMIC_MOVE);
    }

    // ---- what came of it -----------------------------------------------------------------------

    private List<Drill> compare(CommittedRows undisturbed, Instant end) {
        List<Drill> drills = new ArrayList<>();
        for (int i = 0; i < acts.size(); i++) {
            Act act = acts.get(i);
            Instant to = i + 1 < acts.size() ? acts.get(i + 1).from() : end;
            Comparison measured =
                    Comparison.of(
                            undisturbed.measurements(),
                            rows.measurements(),
                            "second_at",
                            List.of("stream_id", "rendition", "second_at"),
                            CHANGING,
                            act.from(),
                            to);
            Comparison told =
                    Comparison.of(
                            undisturbed.alerts(),
                            rows.alerts(),
                            "event_at",
                            List.of("alert_id", "stream_id", "defect", "event"),
                            new TreeSet<>(),
                            act.from(),
                            to);
            drills.add(
                    new Drill(
                            act.name(),
                            act.expected(),
                            act.observed(),
                            act.took(),
                            act.quiet(),
                            measured.and(told)));
        }
        return drills;
    }

    @Override
    public void close() throws Exception {
        if (rows != null) {
            rows.close();
        }
        cluster.close();
        broker.close();
        link.close();
        zooKeeper.close();
        streams.close();
        disk.close();
        PlugInFolder.of(ROOT).hold(false);
    }
}
