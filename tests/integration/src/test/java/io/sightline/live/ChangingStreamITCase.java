package io.sightline.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.flow.StreamState;
import io.sightline.job.EmbeddedRun;
import io.sightline.media.ffmpeg.FfmpegProgram;
import io.sightline.table.Alert;
import io.sightline.table.Measurement;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Transport streams that become others midway: all of both parts is watched, whatever changes. The
 * parts were counted apart, so where they meet continuity counters are wrong, and the clock may be.
 */
class ChangingStreamITCase {

    /** Longer than the library looks ahead when it opens an input. */
    private static final int PART_SECONDS = 12;

    private static final int PICTURES = PART_SECONDS * 25;
    private static final String VIDEO = "-c:v mpeg2video -bf 2 -g 25";
    private static final String SOUND = "-c:a mp2 -ar 48000 -ac 2";
    private static final String OTHER_PIDS = " -mpegts_start_pid 0x200";

    @TempDir static Path folder;

    private static final Told told = new Told();

    @BeforeAll
    static void watchAll() throws Exception {
        Part plain = Part.of("320x240", VIDEO + " " + SOUND);
        Part mute = Part.of("320x240", VIDEO + " -an");
        Part blind = Part.of("320x240", "-vn " + SOUND);
        Part h264 = Part.of("320x240", "-c:v libopenh264 -g 25 -c:a aac -ar 48000 -ac 2");
        Map<String, String> inputs = new TreeMap<>();
        inputs.put("size", joined("size", plain, Part.of("640x480", VIDEO + " " + SOUND)));
        inputs.put("codec", joined("codec", plain, h264));
        inputs.put("back", joined("back", plain, h264.with(OTHER_PIDS), plain));
        inputs.put(
                "rate",
                joined("rate", plain, Part.of("320x240", VIDEO + " -c:a mp2 -ar 44100 -ac 2")));
        inputs.put(
                "layout",
                joined(
                        "layout",
                        Part.of("320x240", VIDEO + " -c:a ac3 -ar 48000 -ac 2"),
                        Part.of("320x240", VIDEO + " -c:a ac3 -ar 48000 -ac 6")));
        inputs.put("pids", joined("pids", plain, plain.with(OTHER_PIDS + " -tables_version 5")));
        inputs.put(
                "tables",
                joined("tables", plain, plain.with(OTHER_PIDS + " -mpegts_pmt_start_pid 0x1abc")));
        inputs.put("version", joined("version", plain, plain.with(" -tables_version 9")));
        inputs.put("late", joined("late", mute, plain));
        inputs.put("mute", joined("mute", plain, mute));
        inputs.put("blind", joined("blind", plain, blind));
        inputs.put("seeing", joined("seeing", blind, plain));
        try (EmbeddedRun run = EmbeddedRun.start(Plans.of(folder, inputs), told)) {
            assertThat(run.await(Duration.ofMinutes(3))).isTrue();
        }
        for (String stream : inputs.keySet()) {
            assertThat(told.isNow(stream, StreamState.NOT_WATCHED)).as(stream).isTrue();
        }
    }

    /** What one part is made with. */
    private record Part(String size, String words) {
        static Part of(String size, String words) {
            return new Part(size, words);
        }

        Part with(String more) {
            return new Part(size, words + more);
        }
    }

    private static String joined(String name, Part... parts) throws IOException {
        Path whole = folder.resolve(name + ".ts");
        try (OutputStream out = Files.newOutputStream(whole)) {
            for (int i = 0; i < parts.length; i++) {
                Path file = folder.resolve("part.ts");
                String words =
                        "-v error -y -f lavfi -i testsrc2=size=%s:rate=25:duration=%d"
                                + " -f lavfi -i sine=frequency=440:duration=%d %s"
                                + " -muxdelay 0 -muxpreload 0 -output_ts_offset %d %s";
                FfmpegProgram.ffmpeg()
                        .run(
                                List.of(
                                        words.formatted(
                                                        parts[i].size(),
                                                        PART_SECONDS,
                                                        PART_SECONDS,
                                                        parts[i].words(),
                                                        i * PART_SECONDS,
                                                        file)
                                                .split(" +")));
                Files.copy(file, out);
            }
        }
        return whole.toString();
    }

    private static List<Measurement> rows(String stream) {
        return told.measurements(stream).stream().filter(row -> !row.values().isEmpty()).toList();
    }

    private static double sum(String stream, String metric) {
        return rows(stream).stream()
                .mapToDouble(row -> row.values().getOrDefault(metric, 0.0))
                .sum();
    }

