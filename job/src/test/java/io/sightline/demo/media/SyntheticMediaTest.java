package io.sightline.demo.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.demo.media.PlantedDefect.Kind;
import io.sightline.media.ffmpeg.DecodedTimeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was planted is there from its first frame to its last and nowhere else. */
final class SyntheticMediaTest {

    private static final long FRAME_MICROS = 40_000;

    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource(Coding.class)
    void plantsBlackWithFrameExactEdges(Coding coding) throws Exception {
        SyntheticMedia media =
                SyntheticMedia.lasting(Duration.ofSeconds(4))
                        .withCoding(coding)
                        .with(Kind.BLACK, Duration.ofMillis(1_040), Duration.ofMillis(2_120));

        DecodedTimeline decoded = decode(media, "black.mp4", Packaging.MP4);

        assertThat(decoded.framesWhere(frame -> frame.maxLuma() < 24))
                .hasSize(27)
                .startsWith(1_040_000L)
                .endsWith(2_080_000L);
    }

    @ParameterizedTest
    @EnumSource(Coding.class)
    void plantsFreezeWithFrameExactEdges(Coding coding) throws Exception {
        SyntheticMedia media =
                SyntheticMedia.lasting(Duration.ofSeconds(4))
                        .withCoding(coding)
                        .with(Kind.FREEZE, Duration.ofMillis(1_040), Duration.ofMillis(2_120));

        DecodedTimeline decoded = decode(media, "freeze.mp4", Packaging.MP4);

        // The grain differs in each picture; what is frozen differs only by the coder's rounding.
        List<Long> still = decoded.framesWhere(frame -> frame.differenceToLast() < 2);
        assertThat(still).hasSize(27).startsWith(1_040_000L).endsWith(2_080_000L);
    }

    @Test
    void plantsSilenceWithinOneBlockOfTheCoder() throws Exception {
        SyntheticMedia media =
                SyntheticMedia.lasting(Duration.ofSeconds(4))
                        .with(Kind.SILENCE, Duration.ofMillis(1_000), Duration.ofMillis(2_500));

        DecodedTimeline decoded = decode(media, "silence.mp4", Packaging.MP4);

        assertThat(decoded.longestSilence().fromMicros()).isBetween(980_000L, 1_020_000L);
        assertThat(decoded.longestSilence().toMicros()).isBetween(2_480_000L, 2_520_000L);
    }

    @Test
    void stopsTheAudioTrack() throws Exception {
        SyntheticMedia media =
                SyntheticMedia.lasting(Duration.ofSeconds(4))
                        .with(Kind.AUDIO_MISSING, Duration.ofSeconds(2), Duration.ofSeconds(4));

        DecodedTimeline decoded = decode(media, "missing.ts", Packaging.TS);

        long lengthMicros = decoded.audioEndMicros() - decoded.firstFrameMicros();
        assertThat(lengthMicros).isBetween(1_950_000L, 2_050_000L);
        assertThat(decoded.frameCount()).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource(Coding.class)
    void damagesOnlyThePlantedPictures(Coding coding) throws Exception {
        SyntheticMedia media =
                SyntheticMedia.lasting(Duration.ofSeconds(6))
                        .withCoding(coding)
                        .with(Kind.DAMAGE, Duration.ofMillis(2_200), Duration.ofMillis(3_000));

        DecodedTimeline decoded = decode(media, "damage.ts", Packaging.TS);

        List<Long> troubled = decoded.troubledMicros();
        long begin = decoded.firstFrameMicros();
        assertThat(troubled).hasSizeGreaterThan(5);
        // A picture whose packet is damaged may be shown up to two B pictures later or earlier.
        assertThat(troubled)
                .allSatisfy(
                        time ->
                                assertThat(time - begin)
                                        .isBetween(
                                                2_200_000L - 3 * FRAME_MICROS,
                                                3_000_000L + 3 * FRAME_MICROS));
    }

    @Test
    void isCleanWithoutDefects() throws Exception {
        DecodedTimeline decoded =
                decode(SyntheticMedia.lasting(Duration.ofSeconds(3)), "clean.ts", Packaging.TS);

        assertThat(decoded.frameCount()).isEqualTo(75);
        assertThat(decoded.troubledMicros()).isEmpty();
        assertThat(decoded.framesWhere(frame -> frame.maxLuma() < 100)).isEmpty();
        assertThat(decoded.framesWhere(frame -> frame.differenceToLast() < 2)).isEmpty();
    }

    @Test
    void writesHlsWithSegmentsOfTheKeyFrameInterval() throws Exception {
        SyntheticMedia media = SyntheticMedia.lasting(Duration.ofSeconds(6));

        media.write(folder.resolve("ts.m3u8"), Packaging.HLS_TS);
        media.write(folder.resolve("cmaf.m3u8"), Packaging.HLS_FMP4);

        assertThat(names())
                .contains("ts-000.ts", "ts-001.ts", "ts-002.ts", "cmaf-init.mp4", "cmaf-002.m4s")
                .doesNotContain("ts-003.ts", "cmaf-003.m4s");
        assertThat(folder.resolve("cmaf.m3u8"))
                .content()
                .contains("#EXT-X-ENDLIST", "#EXTINF:2.000000", "cmaf-init.mp4");
    }

    @Test
    void isTheSameEveryTime() throws Exception {
        SyntheticMedia media = SyntheticMedia.lasting(Duration.ofSeconds(1)).withPictures(3);

        media.write(folder.resolve("a.mp4"), Packaging.MP4);
        media.write(folder.resolve("b.mp4"), Packaging.MP4);

        assertThat(folder.resolve("a.mp4")).hasSameBinaryContentAs(folder.resolve("b.mp4"));
    }

    private DecodedTimeline decode(SyntheticMedia media, String name, Packaging packaging)
            throws Exception {
        Path file = folder.resolve(name);
        media.write(file, packaging);
        return DecodedTimeline.of(file);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
