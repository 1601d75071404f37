package io.sightline.scoreboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A minute that stands still and is silent up to 10 s, moves and sounds up to 30 s, and is dark and
 * still afterwards, with noise in one channel.
 */
class PlacesTest {

    private static Profile profile;

    @BeforeAll
    static void makeAMinute(@TempDir Path folder) throws IOException {
        Path clip = folder.resolve("minute.mkv");
        String pictures =
                "testsrc2=size=160x96:rate=25,format=yuv420p,split=3[a][b][c];"
                        + "[a]trim=end_frame=1,loop=loop=249:size=1,setpts=N/25/TB[still];"
                        + "[b]trim=end=20,setpts=N/25/TB[moving];"
                        + "[c]trim=end_frame=1,drawbox=color=black:t=fill,loop=loop=749:size=1,setpts=N/25/TB[dark];"
                        + "[still][moving][dark]concat=n=3[v]";
        String sound =
                "aevalsrc='0.3*sin(2*PI*440*t)*between(t,10,30)+0.01*(random(0)-0.5)*gte(t,30)"
                        + "|0.2*sin(2*PI*550*t)*between(t,10,30)':s=48000:d=60[s]";
        FfmpegProgram.ffmpeg()
                .run(
                        "-v",
                        "error",
                        "-filter_complex",
                        pictures + ";" + sound,
                        "-map",
                        "[v]",
                        "-map",
                        "[s]",
                        "-c:v",
                        "ffv1",
                        "-c:a",
                        "pcm_f32le",
                        clip.toString());
        profile = Profile.of(clip);
    }

    private static double place(String defect, double seconds, double strength, double from) {
        Trial trial = Trial.of(defect, seconds, strength);
        return Places.find(profile, trial, strength, from).orElse(-1);
    }

    @Test
    void aFreezeIsWhereThePictureMovesBeforeAndAfter() {
        assertThat(place("video.freeze", 8, 100, 2)).isNegative();
        assertThat(place("video.freeze", 8, 100, 8)).isBetween(10.9, 11.5);
        assertThat(place("video.freeze", 8, 100, 24)).isNegative();
    }

    @Test
    void stutterIsWhereItMovesThroughout() {
        assertThat(place("video.stutter", 8, 50, 12)).isBetween(11.9, 12.1);
        assertThat(place("video.stutter", 8, 50, 22)).isNegative();
    }

    @Test
    void combingIsWhereTheLinesOfTwoPicturesDiffer() {
        assertThat(place("video.combing", 8, 100, 12)).isPositive();
        assertThat(place("video.combing", 8, 100, 2)).isNegative();
        assertThat(place("video.combing", 8, 100, 40)).isNegative();
    }

    @Test
    void blackAndBarsAreWhereSomethingElseWouldBeSeen() {
        assertThat(place("video.black", 8, 100, 12)).isBetween(11.9, 12.1);
        assertThat(place("video.black", 8, 100, 40)).isNegative();
        assertThat(place("video.letterbox", 8, 20, 40)).isNegative();
        assertThat(place("video.noise", 8, 9, 40)).isNegative();
        assertThat(place("video.noise", 8, 9, 12)).isPositive();
        // White that is made darker by the share of a flash.
        assertThat(place("video.flashing", 6, 60, 12)).isPositive();
    }

    @Test
    void silenceIsWhereSomethingSounds() {
        assertThat(place("audio.silence", 8, 200, 3)).isNegative();
        assertThat(place("audio.silence", 8, 200, 9)).isBetween(10.0, 10.5);
        assertThat(place("audio.silence", 8, 200, 40)).isNegative();
    }

    @Test
    void noiseAndHumAreLouderThanWhatIsThere() {
        assertThat(place("audio.hum", 8, -40, 12)).isNegative();
        assertThat(place("audio.hum", 8, -40, 40)).isPositive();
        assertThat(place("audio.hiss", 8, -46, 40)).isNegative(); // the noise there is at -51 dBFS
        assertThat(place("audio.hiss", 8, -32, 40)).isPositive();
        assertThat(place("audio.click", 8, 40, 12)).isNegative();
        assertThat(place("audio.click", 8, 40, 40)).isPositive();
    }

    @Test
    void deadChannelsAndMonoAreWhereChannelsDiffer() {
        assertThat(place("audio.channel_dead", 8, 200, 12)).isPositive();
        assertThat(place("audio.channel_dead", 8, 200, 40)).isNegative();
        assertThat(place("audio.mono", 8, 100, 12)).isPositive();
    }

    @Test
    void nothingEndsAfterTheMinute() {
        assertThat(place("video.solid_colour", 8, 100, 51.3)).isPositive();
        assertThat(place("video.solid_colour", 8, 100, 52)).isNegative();
    }
}
