package io.sightline.e2e;

import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.PlantedDefect;
import io.sightline.demo.media.SyntheticMedia;
import io.sightline.testing.Eventually;
import io.sightline.testing.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The job on a cluster, a broker and a ZooKeeper of real processes, over streams that go on
 * whatever happens to it, with a reader of its record. One thread. Ownership: the starter closes
 * it.
 */
final class Deployment implements AutoCloseable {

    /** For what takes seconds. */
    static final Duration SOON = Duration.ofSeconds(60);

    /** For what takes a restart or two on a busy machine. */
    static final Duration LATER = Duration.ofMinutes(3);

    /** The recording's length: streams show it over and over. */
    static final Duration TURN = Duration.ofSeconds(60);

    /** Committed rows are this far behind what is published when all is well. */
    private static final Duration FRESH = Duration.ofSeconds(12);

    private final Path folder;
    private final String topics;
    private final GrowingPlaylist streams; // owned
    private final ZooKeeperProcess zooKeeper; // owned
    private final BrokerLink link; // owned
    private final KafkaBroker broker; // owned
    private final FlinkCluster cluster; // owned
    private final Path registry;
    private List<String> watched = List.of();
    private List<String> arguments = List.of(); // of the job as it was submitted last
    private CommittedRows rows; // owned; null until topics exist

    private Deployment(
            Path folder,
            String topics,
            GrowingPlaylist streams,
            ZooKeeperProcess zooKeeper,
            BrokerLink link,
            KafkaBroker broker,
            FlinkCluster cluster) {
        this.folder = folder;
        this.topics = topics;
        this.streams = streams;
        this.zooKeeper = zooKeeper;
        this.link = link;
        this.broker = broker;
        this.cluster = cluster;
        this.registry = folder.resolve("streams.yaml");
    }

    /**
     * Everything but Flink's processes, which {@link #submit} starts.
     *
     * @param topics what the names of the record's topics begin with
     * @param checkpoints where checkpoints go
     * @param settings of Flink that the drill needs to be otherwise than users have them
     */
    static Deployment begin(
            Path folder, String topics, Path checkpoints, Map<String, String> settings)
            throws Exception {
        GrowingPlaylist streams = GrowingPlaylist.of(recording(folder));
        ZooKeeperProcess zooKeeper = ZooKeeperProcess.start(folder);
        BrokerLink link = BrokerLink.open();
        KafkaBroker broker =
                KafkaBroker.startIn(Files.createDirectory(folder.resolve("kafka")), link.port());
        link.leadTo(broker.detourPort());
        FlinkCluster cluster = new FlinkCluster(folder, zooKeeper.address(), checkpoints);
        settings.forEach(cluster::set);
        return new Deployment(folder, topics, streams, zooKeeper, link, broker, cluster);
    }

    /** A minute in which something is wrong most of the time. */
    private static Path recording(Path folder) throws IOException {
        Path playlist = Files.createDirectory(folder.resolve("recording")).resolve("index.m3u8");
        SyntheticMedia media = SyntheticMedia.lasting(TURN).withSize(320, 180, 25);
        for (Planted planted : Planted.ALL) {
            media = media.with(planted.kind(), planted.from(), planted.to());
        }
        media.write(playlist, Packaging.HLS_TS);
        return playlist;
    }

    /** A defect of the recording; times from the begin of each turn. */
    record Planted(PlantedDefect.Kind kind, String defect, Duration from, Duration to) {

        static final List<Planted> ALL =
                List.of(
                        planted(PlantedDefect.Kind.BLACK, "video.black", 3, 14),
                        planted(PlantedDefect.Kind.SILENCE, "audio.silence", 18, 30),
                        planted(PlantedDefect.Kind.FREEZE, "video.freeze", 34, 48));

        private static Planted planted(PlantedDefect.Kind kind, String defect, int from, int to) {
            return new Planted(kind, defect, Duration.ofSeconds(from), Duration.ofSeconds(to));
        }
    }

