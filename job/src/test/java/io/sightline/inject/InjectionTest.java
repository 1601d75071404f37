package io.sightline.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is planted in a clip is there, and nowhere else: measured on decoded pictures and samples.
 */
class InjectionTest {

    private static final int RATE = 25;
    private static final int FROM = 50;
    private static final int TO = 100;
    private static final double SECONDS = 6;

    @TempDir static Path folder;

    private static Path clip;
    private static Decoded before;

    @BeforeAll
    static void makeAClip() throws IOException {
        clip = folder.resolve("clip.mkv");
        String graph =
                "testsrc2=size=%dx%d:rate=%d,format=yuv420p,hue=s=0.5,noise=alls=6:allf=t+u"
                        .formatted(Decoded.WIDTH, Decoded.HEIGHT, RATE);
        String sound =
                "aevalsrc='0.2*sin(2*PI*440*t)+0.05*(random(0)-0.5)|0.15*sin(2*PI*440*t)+0.05*(random(1)-0.5)':s=48000";
        FfmpegProgram.ffmpeg()
                .run(
                        "-v",
                        "error",
                        "-f",
                        "lavfi",
                        "-i",
                        graph,
                        "-f",
                        "lavfi",
                        "-i",
                        sound,
                        "-t",
                        Double.toString(SECONDS),
                        "-c:v",
                        "ffv1",
                        "-c:a",
                        "pcm_f32le",
                        clip.toString());
        before = Decoded.of(clip);
    }

    private static Labels plant(Path output, Planting... plantings)
            throws IOException, InjectException {
        return Injection.run(InjectionRequest.of(clip, output, 7, plantings));
    }

    /** With the one defect from 2 s to 4 s, and a label that says so. */
    private static Decoded with(Planting planting) throws Exception {
        Path output = folder.resolve(planting.kind() + ".mkv");
        Labels labels = plant(output, planting);
        assertThat(labels.labels()).hasSize(1);
        Label label = labels.labels().get(0);
        assertThat(label.defect()).isEqualTo(planting.kind());
        assertThat(label.fromMicros()).isBetween(1_999_000L, 2_001_000L);
        assertThat(label.toMicros()).isBetween(3_999_000L, 4_001_000L);
        Decoded after = Decoded.of(output);
        if (planting.kind().startsWith("video") && after.pictureCount() == before.pictureCount()) {
            for (int i : List.of(0, FROM - 1, TO, TO + 40)) {
                assertThat(after.mean(i)).as("picture %d", i).isEqualTo(before.mean(i));
            }
        }
        return after;
    }

    private static Planting of(String kind) {
        return Planting.of(kind, 2, 4);
    }

    @Test
    void coversPictures() throws Exception {
        Decoded black = with(of("video.black"));
        assertThat(Decoded.over(FROM, TO, black::mean)).isEqualTo(16);
        Decoded logo = with(of("video.black").with("variant", "logo"));
        assertThat(Decoded.over(FROM, TO, i -> logo.share(i, luma -> luma > 40)))
                .isBetween(0.002, 0.01);
        Decoded blue = with(of("video.solid_colour").with("colour", "blue"));
        assertThat(blue.levels(FROM)).isEqualTo(1);
        assertThat(blue.levels(TO - 1)).isEqualTo(1);
        for (String pattern : List.of("smpte", "ebu", "smpte-hd", "ebu-100")) {
            Decoded bars = with(of("video.test_pattern").with("pattern", pattern));
            assertThat(bars.luma(70, 60, 60)).isGreaterThan(bars.luma(70, 270, 60) + 30);
            assertThat(bars.meanOf(70, 10, 60)).isEqualTo(bars.meanOf(99, 10, 60));
        }
    }

    @Test
    void holdsPictures() throws Exception {
        Decoded freeze = with(of("video.freeze"));
        assertThat(Decoded.over(FROM, TO, freeze::change)).isZero();
        Decoded clock = with(of("video.freeze_partial"));
        assertThat(Decoded.over(FROM, TO, clock::change))
                .isBetween(1e-9, Decoded.over(FROM, TO, before::change) / 3);
        Decoded stutter = with(of("video.stutter").withStrength(50));
        assertThat(Decoded.over(FROM, TO, i -> stutter.change(i) == 0 ? 1 : 0)).isEqualTo(0.5);
    }

