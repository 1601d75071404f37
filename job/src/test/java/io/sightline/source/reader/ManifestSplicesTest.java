package io.sightline.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.flow.StreamEvent;
import io.sightline.source.SourceSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a manifest says of splices is told where they are on the timeline. */
class ManifestSplicesTest {

    @TempDir private Path folder;
    private Clips clips;

    @BeforeEach
    void open() {
        clips = new Clips(folder);
    }

    @Test
    void ofHls() throws Exception {
        Path playlist = clips.hls("mpegts", 6);
        String text = Files.readString(playlist);
        int second = text.indexOf("#EXTINF", text.indexOf("#EXTINF") + 1);
        long beginMicros = Math.round(1e6 * Double.parseDouble(firstDuration(text)));
        Files.writeString(
                playlist,
                text.substring(0, second) + "#EXT-X-CUE-OUT:2\n" + text.substring(second));

        List<Long> splices = splices(playlist);
        assertThat(splices).hasSize(1);
        assertThat(splices.get(0)).isBetween(beginMicros - 60_000, beginMicros + 60_000);
    }

    @Test
    void ofDash() throws Exception {
        Path mpd = clips.dash("spliced", 6, "-use_timeline", "1");
        String text = Files.readString(mpd);
        int within = text.indexOf('>', text.indexOf("<Period")) + 1;
        Files.writeString(
                mpd,
                text.substring(0, within)
                        + """

                        <EventStream schemeIdUri="urn:scte:scte35:2014:xml+bin" timescale="1000">
                          <Event presentationTime="2500" duration="2000" id="1"/>
                        </EventStream>
                        <EventStream schemeIdUri="urn:example:other" timescale="1000">
                          <Event presentationTime="3000" id="2"/>
                        </EventStream>
                        """
                        + text.substring(within));

        List<Long> splices = splices(mpd);
        assertThat(splices).hasSize(2);
        assertThat(splices.get(0)).isBetween(2_440_000L, 2_560_000L);
        assertThat(splices.get(1)).isBetween(4_440_000L, 4_560_000L);
    }

    private static String firstDuration(String playlist) {
        int at = playlist.indexOf("#EXTINF:") + "#EXTINF:".length();
        return playlist.substring(at, playlist.indexOf(',', at));
    }

    private static List<Long> splices(Path input) throws Exception {
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(ReaderHarness.split("clip", input.toString())).toTheEnd();
            return harness.others.stream()
                    .filter(StreamEvent.Measured.class::isInstance)
                    .map(StreamEvent.Measured.class::cast)
                    .filter(one -> one.metric().name().equals("scte35_splices"))
                    .map(StreamEvent.Measured::presentationTimeMicros)
                    .toList();
        }
    }
}
