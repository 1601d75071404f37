package io.sightline.source.ingest.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.source.ingest.manifest.MediaSegment;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpliceTagsTest {

    private static final String DATE = "#EXT-X-PROGRAM-DATE-TIME:2026-05-04T10:00:00.000Z\n";

    /** Of a playlist of three segments of six seconds, the tags before the second. */
    private static List<List<Long>> splices(String first, String tags) throws Exception {
        String text =
                "#EXTM3U\n#EXT-X-TARGETDURATION:6\n"
                        + first
                        + "#EXTINF:6,\n0.ts\n"
                        + tags
                        + "\n#EXTINF:6,\n1.ts\n#EXTINF:6,\n2.ts\n";
        return HlsParser.media(
                        HlsParser.text(text.getBytes(StandardCharsets.UTF_8)),
                        URI.create("http://127.0.0.1/index.m3u8"))
                .segments()
                .stream()
                .map(MediaSegment::splicesMicros)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXT-X-CUE-OUT",
                "#EXT-X-CUE-OUT:30",
                "#EXT-X-CUE-OUT:ID=1,DURATION=30",
                "#EXT-X-CUE-IN",
                "#EXT-X-DISCONTINUITY\n#EXT-X-CUE-IN"
            })
    void isWhereTheSegmentThatFollowsBegins(String tag) throws Exception {
        assertThat(splices("", tag)).containsExactly(List.of(), List.of(0L), List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXT-X-CUE-OUT-CONT:2/30",
                "#EXT-X-DATERANGE:ID=\"a\",START-DATE=\"2026-05-04T10:00:07Z\"",
                "#EXT-X-DATERANGE:ID=\"a\",SCTE35-OUT=0xFC",
                "#EXT-X-DATERANGE:ID=\"a\",SCTE35-OUT=0xFC,START-DATE=\"yesterday\"",
                "#EXT-X-DATERANGE:ID=\"a\",SCTE35-OUT=0xFC,START-DATE=\"+999999999-01-01T00:00:00Z\"",
                "#EXT-X-DATERANGE:",
            })
    void whatSaysNothingOfASpliceIsPassedOver(String tag) throws Exception {
        assertThat(splices(DATE, tag)).containsExactly(List.of(), List.of(), List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ID=\"a\",START-DATE=\"2026-05-04T10:00:07.5Z\",DURATION=6.25,SCTE35-OUT=0xFC",
                "START-DATE=\"2026-05-04T10:00:07.5Z\",PLANNED-DURATION=6.25,SCTE35-IN=0xFC",
                "SCTE35-CMD=0xFC,START-DATE=\"2026-05-04T12:00:07.500+0200\","
                        + "END-DATE=\"2026-05-04T10:00:13.75Z\"",
            })
    void aDatedOneIsInItsSegmentAndSoIsItsEnd(String attributes) throws Exception {
        assertThat(splices(DATE, "#EXT-X-DATERANGE:" + attributes))
                .containsExactly(List.of(), List.of(1_500_000L), List.of(1_750_000L));
    }

    @Test
    void withoutProgrammeTimesADatedOneHasNoPlace() throws Exception {
        String range = "#EXT-X-DATERANGE:START-DATE=\"2026-05-04T10:00:07Z\",SCTE35-OUT=0xFC";
        assertThat(splices("", range)).containsExactly(List.of(), List.of(), List.of());
    }
}
