package io.sightline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.config.PolicyFile;
import io.sightline.demo.LiveHlsServer;
import io.sightline.demo.media.Coding;
import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.PlantedDefect;
import io.sightline.demo.media.SyntheticMedia;
import io.sightline.job.PrometheusPage.Sample;
import io.sightline.metrics.MetricDetail;
import io.sightline.registry.RegistryAddress;
import io.sightline.sink.FileDestination;
import io.sightline.source.SourceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real job with Flink's Prometheus reporter, which is asked over HTTP as Prometheus asks. */
class MetricsITCase {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Longer than the test takes on a machine with other work. */
    private static final Duration MEDIA = Duration.ofMinutes(5);

    private static final String PREFIX = "flink_taskmanager_job_task_operator_sightline_";
    private static final String OF_RENDITION = "stream_rendition_";
    private static final int FRAMES_PER_SECOND = 25;
    private static final int CLIP_SECONDS = 8;
    private static final int CLIP_PICTURES = CLIP_SECONDS * FRAMES_PER_SECOND;

    /** With a character that Prometheus allows in values of labels, and not in names. */
    private static final String BLACK = "on-air";

    @TempDir private Path folder;

    private PrometheusPage page;
    private Path registry;

    @BeforeEach
    void prepare() throws IOException {
        page = new PrometheusPage();
        registry = folder.resolve("streams.yaml");
        SyntheticMedia media =
                SyntheticMedia.lasting(MEDIA)
                        .withSize(320, 180, FRAMES_PER_SECOND)
                        .withCoding(Coding.MPEG2_MP2)
                        .withKeyFrameInterval(Duration.ofSeconds(1));
        media.write(folder.resolve("fine.m3u8"), Packaging.HLS_TS);
        media.with(PlantedDefect.Kind.BLACK, Duration.ZERO, MEDIA)
                .write(folder.resolve("black.m3u8"), Packaging.HLS_TS);
        SyntheticMedia.lasting(Duration.ofSeconds(CLIP_SECONDS))
                .withSize(320, 180, FRAMES_PER_SECOND)
                .withCoding(Coding.MPEG2_MP2)
                .write(folder.resolve("clip.ts"), Packaging.TS);
    }

    @Test
    void prometheusSeesWhatIsWatchedAndForgetsWhatIsNot() throws Exception {
        String clip = entry("clip", folder.resolve("clip.ts").toString());
        publish(clip);
        JobClient job = start();
        try (LiveHlsServer black = live("black");
                LiveHlsServer fine = live("fine")) {
            everyFrameOfAFileIsCounted();

            publish(clip + entry(BLACK, black.url()) + entry("fine", fine.url()));
            anIncidentIsOpenWhileItsDefectLasts();
            liveStreamsAreWhollyWatched();
            aLostServerIsSeenAndItsReturnCounted(fine);

            publish(clip + entry("fine", fine.url()));
            nothingIsLeftOfARemovedStream();
        } finally {
            job.cancel().get();
        }
    }

