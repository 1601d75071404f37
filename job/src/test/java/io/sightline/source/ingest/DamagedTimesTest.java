package io.sightline.source.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.model.TimeBase;
import io.sightline.source.split.TimelineState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One timestamp that cannot be right is counted, and moves nothing but its own packet. */
class DamagedTimesTest {

    private static final long SECOND = 90_000;
    private static final long STEP = RecordedTimeline.PICTURE_TICKS;
    private static final long START = 400 * SECOND;

    private final RecordedTimeline played = new RecordedTimeline();

    /** All times but the damaged one, which is none, are those of an undamaged stream. */
    private void requireEven(List<Long> times, int damagedAt) {
        for (int i = 0; i < times.size(); i++) {
            assertThat(times.get(i)).isEqualTo(i == damagedAt ? TimeBase.NO_TIME : i * 40_000L);
        }
    }

    private void requireCounted(int errors) {
        assertThat(played.timeline().timestamps().takeErrors()).isEqualTo(errors);
    }

    /** Early and late, by seconds, hours and nearly half of the range of 33 bits. */
    @ParameterizedTest
    @ValueSource(longs = {-11, -300, -40_000, 11, 3_600, 47_000})
    void doNotBeginAnEpoch(long secondsOff) throws CancelledException {
        played.picture(START + secondsOff * SECOND);
        played.sound(START);
        played.picture(START + STEP);
        played.sound(START + STEP);
        played.play(START + 2 * STEP, 30);
        played.timeline().flush();

        assertThat(played.out).startsWith("anchor 0 0", "0@none", "1@0").hasSize(65);
        requireEven(played.video, 0);
        requireEven(played.sound, -1);
        requireCounted(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {-300, 3_600})
    void doNotBeginAnEpochOfSoundAlone(long secondsOff) throws CancelledException {
        played.timeline().setTracks(List.of(RecordedTimeline.SOUND));
        played.sound(START + secondsOff * SECOND);
        for (int i = 1; i < 20; i++) {
            played.sound(START + i * STEP);
        }
        played.timeline().flush();

        assertThat(played.sound.get(0)).isEqualTo(TimeBase.NO_TIME);
        assertThat(played.sound.subList(1, 4)).containsExactly(0L, 40_000L, 80_000L);
        assertThat(played.breaks()).isZero();
        requireCounted(1);
    }

    @Test
    void doNotBeginAnEpochAfterADeclaredBreak() throws CancelledException {
        played.play(START, 50);
        played.timeline().declareBreak("announced");
        played.picture(7 * SECOND - 60 * SECOND);
        played.play(7 * SECOND, 50);
        played.timeline().flush();

        assertThat(played.out).contains("anchor 2000000 2000000");
        assertThat(played.sound.subList(50, 53))
                .containsExactly(2_000_000L, 2_040_000L, 2_080_000L);
        assertThat(played.video.subList(50, 53))
                .containsExactly(TimeBase.NO_TIME, 2_000_000L, 2_040_000L);
        requireCounted(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {-300, -47_000, -5, 11, 3_600, 47_000})
    void doNotBreakAnEpoch(long secondsOff) throws CancelledException {
        played.play(START, 100);
        played.sound(START + 100 * STEP + secondsOff * SECOND);
        played.picture(START + 100 * STEP);
        played.play(START + 101 * STEP, 100);
        played.timeline().flush();

        assertThat(played.breaks()).isZero();
        requireEven(played.video, -1);
        requireEven(played.sound, 100);
        requireCounted(1);
    }

    /** The frames of one PES packet share one timestamp. */
    @Test
    void mayComeInARow() throws CancelledException {
        played.play(START, 50);
        for (int i = 50; i < 60; i++) {
            played.picture(START + i * STEP);
            played.sound(START + i * STEP + 7_000 * SECOND);
        }
        played.play(START + 60 * STEP, 50);
        played.timeline().flush();

        assertThat(played.breaks()).isZero();
        requireEven(played.video, -1);
        assertThat(played.sound.subList(50, 60)).containsOnly(TimeBase.NO_TIME);
        assertThat(played.sound.get(60)).isEqualTo(60 * 40_000);
        requireCounted(10);
    }

    /** Without care the second would seem nearer to the next turn of the counter. */
    @Test
    void doNotTurnTheCounter() throws CancelledException {
        played.play(START, 50);
        played.sound(START + 38_000 * SECOND);
        played.picture(START + 50 * STEP);
        played.sound(START + 76_000 * SECOND);
        played.play(START + 51 * STEP, 50);
        played.timeline().flush();

        assertThat(played.breaks()).isZero();
        requireEven(played.video, -1);
        requireCounted(2);
    }

    @Test
    void areToldFromTheOtherTimeOfTheSamePacket() throws CancelledException {
        played.play(START, 50);
        long at = START + 50 * STEP;
        played.picture(at - 30 * SECOND, at);
        played.sound(at);
        played.picture(at + STEP, at + STEP + 2 * SECOND);
        played.sound(at + STEP);
        played.play(at + 2 * STEP, 20);
        played.timeline().flush();

        assertThat(played.breaks()).isZero();
        requireEven(played.video, 50);
        requireEven(played.sound, -1);
        requireCounted(2);
    }

    @Test
    void areToldFromTheOtherTimeAlsoAtTheBegin() throws CancelledException {
        played.picture(START - 3 * SECOND, START);
        played.sound(START);
        played.play(START + STEP, 30);
        played.timeline().flush();

        requireEven(played.video, 0);
        requireEven(played.sound, -1);
        requireCounted(1);
    }

    /** A segment may end with one: the next goes on as if it had not been. */
    @Test
    void doNotOutliveTheirSegment() throws CancelledException {
        played.play(START, 50);
        played.sound(START + 9_000 * SECOND);
        played.timeline().flush();
        TimelineState state = played.timeline().state();
        requireCounted(1);
        played.restart(state);
        played.picture(START + 50 * STEP);
        played.play(START + 51 * STEP, 30);
        played.timeline().flush();

        assertThat(played.breaks()).isZero();
        requireEven(played.video, -1);
        requireEven(played.sound, 50);
        requireCounted(0);
    }

    /** Where each segment is one picture, nothing else says that the counter was set anew. */
    @Test
    void areNotSeenInASegmentOfOnePicture() throws CancelledException {
        for (int i = 0; i < 6; i++) {
            played.picture((i < 3 ? START : 5 * SECOND) + i * 25L * STEP);
            played.timeline().flush();
            played.restart(played.timeline().state());
        }
        assertThat(played.breaks()).isEqualTo(1);
        assertThat(played.video)
                .containsExactly(0L, 1_000_000L, 2_000_000L, 2_040_000L, 3_040_000L, 4_040_000L);
    }

    @Test
    void areNeverSeenInContainersThatAreTakenAtTheirWord() throws CancelledException {
        TimeBase milliseconds = new TimeBase(1, 1_000);
        Timeline.TrackTime slides = new Timeline.TrackTime(0, true, milliseconds);
        played.timeline().setTracks(List.of(slides));
        played.timeline().accept(new FakePacket(0, 0, 0, 40, true, 9), slides);
        for (int i = 0; i < 10; i++) {
            long at = 60_000 + i * 40L;
            played.timeline().accept(new FakePacket(0, at, at, 40, false, 9), slides);
        }
        played.timeline().flush();

        assertThat(played.breaks()).isZero();
        assertThat(played.video).startsWith(0L, 60_000_000L, 60_040_000L);
    }

    /** A loop of the sender that is a second back is an epoch, however soon it reaches its end. */
    @Test
    void areNotSeenInShortSteps() throws CancelledException {
        played.play(START, 100);
        played.play(START + 75 * STEP, 100);
        played.timeline().flush();

        assertThat(played.breaks()).isEqualTo(1);
        requireEven(played.video, -1);
        requireEven(played.sound, -1);
    }

    @Test
    void leaveWhatStartsLateOrEarlyWhereItIs() throws CancelledException {
        for (int i = 0; i < 30; i++) {
            played.sound(START + i * STEP);
            played.picture(START + 3 * SECOND + i * STEP);
        }
        played.timeline().flush();
        assertThat(played.sound.get(0)).isZero();
        assertThat(played.video.get(0)).isEqualTo(3_000_000);
        requireCounted(0);
    }

    @Test
    void leaveSoundWhereItIsThatIsMinutesAway() throws CancelledException {
        for (int i = 0; i < 30; i++) {
            played.picture(START + i * STEP);
            played.sound(START + 300 * SECOND + i * STEP);
        }
        played.timeline().flush();
        assertThat(played.video.get(29)).isEqualTo(29 * 40_000L);
        assertThat(played.sound.get(29)).isEqualTo(300_000_000L + 29 * 40_000L);
        assertThat(played.breaks()).isZero();
    }
}
