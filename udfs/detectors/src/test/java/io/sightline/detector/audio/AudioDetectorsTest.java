package io.sightline.detector.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.sightline.detector.SavedState;
import io.sightline.detector.Totals;
import io.sightline.detector.api.AudioDetector;
import io.sightline.detector.api.ChannelRole;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.SyncDetector;
import io.sightline.detector.sync.MissingAudioDetector;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every audio detector. */
final class AudioDetectorsTest {

    static Stream<Supplier<AudioDetector>> detectors() {
        return Stream.concat(
                meters(),
                Stream.of(
                        PhaseDetector::new,
                        ChannelDeadDetector::new,
                        ClippingDetector::new,
                        DropoutDetector::new,
                        ClickDetector::new,
                        NoiseBurstDetector::new,
                        MonoDetector::new,
                        DcOffsetDetector::new,
                        HumDetector::new,
                        HissDetector::new));
    }

    /** Those whose values are levels of the sound. */
    static Stream<Supplier<AudioDetector>> meters() {
        return Stream.of(SilenceDetector::new, LoudnessDetector::new, TruePeakDetector::new);
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void cutIntoOtherBlocksGivesTheSameMeasurements(Supplier<AudioDetector> maker) {
        for (int rate : new int[] {11_025, 44_100, 48_000}) {
            Sound sound = Mixtures.music(rate, 12, 7);
            List<Recording.Entry> expected = measure(maker.get(), sound, () -> 1_024);
            assertThat(expected).isNotEmpty();
            long seed = 20_261_121;
            Random random = new Random(seed);
            assertThat(measure(maker.get(), sound, () -> 1 + random.nextInt(3_000)))
                    .as("seed %d", seed)
                    .isEqualTo(expected);
            assertThat(measure(maker.get(), sound, () -> 1)).isEqualTo(expected);
            assertThat(measure(maker.get(), sound, () -> Integer.MAX_VALUE)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void successorGoesOnExactlyWhereItsPredecessorSaved(Supplier<AudioDetector> maker)
            throws IOException {
        Sound sound = Mixtures.music(48_000, 12, 3);
        List<Recording.Entry> expected = measure(maker.get(), sound, () -> 1_024);
        Recording heard = new Recording();
        AudioDetector detector = maker.get();
        int at = 0;
        for (int next : new int[] {1, 700, 48_000, 250_001, 400_321, sound.sampleCount()}) {
            sound.feed(detector, heard, at, next, () -> 1_024);
            at = next;
            byte[] saved = SavedState.of(detector);
            assertThat(saved.length).isLessThan(8_192);
            detector = maker.get();
            SavedState.restore(detector, saved);
            assertThat(SavedState.of(detector)).isEqualTo(saved);
        }
        assertThat(heard.entries()).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void newDetectorSavesAndRestores(Supplier<AudioDetector> maker) throws IOException {
        AudioDetector detector = maker.get();
        byte[] saved = SavedState.of(detector);
        SavedState.restore(detector, saved);
        Sound sound = Mixtures.music(48_000, 5, 3);
        assertThat(measure(detector, sound, () -> 960))
                .isEqualTo(measure(maker.get(), sound, () -> 960));
    }

    @Test
    void stateOfALaterVersionIsRefused() throws IOException {
        byte[] saved = SavedState.of(new ClickDetector());
        assertThatThrownBy(() -> SavedState.restore(new ClickDetector(), 200, saved))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(
                        "State of detector 'audio.click' has version 200, but this version reads 1"
                                + " to \\d");
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void afterADiscontinuityNothingOfThePastIsLeft(Supplier<AudioDetector> maker) {
        AudioDetector used = maker.get();
        measure(used, Mixtures.music(48_000, 5, 1), () -> 1_000);
        used.onDiscontinuity();
        Sound sound = Mixtures.music(48_000, 5, 2);
        assertThat(measure(used, sound, () -> 1_024))
                .isEqualTo(measure(maker.get(), sound, () -> 1_024));
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void anyRateAndNumberOfChannelsIsMeasuredTheSameInAnyBlocks(Supplier<AudioDetector> maker) {
        for (int rate : new int[] {8_000, 192_000}) {
            for (int channels : new int[] {1, 6, 16}) {
                double seconds = rate == 8_000 ? 9.3 : 2.7;
                Sound sound = Mixtures.noise(rate, layout(channels), seconds, 0.05, 5);
                List<Recording.Entry> expected = measure(maker.get(), sound, () -> 4_096);
                assertThat(expected).allSatisfy(entry -> assertThat(entry.value()).isFinite());
                Random random = new Random(rate + channels);
                assertThat(measure(maker.get(), sound, () -> 1 + random.nextInt(30_000)))
                        .as("%d Hz, %d channels", rate, channels)
                        .isEqualTo(expected);
            }
        }
    }

    private static List<ChannelRole> layout(int channels) {
        List<ChannelRole> roles = new ArrayList<>(Sound.FIVE_ZERO);
        roles.addAll(Collections.nCopies(11, ChannelRole.OTHER));
        return channels == 1 ? Sound.MONO : roles.subList(0, channels);
    }

    @ParameterizedTest
    @MethodSource("meters")
    void formatMayChangeBetweenBlocks(Supplier<AudioDetector> maker) {
        AudioDetector detector = maker.get();
        Recording heard = new Recording();
        long offset = 0;
        List<List<ChannelRole>> layouts =
                List.of(
                        Sound.STEREO,
                        Sound.FIVE_ZERO,
                        Sound.MONO,
                        Collections.nCopies(16, ChannelRole.OTHER));
        for (List<ChannelRole> layout : layouts) {
            for (int rate : new int[] {48_000, 8_000, 192_000}) {
                Sound sound = new Sound(rate, layout).tone(0.777, -20);
                sound.feed(detector, heard, 0, sound.sampleCount(), () -> 1_024, offset);
                offset += 777_000;
            }
        }
        for (Metric metric : detector.metrics()) {
            if (heard.of(metric).isEmpty()) {
                continue; // a window longer than any of the parts
            }
            assertThat(heard.of(metric))
                    .allSatisfy(entry -> assertThat(entry.value()).isBetween(-40.0, 0.0));
        }
        assertThat(heard.entries()).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void overlapNeverSendsAMeasurementBackInTime(Supplier<AudioDetector> maker) {
        AudioDetector detector = maker.get();
        Recording heard = new Recording(); // refuses what goes back
        Sound sound = Mixtures.music(48_000, 20, 1);
        sound.feed(detector, heard, 0, 480_000, () -> 1_024);
        sound.feed(detector, heard, 420_000, sound.sampleCount(), () -> 1_024);
        assertThat(heard.entries()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void blocksWithNothingToMeasureAreIgnored(Supplier<AudioDetector> maker) {
        AudioDetector detector = maker.get();
        Recording heard = new Recording();
        detector.onBlock(new Sound.Block(0, 48_000, List.of(), new float[0][]), heard);
        detector.onBlock(new Sound.Block(0, 48_000, Sound.MONO, new float[1][0]), heard);
        detector.onBlock(new Sound.Block(0, 0, Sound.MONO, new float[1][512]), heard);
        assertThat(heard.entries()).isEmpty();
        assertThat(measure(detector, Mixtures.music(48_000, 10, 1), () -> 1_024)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void wrongNumbersLeaveNoTrace(Supplier<AudioDetector> maker) {
        float[] wrong = new float[4_800];
        for (int i = 0; i < wrong.length; i++) {
            wrong[i] = i % 3 == 0 ? Float.NaN : Float.NEGATIVE_INFINITY;
        }
        wrong[4] = Float.MAX_VALUE;
        wrong[5] = -Float.MAX_VALUE;
        Sound spoilt = new Sound(48_000, Sound.STEREO).samples(wrong).tone(5, -20);
        Sound silent = new Sound(48_000, Sound.STEREO).silence(0.1).tone(5, -20);
        assertThat(measure(maker.get(), spoilt, () -> 1_024))
                .isEqualTo(measure(maker.get(), silent, () -> 1_024));
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void allocatesNothingPerBlock(Supplier<AudioDetector> maker) {
        AudioDetector detector = maker.get();
        LoopedBlock block = new LoopedBlock(Mixtures.music(48_000, 4, 5), 1_024);
        Totals counter = new Totals();
        for (int i = 0; i < 5_000; i++) {
            detector.onBlock(block.next(), counter);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 5_000; i++) {
            detector.onBlock(block.next(), counter);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(counter.count()).isGreaterThan(100);
        assertThat(allocated / 5_000.0).isLessThan(1); // the counter itself costs a few bytes once
    }

    @Test
    void areFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(AudioDetector.class))
                .extracting(AudioDetector::id)
                .containsExactlyInAnyOrder(
                        "audio.silence",
                        "audio.loudness",
                        "audio.true_peak",
                        "audio.phase",
                        "audio.channel_dead",
                        "audio.clipping",
                        "audio.dropout",
                        "audio.click",
                        "audio.noise_burst",
                        "audio.mono",
                        "audio.dc_offset",
                        "audio.hum",
                        "audio.hiss");
        assertThat(ServiceLoader.load(SyncDetector.class))
                .hasAtLeastOneElementOfType(MissingAudioDetector.class);
    }

    private static List<Recording.Entry> measure(
            AudioDetector detector, Sound sound, IntSupplier sizes) {
        Recording heard = new Recording();
        sound.feed(detector, heard, 0, sound.sampleCount(), sizes);
        return heard.entries();
    }
}
