package io.sightline.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.flow.StreamState;
import io.sightline.job.EmbeddedRun;
import io.sightline.media.ffmpeg.FfmpegProgram;
import io.sightline.table.Measurement;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Timestamps run over in the middle: every second is whole, and nothing is reported. */
class WrapITCase {

    private static final int SECONDS = 60;
    private static final double WRAP_SECONDS = (1L << 33) / 90_000.0;

    @TempDir private Path folder;

    @Test
    void playsThroughTheWrapWithNothingLostRepeatedOrReported() throws Exception {
        Map<String, String> inputs = new TreeMap<>();
        inputs.put("file", wrapping("wrap.ts", 30));
        String[] hls = {"-f", "hls", "-hls_time", "4", "-hls_playlist_type", "vod"};
        inputs.put("within", wrapping("within.m3u8", 30, hls));
        inputs.put("between", wrapping("between.m3u8", 28, hls));
        Told told = new Told();
        try (EmbeddedRun run = EmbeddedRun.start(Plans.of(folder, inputs), told)) {
            assertThat(run.await(Duration.ofMinutes(3))).isTrue();
        }
        for (String stream : inputs.keySet()) {
            assertThat(told.alerts(stream)).as(stream).isEmpty();
            assertThat(told.isNow(stream, StreamState.NOT_WATCHED)).isTrue();
            List<Measurement> rows =
                    told.measurements(stream).stream().filter(row -> row.frames() > 0).toList();
            assertThat(rows).as(stream).hasSizeBetween(SECONDS, SECONDS + 1);
            assertThat(rows.stream().mapToInt(Measurement::frames).sum())
                    .as(stream)
                    .isEqualTo(SECONDS * 25);
            assertThat(rows.subList(1, SECONDS - 1))
                    .as(stream)
                    .allSatisfy(row -> assertThat(row.frames()).isEqualTo(25));
            assertThat(rows)
                    .allSatisfy(
                            row ->
                                    assertThat(row.values().getOrDefault("timestamp_errors", 0.0))
                                            .isZero());
        }
    }

    private String wrapping(String name, double secondsBefore, String... form) throws IOException {
        List<String> words = new ArrayList<>(List.of("-v", "error", "-y", "-f", "lavfi", "-i"));
        words.add("testsrc2=size=160x120:rate=25:duration=" + SECONDS);
        words.addAll(List.of("-f", "lavfi", "-i", "sine=frequency=440:duration=" + SECONDS));
        words.addAll(List.of("-c:v", "mpeg2video", "-bf", "2", "-g", "25", "-c:a", "mp2"));
        words.addAll(List.of("-muxdelay", "0", "-muxpreload", "0", "-output_ts_offset"));
        words.add(String.format(Locale.ROOT, "%.6f", WRAP_SECONDS - secondsBefore));
        words.addAll(List.of(form));
        Path file = folder.resolve(name);
        words.add(file.toString());
        FfmpegProgram.ffmpeg().run(words);
        return file.toString();
    }
}
