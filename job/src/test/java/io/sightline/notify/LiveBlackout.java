package io.sightline.notify;

import io.sightline.config.PolicyFile;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Live streams that turn black at once and are well again later, watched by the whole job with the
 * built-in policy: all of a registry, with the same labels, over UDP on loopback. Ownership: the
 * starter closes it.
 *
 * <p>Live, because files are read as fast as they can be: what is black together in them is not
 * read together.
 */
final class LiveBlackout implements RowListener, AutoCloseable {

    static final String DEFECT = "video.black";

    /** Of a target that is told of nothing else. */
    static final String ROUTES =
            "routes:\n  - {match: {defect: %s}, targets: [pager]}\n".formatted(DEFECT);

    private static final Duration AFTERWARDS = Duration.ofSeconds(30);

    private final Path media;
    private final UdpFanOut streams; // owned, closed in close()
    private final Set<String> watched = ConcurrentHashMap.newKeySet();
    private final List<Seen> alerts = new CopyOnWriteArrayList<>();
    private volatile int watchedAtFirst;

    /**
     * An alert.
     *
     * @param atNanos when the job decided it
     */
    record Seen(Alert alert, long atNanos) {}

    private LiveBlackout(Path media, UdpFanOut streams) {
        this.media = media;
        this.streams = streams;
    }

    /**
     * Makes the pictures.
     *
     * @param from when they turn black, after the job was started
     */
    static LiveBlackout prepare(Path folder, int streams, Duration from, Duration to)
            throws Exception {
        Path media = folder.resolve("blackout.ts");
        SyntheticMedia.lasting(to.plus(AFTERWARDS))
                .withSize(64, 36, 5)
                .withContent(SyntheticMedia.Content.VIDEO_ONLY)
                .withKeyFrameInterval(Duration.ofSeconds(1))
                .with(PlantedDefect.Kind.BLACK, from, to)
                .write(media, Packaging.TS);
        return new LiveBlackout(media, UdpFanOut.open(streams));
    }

    /** Starts the job over all streams, and then the streams; owned by the caller. */
    EmbeddedRun watch(String labels, Path output) throws Exception {
        StringBuilder registry = new StringBuilder("streams:\n");
        for (String url : streams.urls()) {
            registry.append(
                    "  - {id: 'channel-%s', url: '%s', labels: {%s}}%n"
                            .formatted(url.substring(url.lastIndexOf(':') + 1), url, labels));
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
        EmbeddedRun run = EmbeddedRun.start(plan, this);
        streams.begin(media);
        return run;
    }

    /** How many streams had been measured when the first alert was decided. */
    int watchedAtFirstAlert() {
        return watchedAtFirst;
    }

    List<Seen> alerts() {
        return alerts;
    }

    /** Waits until as many incidents have had an event. */
    void await(Alert.Event event, int incidents, Duration patience) throws Exception {
        Waiting.until(incidents + " " + event, patience, () -> alerts(event).size() == incidents);
    }

    List<Seen> alerts(Alert.Event event) {
        return alerts.stream().filter(seen -> seen.alert().event() == event).toList();
    }

    @Override
    public void onAlert(Alert alert) {
        if (!alert.defect().equals(DEFECT)) {
            return; // on a busy machine media may be late when the job starts
        }
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
        streams.close();
    }
}
