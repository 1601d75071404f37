package io.sightline.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for every injection, whatever is planted. */
class InjectionTest {

    @TempDir static Path folder;

    private static TestClip clip;

    @BeforeAll
    static void makeAClip() throws IOException {
        clip = TestClip.in(folder);
    }

    @Test
    void givesTheSameBytesForTheSameSeed() throws Exception {
        Planting[] plantings = {
            TestClip.of("video.blockiness"),
            Planting.of("video.block_corruption", 4.2, 5.8).withStrength(40),
            TestClip.of("audio.hiss"),
            TestClip.of("audio.click"),
            TestClip.of("video.noise")
        };
        Path one = folder.resolve("one.mp4");
        Path two = folder.resolve("two.mp4");
        Path other = folder.resolve("other.mp4");
        Labels labels = clip.plant(one, plantings);
        assertThat(clip.plant(two, plantings)).isEqualTo(labels);
        Injection.run(InjectionRequest.of(clip.file(), other, 8, plantings));
        assertThat(one).hasSameBinaryContentAs(two);
        assertThat(Files.mismatch(one, other)).isNotNegative();
        assertThat(Labels.parse(labels.json())).isEqualTo(labels);
    }

    @Test
    void repeatsAClipAtAnEvenRateWithoutGaps() throws Exception {
        Path output = folder.resolve("repeated.mkv");
        Labels labels =
                Injection.run(
                        InjectionRequest.of(
                                        clip.file(), output, 7, Planting.of("video.black", 7, 8))
                                .repeatedTo(14_000_000)
                                .withCoding(new InjectionRequest.Coding("mpeg2video", "aac", 0)));
        assertThat(labels.labels().get(0).fromMicros()).isBetween(6_999_000L, 7_001_000L);
        List<Double> times = Decoded.times(output);
        assertThat(times).hasSize(14 * TestClip.RATE);
        for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 1)).isBetween(0.038, 0.042);
        }
        Decoded repeated = Decoded.of(output);
        assertThat(repeated.mean(7 * TestClip.RATE)).isLessThan(18);
        for (double at = 0.1; at < 13.9; at += 0.01) {
            assertThat(repeated.left(at, at + 0.02)).as("sound at %s s", at).isPositive();
        }
    }

    /** Its times are whole numbers of pictures, so the picture before is far away. */
    @Test
    void combsARepeatedClip() throws Exception {
        InjectionRequest.Coding lossless = new InjectionRequest.Coding("ffv1", "flac", 0);
        Path plain = folder.resolve("plain.mkv");
        Path combed = folder.resolve("combed.mkv");
        Injection.run(
                InjectionRequest.of(clip.file(), plain, 7)
                        .repeatedTo(3_000_000)
                        .withCoding(lossless));
        Injection.run(
                InjectionRequest.of(clip.file(), combed, 7, Planting.of("video.combing", 1, 2))
                        .repeatedTo(3_000_000)
                        .withCoding(lossless));
        Decoded before = Decoded.of(plain);
        Decoded after = Decoded.of(combed);
        int picture = 3 * TestClip.RATE / 2;
        for (int y = 0; y < Decoded.HEIGHT; y++) {
            for (int x = 0; x < Decoded.WIDTH; x++) {
                assertThat(after.luma(picture, x, y)).isEqualTo(before.luma(picture - y % 2, x, y));
            }
        }
    }

    @Test
    void labelsReachAsFarAsTheRestBesideThem() throws Exception {
        Path resting = folder.resolve("resting.mkv");
        // From 1 s to 5 s nothing moves but noise, and nothing sounds; blocks of sound are 21 ms.
        FfmpegProgram.ffmpeg()
                .run(
                        "-v",
                        "error",
                        "-i",
                        clip.file().toString(),
                        "-filter_complex",
                        "[0:v]loop=loop=100:size=1:start=25,trim=end=5,setpts=PTS-STARTPTS,noise=alls=3:allf=t[s];"
                                + "[0:v]trim=start=5,setpts=PTS-STARTPTS[e];[s][e]concat[v];"
                                + "[0:a]volume=enable='between(t,1,5)':volume=0[a]",
                        "-map",
                        "[v]",
                        "-map",
                        "[a]",
                        "-c:v",
                        "ffv1",
                        "-c:a",
                        "pcm_f32le",
                        resting.toString());
        Labels labels =
                Injection.run(
                        InjectionRequest.of(
                                resting,
                                folder.resolve("rested.mkv"),
                                7,
                                TestClip.of("video.freeze"),
                                TestClip.of("audio.silence")));
        Label silence = labelOf("audio.silence", labels);
        assertThat(silence.fromMicros()).isBetween(979_000L, 1_022_000L);
        assertThat(silence.toMicros()).isBetween(4_979_000L, 5_022_000L);
        Label freeze = labelOf("video.freeze", labels);
        assertThat(freeze.fromMicros()).isEqualTo(1_000_000L);
        assertThat(freeze.toMicros()).isEqualTo(5_000_000L);
    }

    private static Label labelOf(String defect, Labels labels) {
        return labels.labels().stream()
                .filter(label -> label.defect().equals(defect))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void tellsWhatNobodyCanNotice() throws Exception {
        Path black = folder.resolve("black.mkv");
        FfmpegProgram.ffmpeg()
                .run(
                        "-v error -f lavfi -i color=black:size=320x176:rate=25 -t 6 -c:v ffv1"
                                .concat(" " + black)
                                .split(" ", -1));
        Labels labels =
                Injection.run(
                        InjectionRequest.of(
                                black,
                                folder.resolve("damaged.mkv"),
                                7,
                                TestClip.of("video.block_corruption").withStrength(1)));
        assertThat(labels.labels()).isEmpty();
        assertThat(labels.unnoticeable())
                .extracting(Label::defect)
                .containsExactly("video.block_corruption");
        assertThat(Labels.parse(labels.json())).isEqualTo(labels);
    }

    @Test
    void tellsEverythingThatIsWrongAtOnce() {
        Path output = folder.resolve("never.mp4");
        assertThatThrownBy(
                        () ->
                                clip.plant(
                                        output,
                                        Planting.of("video.blck", 0, 1),
                                        Planting.of("video.black", 5, 9),
                                        Planting.of("video.blur", 1, 3),
                                        Planting.of("video.blur", 2, 4),
                                        Planting.of("audio.hum", 1, 2).withStrength(30),
                                        Planting.of("audio.hum", 3, 4).with("frequenzy", "60"),
                                        Planting.of("transport.psi", 1, 2)))
                .isInstanceOfSatisfying(
                        InjectException.class,
                        e ->
                                assertThat(e.problems())
                                        .containsExactly(
                                                "No kind of defect is called 'video.blck'; did you mean 'video.black'?",
                                                "video.black@5s-9s is not within the clip, which lasts 6 s",
                                                "The strength of audio.hum is -80 to -6 (level in dBFS, RMS), not 30",
                                                "audio.hum has no 'frequenzy'; did you mean 'frequency'?",
                                                "transport.psi needs an output that is a transport stream (.ts)",
                                                "Two stretches of video.blur overlap at 2 s"));
        assertThat(output).doesNotExist();
    }

    @Test
    void readsPlantingsAsTheyAreWritten() {
        assertThat(Planting.parse("audio.hum@500ms-1.5s,strength=-30,frequency=60"))
                .isEqualTo(
                        Planting.of("audio.hum", 0.5, 1.5)
                                .withStrength(-30)
                                .with("frequency", "60"));
        assertThat(Planting.parse("video.black@1-2m").toMicros()).isEqualTo(120_000_000);
        assertThat(Planting.parseMicros("90s")).isEqualTo(90_000_000);
        assertThat(Planting.parseMicros("1.5m")).isEqualTo(90_000_000);
        assertThatThrownBy(() -> Planting.parseMicros("soon"))
                .hasMessage("'soon' is not a time such as 60s, 500ms or 1m");
        assertThatThrownBy(() -> Planting.parse("video.black"))
                .hasMessageContaining("is not of the form " + Planting.SYNTAX);
        assertThatThrownBy(() -> Planting.parse("video.black@1-2,strength=much"))
                .hasMessage("'much' in 'video.black@1-2,strength=much' is not a number");
    }
}
