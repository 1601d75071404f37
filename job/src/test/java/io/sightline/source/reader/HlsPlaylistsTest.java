package io.sightline.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import io.sightline.media.ffmpeg.FfmpegProgram;
import io.sightline.source.SourceSettings;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.source.enumerator.StreamInput;
import io.sightline.source.enumerator.StreamInput.Renditions;
import io.sightline.source.ingest.ManifestRenditions;
import io.sightline.source.split.Position;
import io.sightline.source.split.StreamSplit;
import io.sightline.testing.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kinds of playlists as the bundled program writes them. */
class HlsPlaylistsTest {

    private static final String PICTURES =
            "-v error -nostdin -y %s -f lavfi -i testsrc2=size=160x120:rate=25:duration=%d"
                    + " -c:v libopenh264 -g 25 ";

    @TempDir private Path folder;

    /** Nothing leaves it while it grows, and it ends with the programme. */
    @Test
    void followsAnEventWhileItGrowsAndToItsEnd() throws Exception {
        String words =
                PICTURES.formatted("-re", 10)
                        + "-f hls -hls_time 1 -hls_playlist_type event "
                        + folder.resolve("event.m3u8");
        Process packager = FfmpegProgram.ffmpeg().start(List.of(words.split(" +", -1)));
        try (Origin origin = new Origin(folder);
                ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(ReaderHarness.split("event", origin.url("/event.m3u8")));
            harness.until("pictures", () -> harness.count("packet 0") >= 25);
            assertThat(packager.isAlive()).as("it still grows").isTrue();
            harness.toTheEnd();

            assertThat(harness.saw("end of input")).isTrue();
            assertThat(harness.saw("discontinuity")).isFalse();
            List<Long> times = pictureTimes(harness);
            assertThat(times.get(times.size() - 1) - times.get(0))
                    .isEqualTo((times.size() - 1) * 40_000L);
            assertThat(Files.readString(folder.resolve("event.m3u8"))).contains("TYPE:EVENT");
        } finally {
            packager.destroyForcibly();
        }
    }

    /** The second programme begins at zero again; both are written by one packager, one by one. */
    @Test
    void goesOnOverADiscontinuity() throws Exception {
        for (int i = 0; i < 2; i++) {
            run(
                    PICTURES.formatted("", 4)
                            + "-f hls -hls_time 2 -hls_list_size 0 -hls_flags append_list "
                            + folder.resolve("joined.m3u8"));
        }
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            String playlist = folder.resolve("joined.m3u8").toString();
            harness.read(ReaderHarness.split("joined", playlist)).toTheEnd();

            assertThat(harness.count("packet 0")).isEqualTo(200);
            assertThat(harness.count("discontinuity announced by the playlist")).isEqualTo(1);
            assertThat(harness.count("tracks")).isEqualTo(1);
            assertThat(pictureTimes(harness)).isSorted();
            assertThat(harness.lines).noneMatch(l -> l.matches("measured timestamp_errors [^0].*"));
        }
    }

    @Test
    void readsTheRenditionsThatAreAskedFor() throws Exception {
        run(
                PICTURES.formatted("", 4).replace("-c:v", "-filter_complex [0:v]split[a][b] -c:v")
                        + "-map [a] -s:v:0 160x120 -b:v:0 100k -map [b] -s:v:1 320x240 -b:v:1 400k"
                        + " -f hls -hls_time 2 -hls_playlist_type vod -master_pl_name master.m3u8"
                        + " -var_stream_map v:0|v:1 "
                        + folder.resolve("r%v.m3u8"));
        StreamInput input = StreamInput.of(folder.resolve("master.m3u8").toString());

        assertThat(new ManifestRenditions(SourceSettings.DEFAULTS).renditionsOf(input))
                .containsExactly("120p", "240p");
        long low = bytesOf(input.withRenditions(Renditions.LOWEST, List.of()), "main");
        long high = bytesOf(input.withRenditions(Renditions.HIGHEST, List.of()), "main");
        assertThat(high).isGreaterThan(2 * low);
        StreamInput all = input.withRenditions(Renditions.ALL, List.of());
        assertThat(bytesOf(all, "120p")).isEqualTo(low);
        assertThat(bytesOf(all, "240p")).isEqualTo(high);
        StreamInput one = input.withRenditions(Renditions.LISTED, List.of("240p"));
        assertThat(bytesOf(one, "240p")).isEqualTo(high);
        assertThat(String.join("\n", read(one, "1080p")))
                .contains("the manifest has no rendition '1080p', only [120p, 240p]");
    }

    private static long bytesOf(StreamInput input, String rendition) throws Exception {
        return read(input, rendition).stream()
                .filter(line -> line.startsWith("packet 0"))
                .mapToLong(line -> Long.parseLong(line.replaceFirst(".*size=(\\d+).*", "$1")))
                .sum();
    }

    private static List<String> read(StreamInput input, String rendition) throws Exception {
        StreamEntry entry = StreamEntry.of(new StreamId("hls"), input.url()).withInput(input);
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(
                            new StreamSplit(
                                    entry, new RenditionId(rendition), "hls#0", Position.START))
                    .toTheEnd();
            return harness.lines;
        }
    }

    private static List<Long> pictureTimes(ReaderHarness harness) {
        return harness.lines.stream()
                .filter(line -> line.startsWith("packet 0"))
                .map(Clips::decodeMicros)
                .toList();
    }

    /** Words are parted by blanks; a bar stands for a blank within one. */
    private static void run(String words) throws Exception {
        List<String> command = new ArrayList<>();
        for (String word : words.split(" +", -1)) {
            command.add(word.replace('|', ' '));
        }
        FfmpegProgram.ffmpeg().run(command);
    }
}
