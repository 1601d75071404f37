package io.sightline.inject;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Defects of pictures that are planted are there, and nowhere else. */
class PictureInjectionTest {

    @TempDir static Path folder;

    private static TestClip clip;

    @BeforeAll
    static void makeAClip() throws IOException {
        clip = TestClip.in(folder);
    }

    @Test
    void coversPictures() throws Exception {
        Decoded black = clip.with(TestClip.of("video.black"));
        assertThat(Decoded.over(TestClip.FROM, TestClip.TO, black::mean)).isEqualTo(16);
        Decoded logo = clip.with(TestClip.of("video.black").with("variant", "logo"));
        assertThat(Decoded.over(TestClip.FROM, TestClip.TO, i -> logo.share(i, luma -> luma > 40)))
                .isBetween(0.002, 0.01);
        Decoded blue = clip.with(TestClip.of("video.solid_colour").with("colour", "blue"));
        assertThat(blue.levels(TestClip.FROM)).isEqualTo(1);
        assertThat(blue.levels(TestClip.TO - 1)).isEqualTo(1);
        for (String pattern : List.of("smpte", "ebu", "smpte-hd", "ebu-100")) {
            Decoded bars = clip.with(TestClip.of("video.test_pattern").with("pattern", pattern));
            assertThat(bars.luma(70, 60, 60)).isGreaterThan(bars.luma(70, 270, 60) + 30);
            assertThat(bars.meanOf(70, 10, 60)).isEqualTo(bars.meanOf(99, 10, 60));
        }
    }

    @Test
    void holdsPictures() throws Exception {
        Decoded freeze = clip.with(TestClip.of("video.freeze"));
        assertThat(Decoded.over(TestClip.FROM, TestClip.TO, freeze::change)).isZero();
        Decoded clock = clip.with(TestClip.of("video.freeze_partial"));
        assertThat(Decoded.over(TestClip.FROM, TestClip.TO, clock::change))
                .isBetween(
                        1e-9, Decoded.over(TestClip.FROM, TestClip.TO, clip.before()::change) / 3);
        Decoded stutter = clip.with(TestClip.of("video.stutter").withStrength(50));
        assertThat(Decoded.over(TestClip.FROM, TestClip.TO, i -> stutter.change(i) == 0 ? 1 : 0))
                .isEqualTo(0.5);
    }

    @Test
    void leavesPicturesOutAndKeepsTheTimesOfTheOthers() throws Exception {
        Path output = folder.resolve("dropped.mkv");
        clip.plant(output, TestClip.of("video.frame_drop").withStrength(40).with("run", "2"));
        List<Double> times = Decoded.times(output);
        assertThat(times).hasSize((int) (TestClip.SECONDS * TestClip.RATE) - 20);
        assertThat(times.stream().filter(at -> at > 1.99 && at < 3.99)).hasSize(30);
    }

    @Test
    void degradesPictures() throws Exception {
        double sharp =
                Decoded.over(
                        TestClip.FROM,
                        TestClip.TO,
                        i -> clip.before().acrossColumns(i, 1000, false));
        Decoded blur = clip.with(TestClip.of("video.blur").withStrength(1.5));
        assertThat(
                        Decoded.over(
                                TestClip.FROM,
                                TestClip.TO,
                                i -> blur.acrossColumns(i, 1000, false)))
                .isLessThan(sharp / 2);
        Decoded noise = clip.with(TestClip.of("video.noise").withStrength(20));
        assertThat(
                        Decoded.over(
                                TestClip.FROM,
                                TestClip.TO,
                                i -> noise.acrossColumns(i, 1000, false)))
                .isGreaterThan(sharp + 10);
        assertThat(clip.with(TestClip.of("video.banding").withStrength(32)).levels(70))
                .isLessThanOrEqualTo(8);
        Decoded white = clip.with(TestClip.of("video.levels").withStrength(2));
        assertThat(white.share(70, luma -> luma >= 235))
                .isGreaterThan(clip.before().share(70, luma -> luma >= 235) + 0.1);
        Decoded blocks = clip.with(TestClip.of("video.blockiness"));
        assertThat(
                        Decoded.over(
                                        TestClip.FROM,
                                        TestClip.TO,
                                        i -> blocks.acrossColumns(i, 8, true))
                                / Decoded.over(
                                        TestClip.FROM,
                                        TestClip.TO,
                                        i -> blocks.acrossColumns(i, 8, false)))
                .isGreaterThan(
                        1.3
                                * Decoded.over(
                                        TestClip.FROM,
                                        TestClip.TO,
                                        i -> clip.before().acrossColumns(i, 8, true))
                                / Decoded.over(
                                        TestClip.FROM,
                                        TestClip.TO,
                                        i -> clip.before().acrossColumns(i, 8, false)));
    }