    private static int pictures(String stream) {
        return rows(stream).stream().mapToInt(Measurement::frames).sum();
    }

    private static long secondsWithSound(String stream) {
        return rows(stream).stream()
                .filter(row -> row.values().getOrDefault("audio_level_dbfs", -120.0) > -40)
                .count();
    }

    /** Where a PID ends, the demuxer keeps the last picture or two back: they are missing. */
    private static final String LOST_AT_THE_JOINT = "video.frame_drop";

    private static void requireOnly(String stream, String... defects) {
        List<String> raised =
                new ArrayList<>(
                        told.alerts(stream).stream()
                                .map(Alert::defect)
                                .filter(defect -> !defect.equals(LOST_AT_THE_JOINT))
                                .distinct()
                                .sorted()
                                .toList());
        assertThat(raised).as("%s: %s", stream, told.alerts(stream)).containsExactly(defects);
    }

    /** Where a PID ends, the library never gives out the last picture or two of it in time. */
    private static void requireWhole(String stream, int parts) {
        assertThat(pictures(stream))
                .as(stream)
                .isBetween(parts * PICTURES - 2 * (parts - 1), parts * PICTURES);
        assertThat(secondsWithSound(stream))
                .as(stream)
                .isGreaterThanOrEqualTo((long) parts * PART_SECONDS);
        List<Measurement> seconds = rows(stream);
        for (int i = 1; i < seconds.size(); i++) {
            assertThat(seconds.get(i).secondAtMillis())
                    .isGreaterThan(seconds.get(i - 1).secondAtMillis());
        }
    }

    private static void requireChanges(String stream, int ofVideo, int ofSound) {
        assertThat(sum(stream, "video_format_changes")).as(stream).isEqualTo(ofVideo);
        assertThat(sum(stream, "audio_format_changes")).as(stream).isEqualTo(ofSound);
    }

    @Test
    void anotherPictureSize() {
        requireWhole("size", 2);
        requireChanges("size", 1, 0);
        requireOnly("size", "transport.continuity", "video.format_change");
    }

    @Test
    void anotherCodec() {
        requireWhole("codec", 2);
        requireChanges("codec", 1, 1);
        requireOnly("codec", "audio.format_change", "transport.continuity", "video.format_change");
    }

    @Test
    void anotherCodecForAWhile() {
        requireWhole("back", 3);
        requireChanges("back", 2, 2);
        requireOnly(
                "back",
                "audio.format_change",
                "transport.continuity",
                "transport.pcr",
                "video.format_change");
    }

    @Test
    void anotherSampleRate() {
        requireWhole("rate", 2);
        requireChanges("rate", 0, 1);
        requireOnly("rate", "audio.format_change", "transport.continuity");
    }

    @Test
    void moreChannels() {
        requireWhole("layout", 2);
        requireChanges("layout", 0, 1);
        requireOnly("layout", "audio.channel_dead", "audio.format_change", "transport.continuity");
    }

    @Test
    void otherPids() {
        for (String stream : List.of("pids", "tables")) {
            requireWhole(stream, 2);
            requireChanges(stream, 0, 0);
            requireOnly(stream, "transport.continuity");
        }
    }

    @Test
    void anotherVersionOfTheSameTables() {
        requireWhole("version", 2);
        requireChanges("version", 0, 0);
        requireOnly("version", "transport.continuity");
    }

    @Test
    void soundThatAppearsLate() {
        assertThat(pictures("late")).isBetween(2 * PICTURES - 2, 2 * PICTURES);
        assertThat(secondsWithSound("late")).isBetween(PART_SECONDS - 1L, PART_SECONDS + 1L);
        requireChanges("late", 0, 0);
        requireOnly("late", "transport.continuity");
    }

    @Test
    void soundThatVanishes() {
        assertThat(pictures("mute")).isEqualTo(2 * PICTURES);
        assertThat(secondsWithSound("mute")).isBetween(PART_SECONDS - 1L, PART_SECONDS + 1L);
        requireChanges("mute", 0, 0);
        requireOnly("mute", "audio.missing", "transport.continuity");
    }

    @Test
    void picturesThatVanishOrAppearLate() {
        for (String stream : List.of("blind", "seeing")) {
            assertThat(pictures(stream)).as(stream).isBetween(PICTURES - 2, PICTURES);
            assertThat(secondsWithSound(stream))
                    .as(stream)
                    .isGreaterThanOrEqualTo(2L * PART_SECONDS);
            requireChanges(stream, 0, 0);
        }
    }
}