    @Test
    void leavesPicturesOutAndKeepsTheTimesOfTheOthers() throws Exception {
        Path output = folder.resolve("dropped.mkv");
        plant(output, of("video.frame_drop").withStrength(40).with("run", "2"));
        List<Double> times = Decoded.times(output);
        assertThat(times).hasSize((int) (SECONDS * RATE) - 20);
        assertThat(times.stream().filter(at -> at > 1.99 && at < 3.99)).hasSize(30);
    }

    @Test
    void degradesPictures() throws Exception {
        double sharp = Decoded.over(FROM, TO, i -> before.acrossColumns(i, 1000, false));
        Decoded blur = with(of("video.blur").withStrength(1.5));
        assertThat(Decoded.over(FROM, TO, i -> blur.acrossColumns(i, 1000, false)))
                .isLessThan(sharp / 2);
        Decoded noise = with(of("video.noise").withStrength(20));
        assertThat(Decoded.over(FROM, TO, i -> noise.acrossColumns(i, 1000, false)))
                .isGreaterThan(sharp + 10);
        assertThat(with(of("video.banding").withStrength(32)).levels(70)).isLessThanOrEqualTo(8);
        Decoded white = with(of("video.levels").withStrength(2));
        assertThat(white.share(70, luma -> luma >= 235))
                .isGreaterThan(before.share(70, luma -> luma >= 235) + 0.1);
        Decoded blocks = with(of("video.blockiness"));
        assertThat(
                        Decoded.over(FROM, TO, i -> blocks.acrossColumns(i, 8, true))
                                / Decoded.over(FROM, TO, i -> blocks.acrossColumns(i, 8, false)))
                .isGreaterThan(
                        1.3
                                * Decoded.over(FROM, TO, i -> before.acrossColumns(i, 8, true))
                                / Decoded.over(FROM, TO, i -> before.acrossColumns(i, 8, false)));
    }

    @Test
    void reshapesPictures() throws Exception {
        Decoded bars = with(of("video.letterbox").withStrength(25));
        assertThat(bars.meanOf(70, 0, 21)).isEqualTo(16);
        assertThat(bars.meanOf(70, Decoded.HEIGHT - 21, Decoded.HEIGHT)).isEqualTo(16);
        assertThat(bars.meanOf(70, 24, 150)).isEqualTo(before.meanOf(70, 24, 150));
        Decoded combed = with(of("video.combing"));
        Decoded swapped = with(of("video.field_order"));
        for (int y = 0; y < Decoded.HEIGHT; y++) {
            for (int x = 0; x < Decoded.WIDTH; x++) {
                assertThat(combed.luma(70, x, y)).isEqualTo(before.luma(70 - y % 2, x, y));
                assertThat(swapped.luma(70, x, y)).isEqualTo(before.luma(70, x, y ^ 1));
            }
        }
        Decoded flashes = with(of("video.flashing").with("rate", "5").with("area", "100"));
        int changes = 0;
        for (int i = FROM + 1; i < TO; i++) {
            changes += Math.abs(flashes.mean(i) - flashes.mean(i - 1)) > 60 ? 1 : 0;
        }
        assertThat(changes).isBetween(18, 20); // two for each of ten flashes
    }

    @Test
    void corruptsBlocksAndTellsHowMuchCanBeSeen() throws Exception {
        for (String codec : List.of("mpeg2", "h264")) {
            Path output = folder.resolve("corrupt-" + codec + ".mkv");
            Labels labels = plant(output, of("video.block_corruption").with("codec", codec));
            Label label = labels.labels().get(0);
            assertThat(label.fromMicros()).isBetween(2_000_000L, 3_000_000L);
            assertThat(label.measured().get("wrong_area_percent")).isBetween(2.0, 30.0);
            Decoded corrupt = Decoded.of(output);
            int first = (int) Math.round(label.fromMicros() * RATE / 1e6);
            int end = (int) Math.round(label.toMicros() * RATE / 1e6);
            double wrong = 0;
            for (int i = first; i < end; i++) {
                wrong += wrongShare(corrupt, i);
            }
            assertThat(wrong / (end - first)).isBetween(0.02, 0.4);
            assertThat(wrongShare(corrupt, FROM - 1)).isZero();
            assertThat(wrongShare(corrupt, TO)).isZero();
        }
    }

