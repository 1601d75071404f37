package io.sightline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.config.PolicyFile;
import io.sightline.media.ffmpeg.FfmpegProgram;
import io.sightline.sink.LocalChannel;
import io.sightline.sink.RecordingListener;
import io.sightline.sink.TableSinks;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Captions in the user data of pictures, which no encoder at hand writes, and real subtitles. */
class CaptionMediaTest {

    private static final String SOON =
            "defaults: {caption.missing: {level: {above: 3000}, clear-after: 1s}}";
    private static final int PICTURES_PER_SECOND = 25;

    /** 'HI' in CEA-608 with odd parity, and the padding that goes on when nobody speaks. */
    private static final int[] TEXT = {0xfc, 0xc8, 0x49};

    private static final int[] PADDING = {0xfc, 0x80, 0x80};

    @TempDir private Path folder;

    @Test
    void noticesThatCaptionsStop() throws Exception {
        Path clip = withCaptions(/* seconds= */ 10, /* untilSecond= */ 4);
        byte[] probed =
                FfmpegProgram.ffprobe()
                        .run(
                                "-v",
                                "error",
                                "-show_frames",
                                "-read_intervals",
                                "%+#3",
                                clip.toString());
        assertThat(new String(probed, StandardCharsets.UTF_8))
                .contains("ATSC A53 Part 4 Closed Captions");

        RecordingListener rows = run(clip);

        assertThat(ages(rows)).hasSize(10);
        assertThat(ages(rows).subList(0, 4)).containsOnly(0.0);
        assertThat(ages(rows).get(9)).isCloseTo(6_000, within(45.0));
        assertThat(rows.alerts)
                .filteredOn(alert -> alert.defect().equals("caption.missing"))
                .singleElement()
                .satisfies(alert -> assertThat(alert.startedAtMillis()).isBetween(6_900L, 7_100L));
    }

    @Test
    void aStreamThatNeverHadCaptionsHasNoAge() throws Exception {
        RecordingListener rows = run(withCaptions(5, 0));

        assertThat(ages(rows)).isEmpty();
        assertThat(rows.alerts).isEmpty();
    }

    @Test
    void seesSubtitlesOfABroadcast() throws Exception {
        Path clip =
                Path.of(
                        System.getProperty("sightline.media", ""),
                        "interlaced_576i25_mpeg2_news.ts");
        Assumptions.assumeTrue(Files.exists(clip));

        RecordingListener rows = run(clip);

        assertThat(rows.measurements)
                .anyMatch(row -> row.values().getOrDefault("ts_caption_packets", 0.0) > 0);
        assertThat(ages(rows)).isNotEmpty();
    }

    private Path withCaptions(int seconds, int untilSecond) throws Exception {
        Path plain = folder.resolve("plain.h264");
        FfmpegProgram.ffmpeg()
                .run(
                        List.of(
                                "-v",
                                "error",
                                "-nostdin",
                                "-y",
                                "-f",
                                "lavfi",
                                "-i",
                                "testsrc2=size=160x120:rate=" + PICTURES_PER_SECOND,
                                "-t",
                                Integer.toString(seconds),
                                "-c:v",
                                "libopenh264",
                                "-pix_fmt",
                                "yuv420p",
                                "-threads",
                                "1",
                                plain.toString()));
        Path captioned = folder.resolve("captioned.h264");
        Files.write(captioned, insertCaptions(Files.readAllBytes(plain), untilSecond));
        Path clip = folder.resolve("clip.ts");
        FfmpegProgram.ffmpeg()
                .run(
                        List.of(
                                "-v",
                                "error",
                                "-nostdin",
                                "-y",
                                "-framerate",
                                Integer.toString(PICTURES_PER_SECOND),
                                "-i",
                                captioned.toString(),
                                "-c",
                                "copy",
                                "-bsf:v",
                                "setts=pts=N*3600:dts=N*3600:duration=3600:time_base=1/90000",
                                clip.toString()));
        return clip;
    }

    /** Puts an SEI message before the first slice of each picture (ATSC A/72, A/53 part 4). */
    private static byte[] insertCaptions(byte[] stream, int untilSecond) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int picture = 0;
        for (int i = 0; i < stream.length; i++) {
            boolean isStart =
                    i + 5 < stream.length
                            && stream[i] == 0
                            && stream[i + 1] == 0
                            && stream[i + 2] == 1;
            int type = isStart ? stream[i + 3] & 0x1f : 0;
            boolean isFirstSlice = (type == 1 || type == 5) && (stream[i + 4] & 0x80) != 0;
            if (isFirstSlice) {
                boolean speaks = picture < untilSecond * PICTURES_PER_SECOND;
                out.writeBytes(sei(speaks ? TEXT : PADDING));
                picture++;
            }
            out.write(stream[i]);
        }
        return out.toByteArray();
    }

    private static byte[] sei(int[] triplet) {
        int[] head = {0, 0, 1, 0x06, 4, 14, 0xb5, 0x00, 0x31, 'G', 'A', '9', '4', 0x03, 0xc1, 0xff};
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int value : head) {
            out.write(value);
        }
        for (int value : triplet) {
            out.write(value);
        }
        out.write(0xff);
        out.write(0x80);
        return out.toByteArray();
    }

    private static RecordingListener run(Path clip) throws Exception {
        Configuration configuration = EmbeddedConfiguration.common();
        WholeTopology job =
                WholeTopology.over(clip, 1, configuration, PolicyFile.parse("soon.yaml", SOON));
        RecordingListener rows = new RecordingListener();
        try (LocalChannel channel = LocalChannel.open(rows)) {
            MonitorTopology.showTo(job.tables, TableSinks.of(channel));
            job.env.execute();
        }
        return rows;
    }

    private static List<Double> ages(RecordingListener rows) {
        return rows.measurements.stream()
                .map(row -> row.values().get("caption_age_ms"))
                .filter(Objects::nonNull)
                .toList();
    }
}
