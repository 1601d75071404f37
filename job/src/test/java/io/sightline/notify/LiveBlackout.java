package io.sightline.notify;

import io.sightline.config.PolicyFile;
import io.sightline.demo.LiveHlsServer;
import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.PlantedDefect;
import io.sightline.demo.media.SyntheticMedia;
import io.sightline.job.EmbeddedRun;
import io.sightline.job.MonitorPlan;
import io.sightline.registry.RegistryAddress;
import io.sightline.sink.FileDestination;
import io.sightline.sink.RowListener;
import io.sightline.source.SourceSettings;
import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import io.sightline.table.StreamStateRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Live streams that turn black at once and are well again later, watched by the whole job with the
 * built-in policy: all of a registry, with the same labels, over HLS on loopback. Ownership: the
 * starter closes it.
 *
 * <p>Live, because files are read as fast as they can be: what is black together in them is not
 * read together.
 */
final class LiveBlackout implements RowListener, AutoCloseable {

    private static final Duration AHEAD = Duration.ofSeconds(3);
    private static final Duration AFTERWARDS = Duration.ofSeconds(30);

    private final LiveHlsServer server; // owned, closed in close()
    private final Set<String> watched = ConcurrentHashMap.newKeySet();
    private final List<Seen> alerts = new CopyOnWriteArrayList<>();
    private volatile int watchedAtFirst;

    /**
     * An alert.
     *
     * @param atNanos when the job decided it
     */
    record Seen(Alert alert, long atNanos) {}

    private LiveBlackout(LiveHlsServer server) {
        this.server = server;
    }

    /**
     * Makes the pictures and waits for the job to ask for them.
     *
     * @param from when they turn black, after the first stream was asked for
     */
    static LiveBlackout prepare(Path folder, Duration from, Duration to) throws Exception {
        Path media = Files.createDirectories(folder.resolve("media"));
        Path playlist = media.resolve("live.m3u8");
        SyntheticMedia.lasting(to.plus(AFTERWARDS))
                .withSize(64, 36, 10)
                .withContent(SyntheticMedia.Content.VIDEO_ONLY)
                .withKeyFrameInterval(Duration.ofSeconds(1))
                .with(PlantedDefect.Kind.BLACK, from, to)
                .write(playlist, Packaging.HLS_TS);
        return new LiveBlackout(
                LiveHlsServer.start("blackout", playlist, AHEAD, Clock.systemUTC()));
    }

    /** Starts the job over so many streams; owned by the caller. */
    EmbeddedRun watch(int streams, String labels, Path output) throws Exception {
        StringBuilder registry = new StringBuilder("streams:\n");
        for (int i = 0; i < streams; i++) {
            registry.append(
                    "  - {id: channel-%d, url: '%s', labels: {%s}}%n"
                            .formatted(i, server.url(), labels));
        }
        Path file = Files.writeString(output.resolve("streams.yaml"), registry);
        MonitorPlan plan =
                new MonitorPlan(
                        List.of(),
                        RegistryAddress.parse(file.toString()),
                        Map.of(),
                        PolicyFile.builtIn(),
                        List.of(),
                        SourceSettings.DEFAULTS,
                        new FileDestination(output.toString()),
                        /* parallelism= */ 2,
                        output.resolve("state"),
                        Duration.ofSeconds(5),
                        /* restoreFrom= */ null);
        return EmbeddedRun.start(plan, this);
    }

    /** How many streams had been measured when the first alert was decided. */
    int watchedAtFirstAlert() {
        return watchedAtFirst;
    }

    List<Seen> alerts() {
        return alerts;
    }

    List<Seen> alerts(Alert.Event event) {
        return alerts.stream().filter(seen -> seen.alert().event() == event).toList();
    }

    @Override
    public void onAlert(Alert alert) {
        if (alerts.isEmpty()) {
            watchedAtFirst = watched.size();
        }
        alerts.add(new Seen(alert, System.nanoTime()));
    }

    @Override
    public void onMeasurement(Measurement measurement) {
        watched.add(measurement.streamId());
    }

    @Override
    public void onStreamState(StreamStateRow row) {
        // What is watched is known from its measurements.
    }

    @Override
    public void close() {
        server.close();
    }
}