    FlinkCluster cluster() {
        return cluster;
    }

    KafkaBroker broker() {
        return broker;
    }

    BrokerLink link() {
        return link;
    }

    GrowingPlaylist streams() {
        return streams;
    }

    Path folder() {
        return folder;
    }

    CommittedRows rows() {
        return rows;
    }

    /** Registers exactly these streams; takes effect within seconds, without a restart. */
    void watch(List<String> ids) throws IOException {
        StringBuilder text = new StringBuilder("streams:\n");
        for (String id : ids) {
            text.append(
                    "  - {id: %s, url: '%s', decode: full, priority: high}\n"
                            .formatted(id, streams.url(id)));
        }
        Path draft = folder.resolve("streams.draft");
        Files.writeString(draft, text);
        Files.move(draft, registry, StandardCopyOption.ATOMIC_MOVE);
        watched = List.copyOf(ids);
    }

    /**
     * Starts what is missing of a cluster of so many slots, and the job.
     *
     * @param savepoint to go on from; empty: from what high availability keeps, or from nothing
     * @param more arguments of the command line
     */
    void submit(String savepoint, int parallelism, String... more) throws Exception {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "monitor",
                                "--registry",
                                registry.toString(),
                                "--kafka",
                                "127.0.0.1:" + link.port(),
                                "--topics",
                                topics,
                                "--parallelism",
                                Integer.toString(parallelism)));
        all.addAll(List.of(more));
        arguments = List.copyOf(all);
        cluster.haveTaskManagers(parallelism);
        startAgain(savepoint);
        Eventually.until("all tasks run", LATER, cluster::isRunning);
    }

    /** Starts a JobManager with the job as it was submitted last, and waits for nothing. */
    void startAgain(String savepoint) throws IOException, InterruptedException {
        cluster.startJobManager(savepoint, arguments);
    }

    /** The first second that is not committed yet of all streams. */
    Instant lastInstant() {
        if (rows == null) {
            return Instant.EPOCH;
        }
        return watched.stream().map(rows::newest).min(Instant::compareTo).orElseThrow();
    }

    /** Waits until all tasks run and every stream has fresh committed rows. */
    void awaitWell() throws InterruptedException {
        Eventually.until("all tasks run", LATER, cluster::isRunning);
        if (rows == null) {
            Eventually.until(
                    "topics",
                    SOON,
                    () -> {
                        rows = CommittedRows.open(broker.bootstrapServers(), topics);
                        return true;
                    });
        }
        awaitRows("fresh rows of every stream", () -> reaches(FRESH), LATER);
    }

    /** Reads the record until something holds of it. */
    void awaitRows(String what, Eventually.Condition condition, Duration patience)
            throws InterruptedException {
        Eventually.until(
                what,
                patience,
                () -> {
                    rows.read();
                    return condition.holds();
                });
    }

    private boolean reaches(Duration behind) {
        return watched.stream()
                .allMatch(
                        stream ->
                                !rows.newest(stream)
                                        .plus(behind)
                                        .isBefore(streams.publishedUntil(stream)));
    }

    /** Ends the streams and waits until their last second is committed. */
    void endStreams() throws InterruptedException {
        streams.end();
        awaitRows("the end of every stream", () -> reaches(Duration.ofSeconds(1)), LATER);
    }

    /**
     * Runs the job once more over the same media, with nothing happening to it. Ownership: the
     * caller closes it.
     */
    UndisturbedRun runUndisturbed(Duration patience) throws IOException, InterruptedException {
        UndisturbedRun run =
                UndisturbedRun.start(
                        folder, registry, broker.bootstrapServers(), FlinkCluster.flags());
        run.await(watched, streams::publishedUntil, patience);
        return run;
    }

    /** What a user's check of the record says of it. */
    RecordVerdict verdict() throws IOException, InterruptedException {
        return RecordVerdict.of(folder, broker.bootstrapServers(), topics, FlinkCluster.flags());
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
    }
}
