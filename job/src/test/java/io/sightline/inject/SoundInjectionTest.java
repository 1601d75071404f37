package io.sightline.inject;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Defects of sound that are planted are there, and nowhere else. */
class SoundInjectionTest {

    @TempDir static Path folder;

    private static TestClip clip;

    @BeforeAll
    static void makeAClip() throws IOException {
        clip = TestClip.in(folder);
    }

    @Test
    void takesSoundAway() throws Exception {
        Decoded silent = clip.with(TestClip.of("audio.silence"));
        assertThat(silent.left(2.001, 3.999)).isZero();
        assertThat(silent.left(4.001, 5)).isEqualTo(clip.before().left(4.001, 5));
        Decoded dead = clip.with(TestClip.of("audio.channel_dead").with("channel", "2"));
        assertThat(dead.right(2.001, 3.999)).isZero();
        assertThat(dead.left(2.001, 3.999)).isEqualTo(clip.before().left(2.001, 3.999));
        Decoded gaps = clip.with(TestClip.of("audio.dropout").withStrength(40));
        assertThat(gaps.left(2.001, 2.039)).isZero();
        assertThat(gaps.left(3.001, 3.039)).isZero();
        assertThat(gaps.left(2.041, 2.999)).isEqualTo(clip.before().left(2.041, 2.999));
        Decoded mono = clip.with(TestClip.of("audio.mono"));
        assertThat(mono.rms(2.001, 3.999, (l, r) -> l - r)).isLessThan(1e-6);
        Decoded phase = clip.with(TestClip.of("audio.phase").withStrength(100));
        assertThat(phase.rms(2.001, 3.999, (l, r) -> l + r)).isLessThan(1e-6);
        assertThat(phase.left(2.001, 3.999)).isGreaterThan(0.1);
    }

    @Test
    void makesSoundLoud() throws Exception {
        Decoded clipped =
                clip.with(TestClip.of("audio.clipping").withStrength(10).with("attenuation", "6"));
        double top = Math.pow(10, -6 / 20.0);
        double share =
                Math.pow(clipped.rms(2.001, 3.999, (l, r) -> Math.abs(l) > top - 1e-4 ? 1 : 0), 2);
        // The louder channel carries nearly all of it: a tenth of both is a fifth of one.
        assertThat(share).isBetween(0.15, 0.21);
        assertThat(clip.with(TestClip.of("audio.true_peak").withStrength(9)).left(2.001, 3.999))
                .isBetween(1.98, 2.0);
        assertThat(clip.with(TestClip.of("audio.loudness").withStrength(40)).left(2.001, 3.999))
                .isGreaterThan(0.9);
        assertThat(
                        clip.with(TestClip.of("audio.loudness_jump").withStrength(-20))
                                .left(2.001, 3.999))
                .isBetween(
                        clip.before().left(2.001, 3.999) * 0.0999,
                        clip.before().left(2.001, 3.999) * 0.1001);
        Decoded shifted = clip.with(TestClip.of("audio.dc_offset").withStrength(10));
        assertThat(shifted.sample(0, 120_000) - clip.before().sample(0, 120_000))
                .isBetween(0.0999, 0.1001);
    }

