package io.sightline.source.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.model.TimeBase;
import io.sightline.media.Packet;
import io.sightline.source.split.TimelineState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private static final TimeBase MPEG = new TimeBase(1, 90_000);
    private static final long PICTURE_TICKS = 3_600; // 25 pictures a second
    private static final Timeline.TrackTime VIDEO = new Timeline.TrackTime(0, true, MPEG);
    private static final Timeline.TrackTime SOUND = new Timeline.TrackTime(1, false, MPEG);

    private final List<String> out = new ArrayList<>();
    private final List<Long> video = new ArrayList<>();
    private final List<Long> sound = new ArrayList<>();
    private final MediaEvents events =
            new MediaEvents() {
                @Override
                public void packet(Packet packet, long presentationEndMicros) {
                    out.add(packet.trackIndex() + "@" + packet.presentationTimeMicros());
                    (packet.trackIndex() == 0 ? video : sound).add(packet.presentationTimeMicros());
                }

                @Override
                public void anchored(long presentationMicros, long eventMicros) {
                    out.add("anchor " + presentationMicros + " " + eventMicros);
                }

                @Override
                public void discontinuity(String reason) {
                    out.add("break " + reason);
                }
            };

    private Timeline timeline = started(TimelineState.startingAt(0));

    private Timeline started(TimelineState state) {
        Timeline created = new Timeline(state, EventTimeRule.FIXED_EPOCH, events);
        created.setTracks(List.of(VIDEO, SOUND));
        return created;
    }

    /** Pictures and sound interleaved, from {@code startTicks} on. */
    private void play(long startTicks, int pictures) throws CancelledException {
        for (int i = 0; i < pictures; i++) {
            picture(startTicks + i * PICTURE_TICKS);
            sound(startTicks + i * PICTURE_TICKS);
        }
    }

    private void picture(long ticks) throws CancelledException {
        timeline.accept(
                new FakePacket(0, wrapped(ticks), wrapped(ticks), PICTURE_TICKS, false, 9), VIDEO);
    }

    private void sound(long ticks) throws CancelledException {
        timeline.accept(
                new FakePacket(1, wrapped(ticks), wrapped(ticks), PICTURE_TICKS, true, 9), SOUND);
    }

    private static long wrapped(long ticks) {
        return Math.floorMod(ticks, 1L << 33);
    }

    private void assertEvenSteps(List<Long> times, int count) {
        assertThat(times).hasSize(count);
        for (int i = 0; i < count; i++) {
            assertThat(times.get(i)).isEqualTo(i * 40_000L);
        }
    }

    @Test
    void beginsAtTheSmallestPtsOfTheFirstPackets() throws CancelledException {
        timeline.accept(new FakePacket(0, 20_000, 9_200, 3_600, true, 9), VIDEO);
        timeline.accept(new FakePacket(0, 12_800, 12_800, 3_600, false, 9), VIDEO);
        timeline.accept(new FakePacket(1, 12_000, 12_000, 1_800, true, 9), SOUND);
        timeline.flush();
        assertThat(out).containsExactly("anchor 0 0", "0@88889", "0@8889", "1@0");
    }

    @Test
    void crossesTheWrapOfPtsWithoutABreak() throws CancelledException {
        play((1L << 33) - 10 * PICTURE_TICKS, 50);
        assertEvenSteps(video, 50);
        assertThat(out).noneMatch(line -> line.startsWith("break"));
    }

    @Test
    void joinsWhatFollowsAJumpToWhatCameBefore() throws CancelledException {
        play(900_000, 50);
        play(90_000, 50); // back by nine seconds and more
        play(90_000_000, 50); // forward by many minutes
        assertEvenSteps(video, 150);
        assertEvenSteps(sound, 150);
        assertThat(out.stream().filter(line -> line.startsWith("break"))).hasSize(2);
        assertThat(out).contains("anchor 2000000 2000000", "anchor 4000000 4000000");
    }

    /** RTSP aligns its tracks by clock, and may count one of them from below zero. */
    @Test
    void doesNotGoBackWhereALaterEpochBeginsBeforeZero() throws CancelledException {
        play(900_000, 50);
        timeline.declareBreak("the connection was lost");
        Timeline.TrackTime counted = new Timeline.TrackTime(1, false, new TimeBase(1, 1000));
        timeline.accept(new FakePacket(1, -48, -48, 24, true, 9), counted);
        picture(0);
        timeline.flush();
        assertThat(out.subList(out.size() - 3, out.size()))
                .containsExactly("anchor 2000000 2000000", "1@2000000", "0@2048000");
    }

    @Test
    void keepsTheOldOffsetForPacketsOfTheOldEpoch() throws CancelledException {
        play(900_000, 50);
        long end = 900_000 + 50 * PICTURE_TICKS;
        picture(90_000);
        sound(end); // late
        picture(90_000 + PICTURE_TICKS);
        sound(end + PICTURE_TICKS); // late
        play(90_000 + 2 * PICTURE_TICKS, 20);
        timeline.flush();
        int breakAt = out.indexOf("break timestamps jumped by -10.960 s");
        assertThat(breakAt).isPositive();
        assertThat(out.subList(0, breakAt)).endsWith("1@2000000", "1@2040000");
        // Sound lasted longer than pictures: nothing of the new epoch is shown before its end.
        assertThat(out.get(breakAt + 1)).isEqualTo("anchor 2080000 2080000");
        assertThat(video.get(50)).isEqualTo(2_080_000);
    }

    @Test
    void acceptsGapsUpToTenSecondsAsTheyAre() throws CancelledException {
        play(0, 25);
        play(90_000L * 9, 25);
        assertThat(video.get(25)).isEqualTo(9_000_000);
        assertThat(out).noneMatch(line -> line.startsWith("break"));
    }

    @Test
    void allowsLongerGapsThatAreKnown() throws CancelledException {
        play(0, 25);
        timeline.allowGap(60_000_000);
        play(90_000L * 60, 25);
        assertThat(video.get(25)).isEqualTo(60_000_000);
    }

    @Test
    void goesOnFromItsStateAsIfNothingHappened() throws CancelledException {
        play(900_000, 30);
        timeline.flush();
        TimelineState middle = timeline.state();
        play(900_000 + 30 * PICTURE_TICKS, 10);
        timeline.declareBreak("announced");
        play(7, 20);
        timeline.flush();
        List<String> undisturbed = List.copyOf(out.subList(61, out.size()));
        out.clear();
        timeline = started(middle);
        play(900_000 + 30 * PICTURE_TICKS, 10);
        timeline.declareBreak("announced");
        play(7, 20);
        timeline.flush();
        assertThat(out).isEqualTo(undisturbed).contains("break announced");
    }

    @Test
    void anchorsAtTheProgrammeTime() throws CancelledException {
        timeline.setProgramTime(1_700_000_000_000_000L);
        play(5_000, 10);
        timeline.declareBreak("announced");
        timeline.setProgramTime(1_700_000_100_000_000L);
        play(1, 10);
        timeline.flush();
        assertThat(out).contains("anchor 0 1700000000000000", "anchor 400000 1700000100000000");
    }

    @Test
    void closesWhatItHolds() throws CancelledException {
        FakePacket held = new FakePacket(0, 0, 0, 1, true, 9);
        timeline.accept(held, VIDEO);
        assertThat(out).isEmpty();
        timeline.close();
        assertThat(held.closed).isTrue();
    }
}