    private JobClient start() throws Exception {
        MonitorPlan plan =
                new MonitorPlan(
                                List.of(),
                                RegistryAddress.parse(registry.toString()),
                                Map.of(),
                                PolicyFile.builtIn(),
                                List.of(),
                                SourceSettings.DEFAULTS,
                                new FileDestination(folder.resolve("output").toString()),
                                /* parallelism= */ 2,
                                folder.resolve("state"),
                                Duration.ofSeconds(2),
                                null)
                        .withMetrics(MetricDetail.RENDITIONS);
        Configuration configuration = EmbeddedConfiguration.of(plan);
        String reporter = "metrics.reporter.prom.";
        configuration.setString(
                reporter + "factory.class",
                "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
        configuration.setString(reporter + "port", page.ports());
        configuration.setString(reporter + "filterLabelValueCharacters", "false");
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(
                        plan.parallelism(), configuration);
        MonitorJob.assemble(env, plan);
        return env.executeAsync(MonitorJob.NAME);
    }

    private void everyFrameOfAFileIsCounted() throws InterruptedException {
        List<Sample> seen =
                until(
                        "the end of the file",
                        now ->
                                sum(now, "streams_not_watched") == 1
                                        && sum(now, "measurement_rows") >= CLIP_SECONDS
                                        && sum(now, "received_bytes") > 0);
        assertThat(sum(seen, "presented_frames")).isEqualTo(CLIP_PICTURES);
        assertThat(sum(seen, "decoded_frames")).isEqualTo(CLIP_PICTURES);
        assertThat(sum(seen, "decode_errors")).isZero();
        assertThat(sum(seen, "streams")).isEqualTo(1);
        assertThat(sum(seen, "alerts_opened")).isZero();
        assertThat(sum(seen, "lag_seconds")).as("a file is never late").isZero();
        assertThat(sum(seen, "decode_seconds")).isPositive();
        assertThat(sum(seen, "detector_seconds")).isPositive();
        assertThat(value(seen, "state", "clip")).as("not watched").isEqualTo(5);
        requireNamesAndLabels(seen);
    }

    private static void requireNamesAndLabels(List<Sample> seen) {
        assertThat(
                        seen.stream()
                                .collect(
                                        Collectors.groupingBy(
                                                sample -> sample.labels().get("operator_name"),
                                                Collectors.mapping(
                                                        sample ->
                                                                sample.name()
                                                                        .substring(PREFIX.length()),
                                                        Collectors.toCollection(TreeSet::new)))))
                .isEqualTo(
                        Map.of(
                                "Source: streams",
                                new TreeSet<>(
                                        List.of(
                                                "streams",
                                                "streams_live",
                                                "streams_connecting",
                                                "streams_stalled",
                                                "streams_no_signal",
                                                "streams_broken",
                                                "streams_not_watched",
                                                "queued_packet_bytes",
                                                "reconnects",
                                                "received_bytes",
                                                "stream_rendition_state",
                                                "stream_rendition_reconnects")),
                                "decode",
                                new TreeSet<>(
                                        List.of(
                                                "presented_frames",
                                                "decoded_frames",
                                                "decode_errors",
                                                "coverage_ratio",
                                                "lag_seconds",
                                                "native_memory_bytes",
                                                "decode_seconds")),
                                "detect",
                                new TreeSet<>(
                                        List.of(
                                                "measurement_rows",
                                                "detectors_switched_off",
                                                "detector_seconds")),
                                "debounce",
                                new TreeSet<>(
                                        List.of(
                                                "open_incidents",
                                                "alerts_opened",
                                                "alerts_escalated",
                                                "alerts_cleared",
                                                "late_verdicts")),
                                "pager: Writer",
                                new TreeSet<>(
                                        List.of("pager_rows_waiting", "pager_rows_dropped"))));
        assertThat(seen)
                .allSatisfy(
                        sample ->
                                assertThat(sample.labels())
                                        .containsEntry("job_name", MonitorJob.NAME)
                                        .containsKeys("subtask_index", "tm_id", "host"));
        assertThat(seen)
                .filteredOn(sample -> sample.name().equals(PREFIX + "streams"))
                .as("one of each slot")
                .hasSize(2);
    }

    private void anIncidentIsOpenWhileItsDefectLasts() throws InterruptedException {
        List<Sample> seen =
                until(
                        "black pictures",
                        now ->
                                sum(now, "open_incidents") == 1
                                        && value(now, "open_incidents", BLACK) == 1
                                        && sum(now, "alerts_opened") == 1
                                        && sum(now, "streams_live") == 2);
        assertThat(seen)
                .filteredOn(
                        sample -> sample.name().equals(PREFIX + "stream_rendition_open_incidents"))
                .as("of streams in trouble alone")
                .hasSize(1);
        assertThat(sum(seen, "alerts_cleared")).isZero();
    }

    private void liveStreamsAreWhollyWatched() throws InterruptedException {
        List<Sample> seen =
                until(
                        "pictures counted over ten seconds",
                        now ->
                                value(now, "frames_per_second", "fine") > FRAMES_PER_SECOND / 2.0
                                        && value(now, "coverage_ratio", "fine") == 1
                                        && value(now, "state", "fine") == 1);
        assertThat(sum(seen, "native_memory_bytes"))
                .as("the pictures of two decoders at least")
                .isGreaterThan(2 * 320 * 180 * 3 / 2);
        assertThat(sum(seen, "presented_frames")).isGreaterThan(CLIP_PICTURES);
        assertThat(sum(seen, "reconnects")).isZero();
    }

    private void aLostServerIsSeenAndItsReturnCounted(LiveHlsServer server)
            throws InterruptedException {
        server.goAway();
        until("no signal", now -> value(now, "state", "fine") == 3);
        List<Sample> seen = until("its sum", now -> sum(now, "streams_no_signal") == 1);
        assertThat(sum(seen, "streams")).isEqualTo(3);
        server.comeBack();
        until(
                "signal",
                now ->
                        value(now, "state", "fine") == 1
                                && value(now, "reconnects", "fine") >= 1
                                && sum(now, "reconnects") >= 1);
    }

    private void nothingIsLeftOfARemovedStream() throws InterruptedException {
        List<Sample> seen =
                until(
                        "removal",
                        now ->
                                now.stream().noneMatch(s -> BLACK.equals(s.labels().get("stream")))
                                        && sum(now, "streams") == 2
                                        && sum(now, "alerts_cleared") >= 1
                                        && value(now, "state", "fine") == 1);
        assertThat(seen).extracting(Sample::name).contains(PREFIX + "stream_rendition_lag_seconds");
    }

    private List<Sample> until(String what, Predicate<List<Sample>> condition)
            throws InterruptedException {
        return page.until(what, PATIENCE, condition);
    }

    /** Over all slots. */
    private static double sum(List<Sample> seen, String name) {
        return seen.stream()
                .filter(sample -> sample.name().equals(PREFIX + name))
                .mapToDouble(Sample::value)
                .sum();
    }

    /** Of the only rendition of a stream; 0 when there is no such series. */
    private static double value(List<Sample> seen, String name, String stream) {
        return seen.stream()
                .filter(sample -> sample.name().equals(PREFIX + OF_RENDITION + name))
                .filter(sample -> stream.equals(sample.labels().get("stream")))
                .filter(sample -> "main".equals(sample.labels().get("rendition")))
                .mapToDouble(Sample::value)
                .sum();
    }

    private LiveHlsServer live(String name) throws IOException {
        return LiveHlsServer.start(
                name, folder.resolve(name + ".m3u8"), Duration.ofSeconds(6), Clock.systemUTC());
    }

    private static String entry(String id, String url) {
        return "  - id: %s%n    url: %s%n".formatted(id, url);
    }

    /** As editors do: the file is there whole, or not at all. */
    private void publish(String entries) throws IOException {
        Path draft = folder.resolve("streams.draft");
        Files.writeString(draft, "streams:\n" + entries);
        Files.move(draft, registry, StandardCopyOption.REPLACE_EXISTING);
    }
}
