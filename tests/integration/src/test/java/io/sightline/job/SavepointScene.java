package io.sightline.job;

import io.sightline.config.PolicyFile;
import io.sightline.decode.DecoderOpener;
import io.sightline.demo.media.Coding;
import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.PlantedDefect;
import io.sightline.demo.media.SyntheticMedia;
import io.sightline.detector.model.StreamId;
import io.sightline.flow.DecodeMode;
import io.sightline.flow.Examination;
import io.sightline.policy.Policy;
import io.sightline.sink.LocalChannel;
import io.sightline.sink.TableSinks;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.source.enumerator.StreamInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * The streams of the kept savepoints, and the job over them: real sources, decoders, detectors and
 * state; rows go to a listener. State of sinks is not part of it: it belongs to one Kafka cluster
 * or one folder, which a kept savepoint outlives.
 *
 * <p>Once a savepoint is kept, this scene is what it was taken from: it never changes. A new
 * version that needs other streams gets a scene of its own.
 */
final class SavepointScene {

    static final int SECONDS = 36;

    /** Of every stream; it opens after 2 s. */
    static final Duration BLACK_FROM = Duration.ofSeconds(3);

    static final Duration BLACK_UNTIL = Duration.ofSeconds(31);

    /** Of every stream; it opens after 12 s, so that it is pending for long. */
    static final Duration SILENCE_FROM = Duration.ofSeconds(11);

    static final Duration SILENCE_UNTIL = Duration.ofSeconds(27);

    /** The last row that is waited for before a savepoint is taken: silence is there, not open. */
    static final int LAST_ROW_BEFORE = 12;

    /** A savepoint keeps where its streams are: named from the folder that the tests run in. */
    private static final Path MEDIA = Path.of("target", "savepoint-media");

    /** By stream, its renditions. */
    static final Map<String, List<String>> RENDITIONS =
            Map.of("film", List.of("main"), "tape", List.of("main"), "hls", List.of("96p", "72p"));

    private SavepointScene() {}

    /** Makes the inputs, the same each time. */
    static void makeMedia() throws IOException {
        SyntheticMedia media =
                SyntheticMedia.lasting(Duration.ofSeconds(SECONDS))
                        .withSize(160, 96, 25)
                        .with(PlantedDefect.Kind.BLACK, BLACK_FROM, BLACK_UNTIL)
                        .with(PlantedDefect.Kind.SILENCE, SILENCE_FROM, SILENCE_UNTIL);
        Files.createDirectories(MEDIA);
        media.write(MEDIA.resolve("film.mp4"), Packaging.MP4);
        media.withCoding(Coding.MPEG2_MP2).write(MEDIA.resolve("tape.ts"), Packaging.TS);
        Path large = Files.createDirectories(MEDIA.resolve("hls/large")).resolve("index.m3u8");
        media.withPictures(2).write(large, Packaging.HLS_TS);
        Path small = Files.createDirectories(MEDIA.resolve("hls/small")).resolve("index.m3u8");
        media.withSize(128, 72, 25).withPictures(2).write(small, Packaging.HLS_TS);
        Files.writeString(
                MEDIA.resolve("policy.yaml"),
                """
                defaults:
                  audio.silence: {open-after: 12s}
                """);
        Files.writeString(
                MEDIA.resolve("hls/master.m3u8"),
                """
                #EXTM3U
                #EXT-X-STREAM-INF:BANDWIDTH=800000,RESOLUTION=160x96
                large/index.m3u8
                #EXT-X-STREAM-INF:BANDWIDTH=400000,RESOLUTION=128x72
                small/index.m3u8
                """);
    }

    private static List<StreamEntry> entries() {
        return List.of(
                entry("film", "film.mp4", DecodeMode.FULL),
                entry("tape", "tape.ts", DecodeMode.AUTO),
                entry("hls", "hls/master.m3u8", DecodeMode.FULL));
    }

    private static StreamEntry entry(String id, String input, DecodeMode decode) {
        StreamInput all =
                StreamInput.of(MEDIA.resolve(input).toString())
                        .withRenditions(StreamInput.Renditions.ALL, List.of());
        return StreamEntry.of(new StreamId(id), all.url())
                .withInput(all)
                .withExamination(Examination.inFull("default").withDecode(decode))
                .withLabels(Map.of("site", "north"));
    }

    /** Starts the job with all detectors; the caller waits for it. */
    static JobClient start(
            DecoderOpener decoders, int parallelism, @Nullable String savepoint, LocalChannel show)
            throws Exception {
        return start(decoders, List.of(), parallelism, savepoint, show);
    }

    /** Starts the job with these detectors. */
    static JobClient start(
            DecoderOpener decoders,
            List<String> detectors,
            int parallelism,
            @Nullable String savepoint,
            LocalChannel show)
            throws Exception {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(
                        parallelism, configuration(parallelism, savepoint));
        Policy policy = PolicyFile.read(MEDIA.resolve("policy.yaml"));
        MonitorTopology.Tables tables =
                FixedTopology.of(entries(), decoders, policy, "scene", detectors).build(env);
        MonitorTopology.showTo(tables, TableSinks.of(show));
        ChainGuard.requireOneVertex(env.getStreamGraph(false));
        return env.executeAsync("savepoint-scene");
    }

    private static Configuration configuration(int parallelism, @Nullable String savepoint) {
        Configuration configuration = EmbeddedConfiguration.common();
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMinutes(10));
        configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, parallelism);
        if (savepoint != null) {
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        }
        return configuration;
    }
}
