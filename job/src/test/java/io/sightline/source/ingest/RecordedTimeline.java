package io.sightline.source.ingest;

import io.sightline.detector.model.TimeBase;
import io.sightline.media.Packet;
import io.sightline.source.split.TimelineState;
import java.util.ArrayList;
import java.util.List;

/** A timeline over one track of pictures and one of sound in MPEG-2 systems, and what it said. */
final class RecordedTimeline implements MediaEvents {

    static final TimeBase MPEG = new TimeBase(1, 90_000);
    static final long PICTURE_TICKS = 3_600; // 25 pictures a second
    static final Timeline.TrackTime VIDEO = new Timeline.TrackTime(0, true, MPEG);
    static final Timeline.TrackTime SOUND = new Timeline.TrackTime(1, false, MPEG);

    final List<String> out = new ArrayList<>();
    final List<Long> video = new ArrayList<>();
    final List<Long> sound = new ArrayList<>();
    private Timeline timeline;

    RecordedTimeline() {
        restart(TimelineState.startingAt(0));
    }

    /** Goes on, with the same record, from a state. */
    void restart(TimelineState state) {
        timeline = new Timeline(state, EventTimeRule.FIXED_EPOCH, this);
        timeline.setTracks(List.of(VIDEO, SOUND));
    }

    Timeline timeline() {
        return timeline;
    }

    /** Pictures and sound interleaved, from {@code startTicks} on. */
    void play(long startTicks, int pictures) throws CancelledException {
        for (int i = 0; i < pictures; i++) {
            picture(startTicks + i * PICTURE_TICKS);
            sound(startTicks + i * PICTURE_TICKS);
        }
    }

    void picture(long ticks) throws CancelledException {
        picture(ticks, ticks);
    }

    void picture(long pts, long dts) throws CancelledException {
        timeline.accept(
                new FakePacket(0, wrapped(pts), wrapped(dts), PICTURE_TICKS, false, 9), VIDEO);
    }

    void sound(long ticks) throws CancelledException {
        timeline.accept(
                new FakePacket(1, wrapped(ticks), wrapped(ticks), PICTURE_TICKS, true, 9), SOUND);
    }

    private static long wrapped(long ticks) {
        return ticks == TimeBase.NO_TIME ? ticks : Math.floorMod(ticks, 1L << 33);
    }

    long breaks() {
        return out.stream().filter(line -> line.startsWith("break")).count();
    }

    @Override
    public void packet(Packet packet, long presentationEndMicros) {
        long at = packet.presentationTimeMicros();
        out.add(packet.trackIndex() + "@" + (at == TimeBase.NO_TIME ? "none" : "" + at));
        (packet.trackIndex() == 0 ? video : sound).add(at);
    }

    @Override
    public void anchored(long presentationMicros, long eventMicros) {
        out.add("anchor " + presentationMicros + " " + eventMicros);
    }

    @Override
    public void discontinuity(String reason) {
        out.add("break " + reason);
    }
}
