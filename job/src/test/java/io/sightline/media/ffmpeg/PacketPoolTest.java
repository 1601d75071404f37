package io.sightline.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class PacketPoolTest {

    private static final int MANY = 1_000;

    @BeforeAll
    static void load() {
        FfmpegLibrary.load();
    }

    @Test
    void givesOutAgainWhatCameBackBlank() {
        try (PacketPool pool = new PacketPool()) {
            AVPacket packet = pool.take();
            assertThat(av_new_packet(packet, 100)).isZero();
            packet.pts(5);

            pool.giveBack(packet);

            AVPacket again = pool.take();
            assertThat(again).isSameAs(packet);
            assertThat(again.size()).isZero();
            assertThat(again.data()).isNull();
            assertThat(again.pts()).isEqualTo(Long.MIN_VALUE);
            pool.giveBack(again);
        }
    }

    @Test
    void freesWhatItKeepsWhenClosedAndWhatComesBackLater() {
        PacketPool pool = new PacketPool();
        AVPacket kept = pool.take();
        AVPacket out = pool.take();
        pool.giveBack(kept);

        pool.close();
        pool.giveBack(out);

        assertThat(kept.isNull()).isTrue();
        assertThat(out.isNull()).isTrue();
    }

    @Test
    void keepsNoMoreThanAFew() {
        try (PacketPool pool = new PacketPool()) {
            List<AVPacket> packets = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                packets.add(pool.take());
            }
            packets.forEach(pool::giveBack);

            assertThat(packets.stream().filter(packet -> !packet.isNull()).count()).isEqualTo(64);
        }
    }
}
