package io.sightline.media.ffmpeg;

import static io.sightline.detector.api.ChannelRole.BACK_CENTRE;
import static io.sightline.detector.api.ChannelRole.BACK_LEFT;
import static io.sightline.detector.api.ChannelRole.BACK_RIGHT;
import static io.sightline.detector.api.ChannelRole.FRONT_CENTRE;
import static io.sightline.detector.api.ChannelRole.FRONT_LEFT;
import static io.sightline.detector.api.ChannelRole.FRONT_RIGHT;
import static io.sightline.detector.api.ChannelRole.LFE;
import static io.sightline.detector.api.ChannelRole.MONO;
import static io.sightline.detector.api.ChannelRole.SURROUND_LEFT;
import static io.sightline.detector.api.ChannelRole.SURROUND_RIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.ChannelRole;
import io.sightline.media.MediaException;
import io.sightline.media.MediaException.Reason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SoundDecodingTest {

    private static final int RATE_HZ = 48_000;

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "wav, pcm_u8, 0.009",
        "wav, pcm_s16le, 4e-5",
        "wav, pcm_s24le, 3e-7",
        "wav, pcm_s32le, 3e-7",
        "wav, pcm_s64le, 3e-7",
        "wav, pcm_f32le, 3e-7",
        "wav, pcm_f64le, 3e-7",
        "flac, flac, 4e-5",
        "caf, pcm_s16be, 4e-5",
        "ts, mp2, 0.03",
        "mp4, aac, 0.03",
        "mkv, ac3, 0.03"
    })
    void decodesToFloatsAtFullScaleOne(String container, String codec, double tolerance)
            throws Exception {
        // The right channel is the left one halved and inverted.
        String tone = "0.8*sin(2*PI*997*t)|-0.4*sin(2*PI*997*t)";
        Path file = encode("tone." + container, tone, "stereo", codec);

        Samples heard = new Samples();
        WholeInput.decode(file, heard);

        assertThat(heard.roles).containsExactly(FRONT_LEFT, FRONT_RIGHT);
        assertThat(heard.lengths).isGreaterThanOrEqualTo(RATE_HZ);
        assertThat(heard.peakInMiddle(0)).isCloseTo(0.8f, within((float) tolerance));
        assertThat(heard.peakInMiddle(1)).isCloseTo(0.4f, within((float) tolerance));
        assertThat(heard.starts).isSorted().doesNotHaveDuplicates();
        int middle = heard.left.size() / 2;
        for (int i = middle; i < middle + 100; i++) {
            assertThat(heard.right.get(i))
                    .isCloseTo(heard.left.get(i) / -2, within((float) tolerance));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mono", "stereo", "5.1", "5.1(side)", "7.1", "6.1", "quad"})
    void tellsWhatEachChannelIsFor(String layout) throws Exception {
        Map<String, List<ChannelRole>> expected =
                Map.of(
                        "mono",
                        List.of(MONO),
                        "stereo",
                        List.of(FRONT_LEFT, FRONT_RIGHT),
                        "quad",
                        List.of(FRONT_LEFT, FRONT_RIGHT, SURROUND_LEFT, SURROUND_RIGHT),
                        "5.1",
                        surround(SURROUND_LEFT, SURROUND_RIGHT),
                        "5.1(side)",
                        surround(SURROUND_LEFT, SURROUND_RIGHT),
                        "6.1",
                        surround(BACK_CENTRE, SURROUND_LEFT, SURROUND_RIGHT),
                        "7.1",
                        surround(BACK_LEFT, BACK_RIGHT, SURROUND_LEFT, SURROUND_RIGHT));
        int channels = expected.get(layout).size();
        String tones = String.join("|", java.util.Collections.nCopies(channels, "sin(t)"));
        Path file = encode("layout.wav", tones, layout, "pcm_s16le");

        Samples heard = new Samples();
        WholeInput.decode(file, heard);

        assertThat(heard.roles).isEqualTo(expected.get(layout));
    }

    @Test
    void guessesTheLayoutFromTheCountWhenOnlyThatIsKnown() throws Exception {
        Path raw = folder.resolve("raw.au");
        FfmpegProgram.ffmpeg()
                .run(
                        "-v",
                        "error",
                        "-f",
                        "lavfi",
                        "-i",
                        "aevalsrc=sin(t)|sin(t)|sin(t)|sin(t)|sin(t)|sin(t):c=5.1:d=0.1",
                        "-c:a",
                        "pcm_s16be",
                        "-f",
                        "au",
                        raw.toString());

        Samples heard = new Samples();
        WholeInput.decode(raw, heard);

        assertThat(heard.roles).isEqualTo(surround(SURROUND_LEFT, SURROUND_RIGHT));
    }

    @Test
    void refusesMoreThanSixteenChannels() throws Exception {
        String tones = String.join("|", java.util.Collections.nCopies(24, "sin(t)"));
        Path file = encode("many.wav", tones, "22.2", "pcm_s16le");

        assertThatThrownBy(() -> WholeInput.decode(file, new Samples()))
                .isInstanceOfSatisfying(
                        MediaException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED))
                .hasMessageContaining("24 channels, the limit is 16");
    }

    @Test
    void catchesBlocksKeptTooLong() throws Exception {
        Path file = encode("kept.wav", "0.5|0.5", "stereo", "pcm_s16le");
        List<AudioBlock> kept = new ArrayList<>();
        List<float[]> arrays = new ArrayList<>();

        WholeInput.decode(
                new FfmpegMedia(DecoderLimits.DEFAULT, FramePoisoning.ON),
                WholeInput.location(file),
                new WholeInput.Visitor() {
                    @Override
                    public void onBlock(AudioBlock block) {
                        kept.add(block);
                        arrays.add(block.samples(1));
                    }
                });

        assertThat(kept).isNotEmpty();
        assertThat(kept)
                .allSatisfy(
                        block ->
                                assertThatThrownBy(() -> block.samples(0))
                                        .isInstanceOf(IllegalStateException.class)
                                        .hasMessageContaining("kept longer"));
        assertThat(arrays).allSatisfy(array -> assertThat(array).containsOnly(Float.NaN));
    }

    private static List<ChannelRole> surround(ChannelRole... others) {
        List<ChannelRole> roles =
                new ArrayList<>(List.of(FRONT_LEFT, FRONT_RIGHT, FRONT_CENTRE, LFE));
        roles.addAll(List.of(others));
        return roles;
    }

    private Path encode(String name, String tones, String layout, String codec) throws Exception {
        Path file = folder.resolve(name);
        FfmpegProgram.ffmpeg()
                .run(
                        "-v",
                        "error",
                        "-f",
                        "lavfi",
                        "-i",
                        "aevalsrc='%s':c='%s':s=%d:d=1".formatted(tones, layout, RATE_HZ),
                        "-c:a",
                        codec,
                        "-b:a",
                        "256k",
                        file.toString());
        return file;
    }

    private static final class Samples implements WholeInput.Visitor {
        private final List<Float> left = new ArrayList<>();
        private final List<Float> right = new ArrayList<>();
        private final List<Long> starts = new ArrayList<>();
        private List<ChannelRole> roles = List.of();
        private int lengths;

        @Override
        public void onBlock(AudioBlock block) {
            roles = block.channels();
            starts.add(block.presentationTimeMicros());
            lengths += block.sampleCount();
            for (int i = 0; i < block.sampleCount(); i++) {
                left.add(block.samples(0)[i]);
                right.add(block.samples(roles.size() - 1)[i]);
            }
        }

        private float peakInMiddle(int channel) {
            List<Float> samples = channel == 0 ? left : right;
            return samples.subList(samples.size() / 4, samples.size() * 3 / 4).stream()
                    .map(Math::abs)
                    .max(Float::compare)
                    .orElseThrow();
        }
    }
}
