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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Time that jumps, is damaged, or starts apart: nothing is lost, repeated or reported but that. */
class JumpingTimeITCase {

    private static final int PART_SECONDS = 12;
    private static final int PICTURES = PART_SECONDS * 25;
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final int PACKET = 188;

    @TempDir static Path folder;

    private static final Told told = new Told();

    @BeforeAll
    static void watchAll() throws Exception {
        Path early = part("early.ts", 10, 0);
        Path late = part("late.ts", 4_000, 0);
        Map<String, String> inputs = new TreeMap<>();
        inputs.put("forward", joined("forward", early, late));
        inputs.put("back", joined("back", late, early));
        inputs.put("looped", joined("looped", early, early, early));
        inputs.put("soundFirst", part("sound.ts", 10, 3).toString());
        inputs.put("picturesFirst", part("pictures.ts", 10, -3).toString());
        inputs.put("damaged", damaged(part("damaged.ts", 10, 0)).toString());
        inputs.put("unannounced", playlist("unannounced", "", early, late, early));
        inputs.put("announced", playlist("announced", "#EXT-X-DISCONTINUITY\n", early, late));
        String dated = "#EXT-X-DISCONTINUITY\n#EXT-X-PROGRAM-DATE-TIME:2026-01-01T12:00:00Z\n";
        inputs.put("dated", playlist("dated", dated, early, late));
        try (EmbeddedRun run = EmbeddedRun.start(Plans.of(folder, inputs), told)) {
            assertThat(run.await(Duration.ofMinutes(3))).isTrue();
        }
        for (String stream : inputs.keySet()) {
            assertThat(told.isNow(stream, StreamState.NOT_WATCHED)).as(stream).isTrue();
        }
    }

    /**
     * @param picturesLaterSeconds how much later than sound pictures begin
     */
    private static Path part(String name, int startSeconds, int picturesLaterSeconds)
            throws IOException {
        Path file = folder.resolve(name);
        String words =
                "-v error -y -itsoffset %d -f lavfi -i testsrc2=size=160x120:rate=25:duration=%d"
                        + " -itsoffset %d -f lavfi -i sine=frequency=440:duration=%d"
                        + " -c:v mpeg2video -bf 2 -g 25 -c:a mp2 -muxdelay 0 -muxpreload 0"
                        + " -output_ts_offset %d %s";
        FfmpegProgram.ffmpeg()
                .run(
                        List.of(
                                words.formatted(
                                                Math.max(0, picturesLaterSeconds),
                                                PART_SECONDS,
                                                Math.max(0, -picturesLaterSeconds),
                                                PART_SECONDS,
                                                startSeconds,
                                                file)
                                        .split(" ")));
        return file;
    }

    private static String joined(String name, Path... parts) throws IOException {
        Path whole = folder.resolve(name + "-whole.ts");
        try (OutputStream out = Files.newOutputStream(whole)) {
            for (Path part : parts) {
                Files.copy(part, out);
            }
        }
        return whole.toString();
    }

    private static String playlist(String name, String between, Path... parts) throws IOException {
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-TARGETDURATION:12\n");
        text.append("#EXT-X-PLAYLIST-TYPE:VOD\n");
        for (int i = 0; i < parts.length; i++) {
            text.append(i == 0 ? "" : between).append("#EXTINF:12,\n");
            text.append(parts[i].getFileName()).append('\n');
        }
        text.append("#EXT-X-ENDLIST\n");
        return Files.writeString(folder.resolve(name + ".m3u8"), text).toString();
    }

    /** Flips a high bit in the PTS of the first sound, and in that of one in the middle. */
    private static Path damaged(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int seen = 0;
        for (int at = 0; at < bytes.length; at += PACKET) {
            boolean begins = (bytes[at + 1] & 0x40) != 0;
            int payload = at + 4 + ((bytes[at + 3] & 0x20) != 0 ? 1 + (bytes[at + 4] & 0xff) : 0);
            // A PES packet of sound: its PTS lies 9 bytes behind its begin.
            if (begins && bytes[payload + 2] == 1 && (bytes[payload + 3] & 0xe0) == 0xc0) {
                if (seen == 0 || seen == 20) {
                    bytes[payload + 10] ^= 0x10; // bit 26 of 33: 12 minutes
                }
                seen++;
            }
        }
        assertThat(seen).isGreaterThan(20);
        return Files.write(file, bytes);
    }

    private static List<Measurement> rows(String stream) {
        return told.measurements(stream).stream().filter(row -> row.frames() > 0).toList();
    }

    private static void requireWhole(String stream, int parts) {
        List<Measurement> rows = rows(stream);
        assertThat(rows.stream().mapToInt(Measurement::frames).sum())
                .as(stream)
                .isEqualTo(parts * PICTURES);
        for (int i = 1; i < rows.size(); i++) {
            assertThat(rows.get(i).mediaStartMicros())
                    .as(stream)
                    .isGreaterThan(rows.get(i - 1).mediaStartMicros());
        }
        Measurement last = rows.get(rows.size() - 1);
        assertThat(last.mediaStartMicros()).isLessThan(1_000_000L * parts * PART_SECONDS + 200_000);
    }

    private static void requireOnly(String stream, String... defects) {
        assertThat(told.alerts(stream).stream().map(Alert::defect).distinct().sorted())
                .as("%s: %s", stream, told.alerts(stream))
                .containsExactly(defects);
    }

    @Test
    void jumpsAreJoinedAndCounted() {
        for (String stream : List.of("forward", "back")) {
            requireWhole(stream, 2);
            requireOnly(stream, "stream.timestamp", "transport.continuity", "transport.pcr");
        }
        requireWhole("looped", 3);
        requireOnly("looped", "stream.timestamp", "transport.continuity", "transport.pcr");
    }

    @Test
    void jumpsBetweenSegmentsAreCountedUnlessAnnounced() {
        requireWhole("unannounced", 3);
        requireOnly("unannounced", "stream.timestamp");
        requireWhole("announced", 2);
        requireOnly("announced");
    }

    @Test
    void programmeDateTimeSaysWhenItWas() {
        requireWhole("dated", 2);
        requireOnly("dated");
        List<Long> seconds = rows("dated").stream().map(Measurement::secondAtMillis).toList();
        assertThat(seconds).contains(0L, NOON.toEpochMilli(), NOON.plusSeconds(11).toEpochMilli());
        assertThat(seconds).isSorted();
    }

    @Test
    void oneTrackMayStartBeforeTheOther() {
        for (String stream : List.of("soundFirst", "picturesFirst")) {
            assertThat(rows(stream).stream().mapToInt(Measurement::frames).sum())
                    .as(stream)
                    .isEqualTo(PICTURES);
            assertThat(told.alerts(stream, "stream.timestamp")).as(stream).isEmpty();
        }
        // Sound that began earlier by 3 s ends earlier by as much.
        requireOnly("soundFirst", "audio.missing");
        assertThat(rows("soundFirst").get(0).mediaStartMicros()).isBetween(2_900_000L, 3_200_000L);
        assertThat(rows("picturesFirst").get(0).mediaStartMicros()).isBetween(0L, 100_000L);
    }

    @Test
    void damagedTimestampsMoveNothing() {
        requireWhole("damaged", 1);
        requireOnly("damaged", "stream.timestamp");
    }
}
