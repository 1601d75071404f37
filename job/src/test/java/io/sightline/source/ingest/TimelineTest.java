package io.sightline.source.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.model.TimeBase;
import io.sightline.source.split.TimelineState;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private static final long PICTURE_TICKS = RecordedTimeline.PICTURE_TICKS;
    private static final Timeline.TrackTime VIDEO = RecordedTimeline.VIDEO;
    private static final Timeline.TrackTime SOUND = RecordedTimeline.SOUND;

    private final RecordedTimeline played = new RecordedTimeline();
    private final List<String> out = played.out;
    private final List<Long> video = played.video;
    private final List<Long> sound = played.sound;

    private void assertEvenSteps(List<Long> times, int count) {
        assertThat(times).hasSize(count);
        for (int i = 0; i < count; i++) {
            assertThat(times.get(i)).isEqualTo(i * 40_000L);
        }
    }

    @Test
    void beginsAtTheSmallestPtsOfTheFirstPackets() throws CancelledException {
        played.timeline().accept(new FakePacket(0, 20_000, 9_200, 3_600, true, 9), VIDEO);
        played.timeline().accept(new FakePacket(0, 12_800, 12_800, 3_600, false, 9), VIDEO);
        played.timeline().accept(new FakePacket(1, 12_000, 12_000, 1_800, true, 9), SOUND);
        played.timeline().flush();
        assertThat(out).containsExactly("anchor 0 0", "0@88889", "0@8889", "1@0");
    }

    @Test
    void crossesTheWrapOfPtsWithoutABreak() throws CancelledException {
        played.play((1L << 33) - 10 * PICTURE_TICKS, 50);
        assertEvenSteps(video, 50);
        assertThat(out).noneMatch(line -> line.startsWith("break"));
    }

    @Test
    void joinsWhatFollowsAJumpToWhatCameBefore() throws CancelledException {
        played.play(900_000, 50);
        played.play(90_000, 50); // back by nine seconds and more
        played.play(90_000_000, 50); // forward by many minutes
        assertEvenSteps(video, 150);
        assertEvenSteps(sound, 150);
        assertThat(out.stream().filter(line -> line.startsWith("break"))).hasSize(2);
        assertThat(out).contains("anchor 2000000 2000000", "anchor 4000000 4000000");
    }

    /** RTSP aligns its tracks by clock, and may count one of them from below zero. */
    @Test
    void doesNotGoBackWhereALaterEpochBeginsBeforeZero() throws CancelledException {
        played.play(900_000, 50);
        played.timeline().declareBreak("the connection was lost");
        Timeline.TrackTime counted = new Timeline.TrackTime(1, false, new TimeBase(1, 1000));
        played.timeline().accept(new FakePacket(1, -48, -48, 24, true, 9), counted);
        played.picture(0);
        played.timeline().flush();
        assertThat(out.subList(out.size() - 3, out.size()))
                .containsExactly("anchor 2000000 2000000", "1@2000000", "0@2048000");
    }

    @Test
    void keepsTheOldOffsetForPacketsOfTheOldEpoch() throws CancelledException {
        played.play(900_000, 50);
        long end = 900_000 + 50 * PICTURE_TICKS;
        played.picture(90_000);
        played.sound(end); // late
        played.picture(90_000 + PICTURE_TICKS);
        played.sound(end + PICTURE_TICKS); // late
        played.play(90_000 + 2 * PICTURE_TICKS, 20);
        played.timeline().flush();
        int breakAt = out.indexOf("break timestamps jumped by -10.960 s");
        assertThat(breakAt).isPositive();
        assertThat(out.subList(0, breakAt)).endsWith("1@2000000", "1@2040000");
        // Sound lasted longer than pictures: nothing of the new epoch is shown before its end.
        assertThat(out.get(breakAt + 1)).isEqualTo("anchor 2080000 2080000");
        assertThat(video.get(50)).isEqualTo(2_080_000);
    }

    @Test
    void acceptsGapsUpToTenSecondsAsTheyAre() throws CancelledException {
        played.play(0, 25);
        played.play(90_000L * 9, 25);
        assertThat(video.get(25)).isEqualTo(9_000_000);
        assertThat(out).noneMatch(line -> line.startsWith("break"));
    }

    @Test
    void allowsLongerGapsThatAreKnown() throws CancelledException {
        played.play(0, 25);
        played.timeline().allowGap(60_000_000);
        played.play(90_000L * 60, 25);
        assertThat(video.get(25)).isEqualTo(60_000_000);
    }

    @Test
    void goesOnFromItsStateAsIfNothingHappened() throws CancelledException {
        played.play(900_000, 30);
        played.timeline().flush();
        TimelineState middle = played.timeline().state();
        played.play(900_000 + 30 * PICTURE_TICKS, 10);
        played.timeline().declareBreak("announced");
        played.play(7, 20);
        played.timeline().flush();
        List<String> undisturbed = List.copyOf(out.subList(61, out.size()));
        out.clear();
        played.restart(middle);
        played.play(900_000 + 30 * PICTURE_TICKS, 10);
        played.timeline().declareBreak("announced");
        played.play(7, 20);
        played.timeline().flush();
        assertThat(out).isEqualTo(undisturbed).contains("break announced");
    }

    @Test
    void anchorsAtTheProgrammeTime() throws CancelledException {
        played.timeline().setProgramTime(1_700_000_000_000_000L);
        played.play(5_000, 10);
        played.timeline().declareBreak("announced");
        played.timeline().setProgramTime(1_700_000_100_000_000L);
        played.play(1, 10);
        played.timeline().flush();
        assertThat(out).contains("anchor 0 1700000000000000", "anchor 400000 1700000100000000");
    }

    @Test
    void closesWhatItHolds() throws CancelledException {
        FakePacket held = new FakePacket(0, 0, 0, 1, true, 9);
        played.timeline().accept(held, VIDEO);
        assertThat(out).isEmpty();
        played.timeline().close();
        assertThat(held.closed).isTrue();
    }
}