    @Test
    void addsToSound() throws Exception {
        Decoded hum = clip.with(TestClip.of("audio.hum").withStrength(-20).with("harmonics", "1"));
        assertThat(hum.tone(50, 2.5, 3.5)).isBetween(0.1404, 0.1424);
        assertThat(hum.tone(50, 4.5, 5.5)).isLessThan(0.001);
        Decoded hiss = clip.with(TestClip.of("audio.hiss").withStrength(-20));
        double power =
                Math.pow(hiss.left(2.001, 3.999), 2)
                        - Math.pow(clip.before().left(2.001, 3.999), 2);
        assertThat(Math.sqrt(power)).isBetween(0.098, 0.102);
        assertThat(hiss.rms(2.001, 3.999, (l, r) -> l - r)).isGreaterThan(0.12);
        Decoded clicks = clip.with(TestClip.of("audio.click").withStrength(80).with("rate", "2"));
        int count = 0;
        for (long i = 96_001; i < 192_000; i++) {
            double jump = Math.abs(clicks.sample(0, i) - clicks.sample(0, i - 1));
            count += jump > 0.5 ? 1 : 0;
        }
        assertThat(count).isEqualTo(8); // both edges of four
        Decoded bursts = clip.with(TestClip.of("audio.noise_burst").withStrength(80));
        assertThat(bursts.left(2.001, 2.199)).isBetween(0.44, 0.48);
        assertThat(bursts.left(2.201, 2.999)).isEqualTo(clip.before().left(2.201, 2.999));
    }

    @Test
    void shiftsSoundAgainstPictures() throws Exception {
        Path output = folder.resolve("sync.mkv");
        clip.plant(output, TestClip.of("av.sync").withStrength(200).with("variant", "flash"));
        Decoded shifted = Decoded.of(output);
        assertThat(shifted.mean(75)).isGreaterThan(200);
        assertThat(shifted.mean(76)).isLessThan(20);
        assertThat(shifted.left(1.0, 1.05)).isGreaterThan(0.3);
        assertThat(shifted.left(3.0, 3.199)).isLessThan(0.001);
        assertThat(shifted.left(3.201, 3.249)).isGreaterThan(0.3);
        Path early = folder.resolve("early.mkv");
        clip.plant(early, TestClip.of("av.sync").withStrength(-200).with("variant", "flash"));
        assertThat(Decoded.of(early).left(2.801, 2.849)).isGreaterThan(0.3);
        Path slow = folder.resolve("slow.mkv");
        clip.plant(slow, Planting.of("av.drift", 2, 6).withStrength(20).with("variant", "flash"));
        Decoded drifted = Decoded.of(slow);
        assertThat(drifted.left(5.0, 5.055)).isLessThan(0.01);
        assertThat(drifted.left(5.065, 5.105)).isGreaterThan(0.3);
        Path late = folder.resolve("late.ts");
        InjectionRequest.Coding coding = new InjectionRequest.Coding("mpeg2video", "mp2", 0);
        Planting drifting = TestClip.of("av.drift").withStrength(40).with("variant", "times");
        Labels drift =
                Injection.run(
                        InjectionRequest.of(clip.file(), late, 7, drifting).withCoding(coding));
        assertThat(drift.labels().get(0).toMicros()).isGreaterThan(5_900_000);
        Path plain = folder.resolve("plain.ts");
        Injection.run(InjectionRequest.of(clip.file(), plain, 7).withCoding(coding));
        // The samples are the same; the times of those after the defect are 80 ms earlier.
        assertThat(lastSoundSeconds(plain) - lastSoundSeconds(late)).isBetween(0.079, 0.081);
        Path both = folder.resolve("both.mkv");
        Labels labels = clip.plant(both, TestClip.of("av.dead_air"));
        assertThat(labels.labels())
                .extracting(Label::defect)
                .containsExactly("audio.silence", "av.dead_air", "video.freeze");
        assertThat(Decoded.of(both).left(2.001, 3.999)).isZero();
        assertThat(Decoded.over(TestClip.FROM, TestClip.TO, Decoded.of(both)::change)).isZero();
    }

    private static double lastSoundSeconds(Path file) throws IOException {
        String options =
                "-v error -select_streams a -show_entries packet=pts_time -of csv=p=0 " + file;
        byte[] rows = FfmpegProgram.ffprobe().run(options.split(" ", -1));
        return new String(rows, StandardCharsets.US_ASCII)
                .lines()
                .map(row -> row.replace(",", ""))
                .filter(row -> !row.isEmpty())
                .mapToDouble(Double::parseDouble)
                .max()
                .orElseThrow();
    }
}