    private static double wrongShare(Decoded after, int picture) {
        int wrong = 0;
        for (int y = 0; y < Decoded.HEIGHT; y++) {
            for (int x = 0; x < Decoded.WIDTH; x++) {
                int difference = after.luma(picture, x, y) - before.luma(picture, x, y);
                wrong += Math.abs(difference) > 40 ? 1 : 0;
            }
        }
        return (double) wrong / Decoded.WIDTH / Decoded.HEIGHT;
    }

    @Test
    void takesSoundAway() throws Exception {
        Decoded silent = with(of("audio.silence"));
        assertThat(silent.left(2.001, 3.999)).isZero();
        assertThat(silent.left(4.001, 5)).isEqualTo(before.left(4.001, 5));
        Decoded dead = with(of("audio.channel_dead").with("channel", "2"));
        assertThat(dead.right(2.001, 3.999)).isZero();
        assertThat(dead.left(2.001, 3.999)).isEqualTo(before.left(2.001, 3.999));
        Decoded gaps = with(of("audio.dropout").withStrength(40));
        assertThat(gaps.left(2.001, 2.039)).isZero();
        assertThat(gaps.left(3.001, 3.039)).isZero();
        assertThat(gaps.left(2.041, 2.999)).isEqualTo(before.left(2.041, 2.999));
        Decoded mono = with(of("audio.mono"));
        assertThat(mono.rms(2.001, 3.999, (l, r) -> l - r)).isLessThan(1e-6);
        Decoded phase = with(of("audio.phase").withStrength(100));
        assertThat(phase.rms(2.001, 3.999, (l, r) -> l + r)).isLessThan(1e-6);
        assertThat(phase.left(2.001, 3.999)).isGreaterThan(0.1);
    }

    @Test
    void makesSoundLoud() throws Exception {
        Decoded clipped = with(of("audio.clipping").withStrength(10).with("attenuation", "6"));
        double top = Math.pow(10, -6 / 20.0);
        double share =
                Math.pow(clipped.rms(2.001, 3.999, (l, r) -> Math.abs(l) > top - 1e-4 ? 1 : 0), 2);
        // The louder channel carries nearly all of it: a tenth of both is a fifth of one.
        assertThat(share).isBetween(0.15, 0.21);
        assertThat(with(of("audio.true_peak").withStrength(9)).left(2.001, 3.999))
                .isBetween(1.98, 2.0);
        assertThat(with(of("audio.loudness").withStrength(40)).left(2.001, 3.999))
                .isGreaterThan(0.9);
        assertThat(with(of("audio.loudness_jump").withStrength(-20)).left(2.001, 3.999))
                .isBetween(before.left(2.001, 3.999) * 0.0999, before.left(2.001, 3.999) * 0.1001);
        Decoded shifted = with(of("audio.dc_offset").withStrength(10));
        assertThat(shifted.sample(0, 120_000) - before.sample(0, 120_000))
                .isBetween(0.0999, 0.1001);
    }

    @Test
    void addsToSound() throws Exception {
        Decoded hum = with(of("audio.hum").withStrength(-20).with("harmonics", "1"));
        assertThat(hum.tone(50, 2.5, 3.5)).isBetween(0.1404, 0.1424);
        assertThat(hum.tone(50, 4.5, 5.5)).isLessThan(0.001);
        Decoded hiss = with(of("audio.hiss").withStrength(-20));
        double power =
                Math.pow(hiss.left(2.001, 3.999), 2) - Math.pow(before.left(2.001, 3.999), 2);
        assertThat(Math.sqrt(power)).isBetween(0.098, 0.102);
        assertThat(hiss.rms(2.001, 3.999, (l, r) -> l - r)).isGreaterThan(0.12);
        Decoded clicks = with(of("audio.click").withStrength(80).with("rate", "2"));
        int count = 0;
        for (long i = 96_001; i < 192_000; i++) {
            double jump = Math.abs(clicks.sample(0, i) - clicks.sample(0, i - 1));
            count += jump > 0.5 ? 1 : 0;
        }
        assertThat(count).isEqualTo(8); // both edges of four
        Decoded bursts = with(of("audio.noise_burst").withStrength(80));
        assertThat(bursts.left(2.001, 2.199)).isBetween(0.44, 0.48);
        assertThat(bursts.left(2.201, 2.999)).isEqualTo(before.left(2.201, 2.999));
    }

