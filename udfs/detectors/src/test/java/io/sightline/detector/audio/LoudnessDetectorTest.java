package io.sightline.detector.audio;

import static io.sightline.detector.audio.LoudnessDetector.INTEGRATED;
import static io.sightline.detector.audio.LoudnessDetector.MOMENTARY;
import static io.sightline.detector.audio.LoudnessDetector.RANGE;
import static io.sightline.detector.audio.LoudnessDetector.SHORT_TERM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.detector.api.ChannelRole;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases of EBU Tech 3341 (v4, table 1) and Tech 3342 that their definitions let us make. */
final class LoudnessDetectorTest {

    private static final double LU = 0.1; // the tolerance of Tech 3341
    private static final double RANGE_LU = 1; // the tolerance of Tech 3342

    @ParameterizedTest
    @ValueSource(ints = {44_100, 48_000, 8_000, 11_025, 16_000, 96_000, 192_000})
    void case1SteadyToneReadsMinus23OnAllTimeScales(int rate) {
        Recording heard = stereo(rate).tone(20, -23).measuredBy(new LoudnessDetector());
        assertThat(heard.last(MOMENTARY)).isCloseTo(-23, within(LU));
        assertThat(heard.last(SHORT_TERM)).isCloseTo(-23, within(LU));
        assertThat(heard.last(INTEGRATED)).isCloseTo(-23, within(LU));
        assertThat(heard.last(RANGE)).isCloseTo(0, within(LU));
    }

    @ParameterizedTest
    @ValueSource(ints = {44_100, 48_000})
    void case2SteadyToneReadsMinus33OnAllTimeScales(int rate) {
        Recording heard = stereo(rate).tone(20, -33).measuredBy(new LoudnessDetector());
        assertThat(heard.last(MOMENTARY)).isCloseTo(-33, within(LU));
        assertThat(heard.last(SHORT_TERM)).isCloseTo(-33, within(LU));
        assertThat(heard.last(INTEGRATED)).isCloseTo(-33, within(LU));
    }

    @ParameterizedTest
    @ValueSource(ints = {44_100, 48_000})
    void case3RelativeGateLeavesOutQuietParts(int rate) {
        Sound sound = stereo(rate).tone(10, -36).tone(60, -23).tone(10, -36);
        assertThat(integrated(sound)).isCloseTo(-23, within(LU));
    }

    @ParameterizedTest
    @ValueSource(ints = {44_100, 48_000})
    void case4BothGatesLeaveOutQuietParts(int rate) {
        Sound sound =
                stereo(rate).tone(10, -72).tone(10, -36).tone(60, -23).tone(10, -36).tone(10, -72);
        assertThat(integrated(sound)).isCloseTo(-23, within(LU));
    }

    @ParameterizedTest
    @ValueSource(ints = {44_100, 48_000})
    void case5LouderPartRaisesTheWhole(int rate) {
        Sound sound = stereo(rate).tone(20, -26).tone(20.1, -20).tone(20, -26);
        assertThat(integrated(sound)).isCloseTo(-23, within(LU));
    }

    @ParameterizedTest
    @ValueSource(ints = {44_100, 48_000})
    void case6SurroundsCountMore(int rate) {
        Sound sound = new Sound(rate, Sound.FIVE_ZERO).tone(20, -28, -28, -24, -30, -30);
        assertThat(integrated(sound)).isCloseTo(-23, within(LU));
    }

    @Test
    void case6HoldsWithALoudLowFrequencyChannel() {
        List<ChannelRole> layout = new ArrayList<>(Sound.FIVE_ZERO);
        layout.add(3, ChannelRole.LFE);
        Sound sound = new Sound(48_000, layout).tone(20, -28, -28, -24, -6, -30, -30);
        assertThat(integrated(sound)).isCloseTo(-23, within(LU));
    }

    @ParameterizedTest
    @ValueSource(ints = {44_100, 48_000})
    void case9ShortTermIsSteadyOnceItsWindowIsFull(int rate) {
        Sound sound = stereo(rate);
        for (int i = 0; i < 5; i++) {
            sound.tone(1.34, -20).tone(1.66, -30);
        }
        Recording heard = sound.measuredBy(new LoudnessDetector());
        assertThat(heard.of(SHORT_TERM))
                .hasSizeGreaterThan(100)
                .allSatisfy(entry -> assertThat(entry.value()).isCloseTo(-23, within(LU)));
    }

