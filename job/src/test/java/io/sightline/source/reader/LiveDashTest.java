package io.sightline.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.media.ffmpeg.FfmpegProgram;
import io.sightline.source.SourceSettings;
import io.sightline.testing.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DASH that the bundled program packages while it is read. */
class LiveDashTest {

    private static final int FRAME_MICROS = 40_000;

    @TempDir private Path folder;

    /** With a timeline the MPD lists segments; without, times and the clock say what is there. */
    @ParameterizedTest
    @ValueSource(ints = {1, 0})
    void followsAPackagerAndTellsWhenItStops(int timeline) throws Exception {
        Process packager = packager(timeline);
        try (Origin origin = new Origin(folder);
                ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            while (!Files.exists(folder.resolve("live.mpd"))) {
                assertThat(packager.waitFor(100, TimeUnit.MILLISECONDS)).as("ended").isFalse();
            }
            harness.read(ReaderHarness.split("dash", origin.url("/live.mpd")));
            harness.until("ten seconds", () -> harness.count("packet 0") >= 250);
            assertThat(harness.count("discontinuity")).isZero();
            packager.destroyForcibly().waitFor();
            // Numbers go on by the clock: then segments are missing, and not only late.
            harness.until(
                    "no more media",
                    () -> harness.saw("state STALLED") || harness.saw("state BROKEN"));

            List<Long> pictures = new ArrayList<>();
            for (String line : harness.lines) {
                if (line.startsWith("packet 0")) {
                    pictures.add(Clips.decodeMicros(line));
                }
            }
            for (int i = 1; i < pictures.size(); i++) {
                assertThat(pictures.get(i) - pictures.get(i - 1))
                        .as("picture %d", i)
                        .isEqualTo(FRAME_MICROS);
            }
            assertThat(harness.count("packet 1000")).isGreaterThan(400); // sound lies apart
        }
    }

    /**
     * The clock says what should be there; a packager may need a second longer. Its first MPD may
     * know of nothing to look back on, and yet be the only one for minutes.
     */
    @Test
    void waitsForAPackagerThatIsLate() throws Exception {
        Process packager = packager(0);
        try (Origin origin = new Origin(folder);
                ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            Path mpd = folder.resolve("live.mpd");
            while (!Files.exists(mpd)) {
                assertThat(packager.waitFor(100, TimeUnit.MILLISECONDS)).as("ended").isFalse();
            }
            String first =
                    begunEarlier(Files.readString(mpd), Duration.ofSeconds(1))
                            .replaceFirst(
                                    "timeShiftBufferDepth=\"[^\"]*",
                                    "timeShiftBufferDepth=\"PT0.0S");
            origin.text("/first.mpd", () -> first);
            harness.read(ReaderHarness.split("dash", origin.url("/first.mpd")));
            harness.until("ten seconds", () -> harness.count("packet 0") >= 250);
            assertThat(harness.count("discontinuity")).isZero();
        } finally {
            packager.destroyForcibly();
        }
    }

    private static String begunEarlier(String mpd, Duration by) {
        return Pattern.compile("(?<=availabilityStartTime=\")[^\"]+")
                .matcher(mpd)
                .replaceFirst(begun -> Instant.parse(begun.group()).minus(by).toString());
    }

    /** Numbers go on by the clock of the server, which this machine's does not follow. */
    @Test
    void followsTheClockOfTheServer() throws Exception {
        InstantSource behind = Clock.offset(Clock.systemUTC(), Duration.ofHours(-3));
        try (Origin origin = new Origin(folder);
                ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS, behind)) {
            origin.text("/now", () -> Instant.now().toString());
            Process packager = packager(0, "-utc_timing_url", origin.url("/now"));
            try {
                while (!Files.exists(folder.resolve("live.mpd"))) {
                    assertThat(packager.waitFor(100, TimeUnit.MILLISECONDS)).as("ended").isFalse();
                }
                harness.read(ReaderHarness.split("dash", origin.url("/live.mpd")));
                harness.until("five seconds", () -> harness.count("packet 0") >= 125);
                assertThat(harness.count("discontinuity")).isZero();
            } finally {
                packager.destroyForcibly();
            }
        }
    }

    private Process packager(int timeline, String... more) throws Exception {
        String words =
                "-v error -nostdin -re -f lavfi -i testsrc2=size=160x120:rate=25 -re -f lavfi -i sine"
                        + " -c:v libopenh264 -g 50 -b:v 200k -c:a aac -f dash -seg_duration 2"
                        + " -window_size 6 -extra_window_size 6 -use_timeline %d %s %s"
                                .formatted(
                                        timeline,
                                        String.join(" ", more),
                                        folder.resolve("live.mpd"));
        return FfmpegProgram.ffmpeg().start(List.of(words.split(" +", -1)));
    }
}
