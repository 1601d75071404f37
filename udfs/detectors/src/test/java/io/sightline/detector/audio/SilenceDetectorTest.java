package io.sightline.detector.audio;

import static io.sightline.detector.audio.SilenceDetector.LEVEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.detector.api.ChannelRole;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SilenceDetectorTest {

    private static final double SILENT_DBFS = -60;
    private static final long EDGE_MICROS = 20_000;

    @ParameterizedTest
    @ValueSource(ints = {8_000, 11_025, 22_050, 44_100, 48_000, 96_000, 192_000})
    void findsBothEdgesOfASilence(int rate) {
        Sound sound = new Sound(rate, Sound.STEREO).tone(1.2345, -20).silence(2.3456).tone(1, -20);
        Recording heard = sound.measuredBy(new SilenceDetector());
        assertThat(startOfSilence(heard, 0)).isCloseTo(1_234_500, within(EDGE_MICROS));
        assertThat(endOfSilence(heard, 1_300_000)).isCloseTo(3_580_100, within(EDGE_MICROS));
    }

    @Test
    void readsThePeakOfATone() {
        Recording heard = new Sound(48_000, Sound.STEREO).tone(1, -20).measuredBy(silence());
        assertThat(heard.of(LEVEL)).hasSize(196); // the last 20 ms wait for what follows
        assertThat(heard.of(LEVEL))
                .allSatisfy(entry -> assertThat(entry.value()).isCloseTo(-20, within(0.1)));
    }

    @Test
    void digitalSilenceReadsTheFloor() {
        Recording heard = new Sound(48_000, Sound.STEREO).silence(1).measuredBy(silence());
        assertThat(heard.max(LEVEL)).isEqualTo(-120);
    }

    @Test
    void soundInOneOfSixteenChannelsIsSound() {
        double[] levels = new double[16];
        Arrays.fill(levels, -200);
        levels[15] = -30;
        Sound sound = new Sound(48_000, Collections.nCopies(16, ChannelRole.OTHER)).tone(1, levels);
        assertThat(sound.measuredBy(silence()).last(LEVEL)).isCloseTo(-30, within(0.1));
    }

    @Test
    void lowHumIsNotTakenForSilenceAtItsZeroCrossings() {
        Sound sound = new Sound(48_000, Sound.MONO).sine(2, 25, 0, -40);
        assertThat(sound.measuredBy(silence()).of(LEVEL))
                .allSatisfy(entry -> assertThat(entry.value()).isGreaterThan(-50));
    }

    @Test
    void lowestAudibleToneIsSound() {
        Sound sound = new Sound(48_000, Sound.MONO).sine(2, 20, 0, -40);
        assertThat(sound.measuredBy(silence()).of(LEVEL))
                .allSatisfy(entry -> assertThat(entry.value()).isBetween(-46.1, -39.9));
    }

    @Test
    void offsetIsSilentAndHidesNoSound() {
        float[] offset = new float[48_000];
        Arrays.fill(offset, 0.1f);
        for (int i = 24_000; i < offset.length; i++) {
            offset[i] += (float) (0.01 * Math.sin(i));
        }
        Recording heard =
                new Sound(48_000, Sound.MONO).samples(offset).measuredBy(new SilenceDetector());
        assertThat(heard.of(LEVEL).get(0).value()).isEqualTo(-120);
        assertThat(endOfSilence(heard, 0)).isEqualTo(500_000);
        assertThat(heard.last(LEVEL)).isCloseTo(-40, within(0.1));
    }

    @Test
    void silenceBeginsWhereSoundEndsThoughAHighPassFilterDecaysSlowly() {
        float[] decay = new float[48_000];
        for (int i = 0; i < decay.length; i++) {
            decay[i] = (float) (0.003 * Math.exp(-2 * Math.PI * 3 * i / 48_000)); // 3 Hz, -50 dB
        }
        Sound sound = new Sound(48_000, Sound.MONO).tone(1, -20).samples(decay);
        assertThat(startOfSilence(sound.measuredBy(silence()), 0))
                .isCloseTo(1_000_000, within(EDGE_MICROS));
    }

    @Test
    void goesOnExactlyWhereItWasSaved() throws IOException {
        Sound sound = new Sound(48_000, Sound.STEREO).tone(0.4321, -20).silence(0.3).tone(0.3, -50);
        Recording undisturbed = sound.measuredBy(silence());
        for (int savedAt : new int[] {100, 1_000, 20_000, 21_111, 40_000}) {
            SilenceDetector first = silence();
            Recording heard = new Recording();
            sound.feed(first, heard, 0, savedAt, () -> 960);
            ByteArrayOutputStream saved = new ByteArrayOutputStream();
            first.save(new DataOutputStream(saved));
            SilenceDetector second = silence();
            second.restore(2, new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
            sound.feed(second, heard, savedAt, sound.sampleCount(), () -> 960);
            assertThat(heard.of(LEVEL)).as("saved at %d", savedAt).isEqualTo(undisturbed.of(LEVEL));
        }
    }

    @Test
    void readsTheStateOfVersion1() throws IOException {
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(saved);
        out.writeInt(48_000); // format
        out.writeShort(1);
        out.writeUTF(Sound.MONO.get(0).name());
        out.writeBoolean(true); // clock: 0.1 s were heard
        out.writeInt(48_000);
        out.writeLong(0);
        out.writeLong(4_800);
        out.writeLong(95_000);
        out.writeFloat(0.5f); // the part under way
        out.writeInt(17);
        out.writeLong(95_000);
        SilenceDetector detector = silence();
        detector.restore(1, new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
        Recording heard = new Recording();
        Sound sound = new Sound(48_000, Sound.MONO).tone(1, -20);
        sound.feed(detector, heard, 4_800, sound.sampleCount(), () -> 1_024);
        assertThat(heard.of(LEVEL).get(0).atMicros()).isEqualTo(100_000);
        assertThat(heard.of(LEVEL).get(0).value()).isCloseTo(-20, within(0.1));
    }

    @Test
    void jumpOfTimestampsMovesTheEdgeAndMixesNothing() {
        Sound sound = new Sound(48_000, Sound.STEREO).tone(1.001, -20).silence(2);
        SilenceDetector detector = silence();
        Recording heard = new Recording();
        sound.feed(detector, heard, 0, 48_048, () -> 1_024);
        sound.feed(detector, heard, 48_048, sound.sampleCount(), () -> 1_024, 7_000_000);
        assertThat(startOfSilence(heard, 0)).isEqualTo(8_001_000);
        assertThat(heard.of(LEVEL).get(200).value()).isEqualTo(-120);
    }

    @Test
    void roundedTimestampsDoNotJump() {
        Sound sound = new Sound(44_100, Sound.MONO).tone(10, -20);
        SilenceDetector detector = silence();
        Recording heard = new Recording();
        for (int at = 0; at < sound.sampleCount(); at += 1_152) {
            int to = Math.min(at + 1_152, sound.sampleCount());
            long exactMicros = at * 1_000_000L / 44_100;
            long offset = exactMicros / 1_000 * 1_000 - exactMicros; // to the millisecond below
            sound.feed(detector, heard, at, to, () -> 1_152, offset);
        }
        assertThat(heard.of(LEVEL)).hasSize(441_000 / 220 - 4);
    }

    @Test
    void wrongNumbersCountAsSilence() {
        float[] wrong = new float[4_800];
        Arrays.fill(wrong, Float.NaN);
        wrong[7] = Float.POSITIVE_INFINITY;
        wrong[4_799] = Float.NEGATIVE_INFINITY;
        Sound sound = new Sound(48_000, Sound.STEREO).samples(wrong);
        assertThat(sound.measuredBy(silence()).max(LEVEL)).isEqualTo(-120);
    }

    @Test
    void startsAnewOnAnEarlierTimelineAfterADiscontinuity() {
        SilenceDetector detector = silence();
        Recording before = new Recording();
        Sound sound = new Sound(48_000, Sound.STEREO).tone(1, -20);
        sound.feed(detector, before, 0, 48_000, () -> 1_024, 140_000_000);
        detector.onDiscontinuity();
        Recording after = new Recording();
        sound.feed(detector, after, 0, 48_000, () -> 1_024, 3_000_000);
        assertThat(after.of(LEVEL).get(0).atMicros()).isEqualTo(3_000_000);
    }

    private static SilenceDetector silence() {
        return new SilenceDetector();
    }

    private static long startOfSilence(Recording heard, long fromMicros) {
        return heard.of(LEVEL).stream()
                .filter(entry -> entry.atMicros() >= fromMicros && entry.value() < SILENT_DBFS)
                .mapToLong(Recording.Entry::atMicros)
                .findFirst()
                .orElseThrow();
    }

    private static long endOfSilence(Recording heard, long fromMicros) {
        return heard.of(LEVEL).stream()
                .filter(entry -> entry.atMicros() >= fromMicros && entry.value() >= SILENT_DBFS)
                .mapToLong(Recording.Entry::atMicros)
                .findFirst()
                .orElseThrow();
    }
}