    @ParameterizedTest
    @ValueSource(ints = {44_100, 48_000})
    void case10ShortTermFindsAToneOfOneWindowWhereverItBegins(int rate) {
        for (int i = 0; i < 20; i++) {
            Sound sound = stereo(rate).silence(0.15 * i).tone(3, -23).silence(1);
            assertThat(sound.measuredBy(new LoudnessDetector()).max(SHORT_TERM))
                    .isCloseTo(-23, within(LU));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {44_100, 48_000})
    void case11ShortTermFollowsRisingTonesLive(int rate) {
        Sound sound = stereo(rate);
        List<Long> ends = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sound.silence(0.15 * i).tone(3, -38 + i).silence(3 - 0.15 * i);
            ends.add(sound.sampleCount() * 1_000_000L / rate);
        }
        Recording heard = sound.measuredBy(new LoudnessDetector());
        for (int i = 0; i < 20; i++) {
            long from = i == 0 ? 0 : ends.get(i - 1);
            assertThat(maxBetween(heard.of(SHORT_TERM), from, ends.get(i)))
                    .isCloseTo(-38 + i, within(LU));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {44_100, 48_000})
    void case12MomentaryIsSteadyAfterOneSecond(int rate) {
        Sound sound = stereo(rate);
        for (int i = 0; i < 25; i++) {
            sound.tone(0.18, -20).tone(0.22, -30);
        }
        Recording heard = sound.measuredBy(new LoudnessDetector());
        assertThat(heard.of(MOMENTARY).stream().filter(entry -> entry.atMicros() > 1_000_000))
                .hasSizeGreaterThan(400)
                .allSatisfy(entry -> assertThat(entry.value()).isCloseTo(-23, within(LU)));
    }

    @ParameterizedTest
    @ValueSource(ints = {44_100, 48_000})
    void case13MomentaryFindsAToneOfOneWindowWhereverItBegins(int rate) {
        for (int i = 0; i < 20; i++) {
            Sound sound = stereo(rate).silence(0.02 * i).tone(0.4, -23).silence(1);
            assertThat(sound.measuredBy(new LoudnessDetector()).max(MOMENTARY))
                    .isCloseTo(-23, within(LU));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {44_100, 48_000})
    void case14MomentaryFollowsRisingTonesLive(int rate) {
        Sound sound = stereo(rate);
        List<Long> ends = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sound.silence(0.02 * i).tone(0.4, -38 + i).silence(0.4 - 0.02 * i);
            ends.add(sound.sampleCount() * 1_000_000L / rate);
        }
        Recording heard = sound.measuredBy(new LoudnessDetector());
        for (int i = 0; i < 20; i++) {
            long from = i == 0 ? 0 : ends.get(i - 1);
            assertThat(maxBetween(heard.of(MOMENTARY), from, ends.get(i)))
                    .isCloseTo(-38 + i, within(LU));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {44_100, 48_000})
    void rangeCase1TenLuApart(int rate) {
        assertThat(range(stereo(rate).tone(20, -20).tone(20, -30))).isCloseTo(10, within(RANGE_LU));
    }

    @ParameterizedTest
    @ValueSource(ints = {44_100, 48_000})
    void rangeCase2FiveLuApart(int rate) {
        assertThat(range(stereo(rate).tone(20, -20).tone(20, -15))).isCloseTo(5, within(RANGE_LU));
    }

    @ParameterizedTest
    @ValueSource(ints = {44_100, 48_000})
    void rangeCase3TwentyLuApart(int rate) {
        assertThat(range(stereo(rate).tone(20, -40).tone(20, -20))).isCloseTo(20, within(RANGE_LU));
    }

    @ParameterizedTest
    @ValueSource(ints = {44_100, 48_000})
    void rangeCase4GateLeavesOutTheQuietest(int rate) {
        Sound sound =
                stereo(rate).tone(20, -50).tone(20, -35).tone(20, -20).tone(20, -35).tone(20, -50);
        assertThat(range(sound)).isCloseTo(15, within(RANGE_LU));
    }

    @Test
    void monoCountsOnce() {
        Sound sound = new Sound(48_000, Sound.MONO).tone(5, -20);
        assertThat(integrated(sound)).isCloseTo(-23, within(LU));
    }

    @Test
    void sixteenChannelsAddUp() {
        Sound sound = new Sound(48_000, Collections.nCopies(16, ChannelRole.OTHER)).tone(5, -35);
        double expected = -35 - 3.01 + 10 * Math.log10(16);
        assertThat(integrated(sound)).isCloseTo(expected, within(LU));
    }

    @Test
    void backPairOfFiveOneIsItsSurroundPairButNotInSevenOne() {
        List<ChannelRole> fiveOne = List.of(ChannelRole.BACK_LEFT, ChannelRole.BACK_RIGHT);
        List<ChannelRole> sevenOne =
                List.of(
                        ChannelRole.SURROUND_LEFT,
                        ChannelRole.SURROUND_RIGHT,
                        ChannelRole.BACK_LEFT);
        assertThat(ChannelWeights.of(ChannelRole.BACK_LEFT, fiveOne)).isEqualTo(1.41);
        assertThat(ChannelWeights.of(ChannelRole.BACK_LEFT, sevenOne)).isEqualTo(1);
    }

    @Test
    void filterAt48KilohertzHasTheCoefficientsOfTheRecommendation() {
        double[] recommended = {
            1.53512485958697,
            -2.69169618940638,
            1.19839281085285,
            -1.69065929318241,
            0.73248077421585,
            -1.99004745483398,
            0.99007225036621
        };
        assertThat(new KFilter(48_000).copyCoefficients())
                .containsExactly(recommended, within(1e-11));
    }

    @Test
    void silenceReadsTheFloorAndNoIntegratedValue() {
        Recording heard = stereo(48_000).silence(5).measuredBy(new LoudnessDetector());
        assertThat(heard.last(MOMENTARY)).isEqualTo(Loudness.FLOOR_LUFS);
        assertThat(heard.of(INTEGRATED)).isEmpty();
        assertThat(heard.of(RANGE)).isEmpty();
    }

    @Test
    void discontinuityBeginsANewIntegration() {
        LoudnessDetector detector = new LoudnessDetector();
        stereo(48_000).tone(10, -10).measuredBy(detector);
        detector.onDiscontinuity();
        Recording heard = stereo(48_000).tone(5, -23).measuredBy(detector);
        assertThat(heard.max(MOMENTARY)).isCloseTo(-23, within(LU));
        assertThat(heard.last(INTEGRATED)).isCloseTo(-23, within(LU));
        assertThat(heard.of(MOMENTARY).get(0).atMicros()).isEqualTo(400_000);
    }

    @Test
    void changeOfFormatRestartsWindowsAndKeepsTheIntegration() {
        LoudnessDetector detector = new LoudnessDetector();
        stereo(48_000).tone(10, -20).measuredBy(detector);
        Recording heard = new Recording();
        Sound after = new Sound(44_100, Sound.FIVE_ZERO).tone(2, -26, -26, -120, -120, -120);
        after.feed(detector, heard, 0, after.sampleCount(), () -> 1_024, 10_000_000);
        assertThat(heard.of(MOMENTARY).get(0).atMicros()).isEqualTo(10_400_000);
        assertThat(heard.max(MOMENTARY)).isCloseTo(-26, within(LU));
        assertThat(heard.last(INTEGRATED)).isBetween(-20.7, -20.1);
    }

    @Test
    void shortHoleIsBridgedAndALongOneEmptiesTheWindows() {
        Sound sound = stereo(48_000).tone(8, -23);
        LoudnessDetector detector = new LoudnessDetector();
        Recording heard = new Recording();
        sound.feed(detector, heard, 0, 192_000, () -> 1_024); // 4 s
        sound.feed(detector, heard, 192_000, 240_000, () -> 1_024, 50_000);
        assertThat(heard.of(SHORT_TERM)).hasSize(21).last().satisfies(this::isMinus23);
        sound.feed(detector, heard, 240_000, 384_000, () -> 1_024, 2_000_000);
        assertThat(heard.of(SHORT_TERM)).hasSize(22).last().satisfies(this::isMinus23);
        assertThat(heard.of(SHORT_TERM).get(21).atMicros()).isEqualTo(10_000_000);
    }

    private void isMinus23(Recording.Entry entry) {
        assertThat(entry.value()).isCloseTo(-23, within(LU));
    }

    private static double maxBetween(List<Recording.Entry> entries, long from, long to) {
        return entries.stream()
                .filter(entry -> entry.atMicros() > from && entry.atMicros() <= to)
                .mapToDouble(Recording.Entry::value)
                .max()
                .orElseThrow();
    }

    private static Sound stereo(int rate) {
        return new Sound(rate, Sound.STEREO);
    }

    private static double integrated(Sound sound) {
        return sound.measuredBy(new LoudnessDetector()).last(INTEGRATED);
    }

    private static double range(Sound sound) {
        return sound.measuredBy(new LoudnessDetector()).last(RANGE);
    }
}