    @Test
    void shiftsSoundAgainstPictures() throws Exception {
        Path output = folder.resolve("sync.mkv");
        plant(output, of("av.sync").withStrength(200).with("variant", "flash"));
        Decoded shifted = Decoded.of(output);
        assertThat(shifted.mean(75)).isGreaterThan(200);
        assertThat(shifted.mean(76)).isLessThan(20);
        assertThat(shifted.left(1.0, 1.05)).isGreaterThan(0.3);
        assertThat(shifted.left(3.0, 3.199)).isLessThan(0.001);
        assertThat(shifted.left(3.201, 3.249)).isGreaterThan(0.3);
        Path early = folder.resolve("early.mkv");
        plant(early, of("av.sync").withStrength(-200).with("variant", "flash"));
        assertThat(Decoded.of(early).left(2.801, 2.849)).isGreaterThan(0.3);
        Path slow = folder.resolve("slow.mkv");
        plant(slow, Planting.of("av.drift", 2, 6).withStrength(20).with("variant", "flash"));
        Decoded drifted = Decoded.of(slow);
        assertThat(drifted.left(5.0, 5.055)).isLessThan(0.01);
        assertThat(drifted.left(5.065, 5.105)).isGreaterThan(0.3);
        Path both = folder.resolve("both.mkv");
        Labels labels = plant(both, of("av.dead_air"));
        assertThat(labels.labels())
                .extracting(Label::defect)
                .containsExactly("audio.silence", "av.dead_air", "video.freeze");
        assertThat(Decoded.of(both).left(2.001, 3.999)).isZero();
        assertThat(Decoded.over(FROM, TO, Decoded.of(both)::change)).isZero();
    }

    @Test
    void damagesAndLosesPackets() throws Exception {
        Path output = folder.resolve("damaged.ts");
        InjectionRequest request =
                InjectionRequest.of(clip, output, 7, of("video.decode_error"))
                        .withCoding(new InjectionRequest.Coding("mpeg2video", "mp2", 0));
        Label label = Injection.run(request).labels().get(0);
        assertThat(label.toMicros()).isBetween(3_990_000L, 6_100_000L);
        Path log = folder.resolve("errors.log");
        Process decode =
                FfmpegProgram.ffmpeg()
                        .command(List.of("-v", "error", "-i", output.toString(), "-f", "null", "-"))
                        .redirectError(log.toFile())
                        .start();
        decode.waitFor();
        assertThat(Files.readString(log, StandardCharsets.ISO_8859_1))
                .containsAnyOf("ac-tex", "concealing", "mb incr", "invalid", "slice");

        Path missing = folder.resolve("missing.ts");
        Injection.run(
                InjectionRequest.of(clip, missing, 7, of("audio.missing"))
                        .withCoding(new InjectionRequest.Coding("mpeg2video", "mp2", 0)));
        Decoded quiet = Decoded.of(missing);
        assertThat(quiet.samples()).isBetween(47_000L * 4, 48_500L * 4);
    }

