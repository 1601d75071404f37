package io.sightline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.detector.model.StreamId;
import io.sightline.media.ffmpeg.FfmpegProgram;
import io.sightline.sink.LocalChannel;
import io.sightline.sink.RecordingListener;
import io.sightline.sink.TableSinks;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.source.enumerator.StreamInput;
import io.sightline.source.enumerator.StreamInput.Renditions;
import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Renditions and taps of one programme, as they come out of encoders and decoders. */
class ProgrammeMediaTest {

    private static final String PICTURES =
            "color=gray:size=16x12:rate=25,noise=all_seed=%d:c0_strength=100:c0_flags=t,tmix=frames=4,"
                    + "scale=160:120:flags=bilinear,format=yuv420p";

    private static final String STILL = "color=gray:size=160x120:rate=25,format=yuv420p";

    /** Bursts of noise; those before the second minute come so much later. */
    private static final String SOUND =
            "aevalsrc='0.3*(2*random(0)-1)*gt(mod(abs(sin(floor((t-%s*lt(t\\,50))*9)*12.9898)*43758.5)\\,1)\\,0.6)'"
                    + ":sample_rate=48000";

    @TempDir private Path folder;

    @Test
    void aTapWhoseSoundIsLateIsToldOfUntilItIsInStepAgain() throws Exception {
        List<StreamEntry> entries =
                List.of(
                        made("studio.ts", PICTURES.formatted(1), 0, "mpeg2video", "mp2"),
                        reference(made("late.mp4", PICTURES.formatted(1), 0.3, "mpeg4", "aac")),
                        reference(made("still.ts", STILL, 0, "mpeg2video", "mp2")),
                        reference(made("other.ts", PICTURES.formatted(2), 0, "mpeg2video", "mp2")));

        RecordingListener rows = run(entries);

        List<Double> offsets = offsets(rows, "late.mp4");
        assertThat(offsets).hasSizeGreaterThanOrEqualTo(10);
        assertThat(offsets.subList(0, 4))
                .allSatisfy(ms -> assertThat(ms).isCloseTo(300, within(25.0)));
        assertThat(offsets.subList(offsets.size() - 4, offsets.size()))
                .allSatisfy(ms -> assertThat(ms).isCloseTo(0, within(25.0)));
        assertThat(alerts(rows)).extracting(Alert::streamId).containsOnly("late.mp4");
        assertThat(alerts(rows))
                .extracting(alert -> alert.event().name())
                .containsExactly("OPENED", "CLEARED");
        assertThat(alerts(rows).get(0).message()).startsWith("Sound of 'late.mp4' (main)");
        assertThat(alerts(rows).get(0).message()).contains("late beside the reference");
        for (String silent : List.of("studio.ts", "still.ts", "other.ts")) {
            assertThat(offsets(rows, silent)).as(silent).isEmpty();
        }

        assertThat(offsets(run(entries), "late.mp4")).isEqualTo(offsets);
    }

    @Test
    void renditionsInStepAreNotToldOf() throws Exception {
        for (String size : List.of("160x120", "80x60")) {
            List<String> arguments = new ArrayList<>(List.of("-v", "error", "-nostdin", "-y"));
            arguments.addAll(List.of("-f", "lavfi", "-i", PICTURES.formatted(1)));
            arguments.addAll(List.of("-f", "lavfi", "-i", SOUND.formatted("0"), "-t", "45"));
            arguments.addAll(List.of("-s", size, "-c:v", "libopenh264", "-b:v", "400k"));
            arguments.addAll(List.of("-g", "50", "-threads", "1", "-c:a", "aac"));
            arguments.addAll(List.of("-f", "hls", "-hls_time", "4", "-hls_list_size", "0"));
            arguments.add(folder.resolve(size + ".m3u8").toString());
            FfmpegProgram.ffmpeg().run(arguments);
        }
        Path master = folder.resolve("master.m3u8");
        Files.writeString(
                master,
                """
                #EXTM3U
                #EXT-X-STREAM-INF:BANDWIDTH=500000,RESOLUTION=160x120
                160x120.m3u8
                #EXT-X-STREAM-INF:BANDWIDTH=300000,RESOLUTION=80x60
                80x60.m3u8
                """);
        StreamEntry all =
                StreamEntry.of(new StreamId("tv"), master.toString())
                        .withInput(
                                StreamInput.of(master.toString())
                                        .withRenditions(Renditions.ALL, List.of()));

        RecordingListener rows = run(List.of(all));

        assertThat(rows.measurements).extracting(Measurement::rendition).contains("120p", "60p");
        assertThat(offsets(rows, "tv")).hasSizeGreaterThanOrEqualTo(3);
        assertThat(offsets(rows, "tv")).allSatisfy(ms -> assertThat(ms).isCloseTo(0, within(25.0)));
        assertThat(alerts(rows)).isEmpty();
    }

    private StreamEntry made(
            String name, String pictures, double soundLate, String video, String audio)
            throws Exception {
        Path clip = folder.resolve(name);
        List<String> arguments = new ArrayList<>(List.of("-v", "error", "-nostdin", "-y"));
        arguments.addAll(List.of("-f", "lavfi", "-i", pictures));
        arguments.addAll(List.of("-f", "lavfi", "-i", SOUND.formatted(soundLate), "-t", "100"));
        arguments.addAll(List.of("-c:v", video, "-b:v", "500k", "-threads", "1"));
        arguments.addAll(List.of("-c:a", audio, "-b:a", "64k", clip.toString()));
        FfmpegProgram.ffmpeg().run(arguments);
        return StreamEntry.of(new StreamId(name), clip.toString());
    }

    private static StreamEntry reference(StreamEntry tap) {
        return tap.withExamination(tap.examination().withReference(new StreamId("studio.ts")));
    }

    private static RecordingListener run(List<StreamEntry> entries) throws Exception {
        RecordingListener rows = new RecordingListener();
        WholeTopology job = WholeTopology.over(entries, 3);
        try (LocalChannel channel = LocalChannel.open(rows)) {
            MonitorTopology.showTo(job.tables, TableSinks.of(channel));
            job.env.execute();
        }
        return rows;
    }

    private static List<Double> offsets(RecordingListener rows, String stream) {
        return rows.measurements.stream()
                .filter(row -> row.streamId().equals(stream))
                .map(row -> row.values().get("av_offset_to_reference_ms"))
                .filter(Objects::nonNull)
                .toList();
    }

    private static List<Alert> alerts(RecordingListener rows) {
        return rows.alerts.stream()
                .filter(alert -> alert.defect().equals("av.sync_to_reference"))
                .toList();
    }
}