    @Test
    void reshapesPictures() throws Exception {
        Decoded bars = clip.with(TestClip.of("video.letterbox").withStrength(25));
        assertThat(bars.meanOf(70, 0, 21)).isEqualTo(16);
        assertThat(bars.meanOf(70, Decoded.HEIGHT - 21, Decoded.HEIGHT)).isEqualTo(16);
        assertThat(bars.meanOf(70, 24, 150)).isEqualTo(clip.before().meanOf(70, 24, 150));
        Decoded combed = clip.with(TestClip.of("video.combing"));
        Decoded swapped = clip.with(TestClip.of("video.field_order"));
        for (int y = 0; y < Decoded.HEIGHT; y++) {
            for (int x = 0; x < Decoded.WIDTH; x++) {
                assertThat(combed.luma(70, x, y)).isEqualTo(clip.before().luma(70 - y % 2, x, y));
                assertThat(swapped.luma(70, x, y)).isEqualTo(clip.before().luma(70, x, y ^ 1));
            }
        }
        Decoded flashes =
                clip.with(TestClip.of("video.flashing").with("rate", "5").with("area", "100"));
        int changes = 0;
        for (int i = TestClip.FROM + 1; i < TestClip.TO; i++) {
            changes += Math.abs(flashes.mean(i) - flashes.mean(i - 1)) > 60 ? 1 : 0;
        }
        assertThat(changes).isBetween(18, 20); // two for each of ten flashes
    }

    @Test
    void corruptsBlocksAndTellsHowMuchCanBeSeen() throws Exception {
        for (String codec : List.of("mpeg2", "h264")) {
            Path output = folder.resolve("corrupt-" + codec + ".mkv");
            Labels labels =
                    clip.plant(output, TestClip.of("video.block_corruption").with("codec", codec));
            Label label = labels.labels().get(0);
            assertThat(label.fromMicros()).isBetween(2_000_000L, 3_000_000L);
            assertThat(label.measured().get("wrong_area_percent")).isBetween(2.0, 30.0);
            Decoded corrupt = Decoded.of(output);
            int first = (int) Math.round(label.fromMicros() * TestClip.RATE / 1e6);
            int end = (int) Math.round(label.toMicros() * TestClip.RATE / 1e6);
            double wrong = 0;
            for (int i = first; i < end; i++) {
                wrong += wrongShare(corrupt, i);
            }
            assertThat(wrong / (end - first)).isBetween(0.02, 0.4);
            assertThat(wrongShare(corrupt, TestClip.FROM - 1)).isZero();
            assertThat(wrongShare(corrupt, TestClip.TO)).isZero();
        }
    }

    private static double wrongShare(Decoded after, int picture) {
        int wrong = 0;
        for (int y = 0; y < Decoded.HEIGHT; y++) {
            for (int x = 0; x < Decoded.WIDTH; x++) {
                int difference = after.luma(picture, x, y) - clip.before().luma(picture, x, y);
                wrong += Math.abs(difference) > 40 ? 1 : 0;
            }
        }
        return (double) wrong / Decoded.WIDTH / Decoded.HEIGHT;
    }
}
