package io.sightline.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.flow.DecodeTier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PacketRingTest {

    private static final String KEY_FRAME_EACH_SECOND = "-c:v libopenh264 -g 25 -b:v 300k";
    private static final String ONE_KEY_FRAME = "-c:v libopenh264 -g 1000 -b:v 300k";

    @TempDir private Path folder;

    private final PacketRing ring = new PacketRing(4_000_000);

    @AfterEach
    void clear() {
        ring.clear();
    }

    private void fill(String coding, long mostBytes) throws Exception {
        try (ReadClip clip = ReadClip.made(folder.resolve("clip.mp4"), 8, coding)) {
            KeptTracks tracks = new KeptTracks(clip.tracks());
            clip.takePackets()
                    .forEach(
                            packet ->
                                    ring.add(
                                            new KeptPacket(packet, tracks, DecodeTier.FULL, false),
                                            mostBytes));
            tracks.release();
        }
    }

    private List<KeptPacket> heldFrom(long micros) {
        List<KeptPacket> held = new ArrayList<>();
        ring.showFrom(micros, packet -> held.add(packet.hold()));
        return held;
    }

    private List<Long> timesFrom(long micros) {
        List<KeptPacket> held = heldFrom(micros);
        List<Long> times = held.stream().map(KeptPacket::timeMicros).toList();
        held.forEach(KeptPacket::release);
        return times;
    }

    @Test
    void dropsWholeGroupsOfPicturesThatAreTooOld() throws Exception {
        fill(KEY_FRAME_EACH_SECOND, Long.MAX_VALUE);

        assertThat(ring.newestMicros()).isEqualTo(7_960_000);
        assertThat(ring.oldestMicros()).isEqualTo(3_000_000);
        assertThat(timesFrom(0)).hasSize(125).startsWith(3_000_000L);
    }

    @Test
    void dropsWholeGroupsOfPicturesThatAreTooLarge() throws Exception {
        fill(KEY_FRAME_EACH_SECOND, 90_000);

        assertThat(ring.bytes()).isPositive().isLessThanOrEqualTo(90_000);
        assertThat(ring.oldestMicros() % 1_000_000).isZero();
        assertThat(ring.oldestMicros()).isBetween(4_000_000L, 7_000_000L);
    }

    @Test
    void losesOnePacketAfterTheOtherWhereThereIsNoSecondKeyFrame() throws Exception {
        fill(ONE_KEY_FRAME, 60_000);

        assertThat(ring.bytes()).isBetween(40_000L, 60_000L);
        assertThat(ring.newestMicros()).isEqualTo(7_960_000);
    }

    @Test
    void beginsWithTheLastKeyFrameThatIsEarlyEnough() throws Exception {
        fill(KEY_FRAME_EACH_SECOND, Long.MAX_VALUE);

        assertThat(timesFrom(5_000_000)).startsWith(5_000_000L);
        assertThat(timesFrom(5_999_999)).startsWith(5_000_000L);
        assertThat(timesFrom(60_000_000)).startsWith(7_000_000L).hasSize(25);
    }

    @Test
    void whatIsHeldOutlivesTheRing() throws Exception {
        fill(KEY_FRAME_EACH_SECOND, Long.MAX_VALUE);
        List<KeptPacket> held = heldFrom(7_000_000);

        ring.clear();

        assertThat(held.get(0).packet().sizeBytes()).isPositive();
        held.forEach(KeptPacket::release);
    }
}