    @Test
    void harmsTransportStreams() throws Exception {
        InjectionRequest.Coding coding = new InjectionRequest.Coding("mpeg2video", "mp2", 800_000);
        Path whole = folder.resolve("whole.ts");
        Injection.run(InjectionRequest.of(clip, whole, 7).withCoding(coding));
        long packets = Files.size(whole) / TransportStream.PACKET_BYTES;
        assertThat(breaks(whole)).isZero();
        Path lossy = folder.resolve("lossy.ts");
        Injection.run(
                InjectionRequest.of(clip, lossy, 7, of("transport.continuity").withStrength(10))
                        .withCoding(coding));
        assertThat(packets - Files.size(lossy) / TransportStream.PACKET_BYTES)
                .isBetween(packets / 60, packets / 15);
        assertThat(breaks(lossy)).isGreaterThan(10);
        Path changed = folder.resolve("changed.ts");
        Injection.run(
                InjectionRequest.of(clip, changed, 7, of("video.format_change"))
                        .withCoding(coding));
        assertThat(breaks(changed)).isZero();
        String sizes =
                new String(
                        FfmpegProgram.ffprobe()
                                .run(
                                        ("-v error -select_streams v -show_entries frame=width -of csv=p=0 "
                                                        + changed)
                                                .split(" ", -1)),
                        StandardCharsets.US_ASCII);
        assertThat(sizes.lines().filter(row -> row.startsWith("160")))
                .hasSizeBetween(48, 50); // the decoder may lose one where the size changes
        assertThat(sizes.lines().filter(row -> row.startsWith("320"))).hasSizeBetween(97, 100);
    }

    /** How often the counters of a stream do not go on. */
    private static int breaks(Path file) throws IOException {
        byte[] stream = Files.readAllBytes(file);
        int[] last = new int[8192];
        Arrays.fill(last, -1);
        int breaks = 0;
        for (int at = 0; at + 188 <= stream.length; at += 188) {
            int pid = (stream[at + 1] & 0x1f) << 8 | (stream[at + 2] & 0xff);
            boolean hasPayload = (stream[at + 3] & 0x10) != 0;
            int counter = stream[at + 3] & 0xf;
            if (hasPayload && last[pid] >= 0 && counter != (last[pid] + 1) % 16) {
                breaks++;
            }
            last[pid] = counter;
        }
        return breaks;
    }

    @Test
    void givesTheSameBytesForTheSameSeed() throws Exception {
        Planting[] plantings = {
            of("video.blockiness"), of("audio.hiss"), of("audio.click"), of("video.noise")
        };
        Path one = folder.resolve("one.mp4");
        Path two = folder.resolve("two.mp4");
        Path other = folder.resolve("other.mp4");
        Labels labels = plant(one, plantings);
        assertThat(plant(two, plantings)).isEqualTo(labels);
        Injection.run(InjectionRequest.of(clip, other, 8, plantings));
        assertThat(one).hasSameBinaryContentAs(two);
        assertThat(Files.mismatch(one, other)).isNotNegative();
        assertThat(Labels.parse(labels.json())).isEqualTo(labels);
    }

    @Test
    void repeatsAClipAtAnEvenRateWithoutGaps() throws Exception {
        Path output = folder.resolve("repeated.mkv");
        Labels labels =
                Injection.run(
                        InjectionRequest.of(clip, output, 7, Planting.of("video.black", 7, 8))
                                .repeatedTo(14_000_000)
                                .withCoding(new InjectionRequest.Coding("mpeg2video", "aac", 0)));
        assertThat(labels.labels().get(0).fromMicros()).isBetween(6_999_000L, 7_001_000L);
        List<Double> times = Decoded.times(output);
        assertThat(times).hasSize(14 * RATE);
        for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 1)).isBetween(0.038, 0.042);
        }
        Decoded repeated = Decoded.of(output);
        assertThat(repeated.mean(7 * RATE)).isLessThan(18);
        for (double at = 0.1; at < 13.9; at += 0.01) {
            assertThat(repeated.left(at, at + 0.02)).as("sound at %s s", at).isPositive();
        }
    }

    @Test
    void tellsEverythingThatIsWrongAtOnce() {
        Path output = folder.resolve("never.mp4");
        assertThatThrownBy(
                        () ->
                                plant(
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
        assertThatThrownBy(() -> Planting.parse("video.black"))
                .hasMessageContaining("is not of the form " + Planting.SYNTAX);
        assertThatThrownBy(() -> Planting.parse("video.black@1-2,strength=much"))
                .hasMessage("'much' in 'video.black@1-2,strength=much' is not a number");
    }
}
