package io.sightline.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.sightline.demo.media.Packaging;
import io.sightline.demo.media.SyntheticMedia;
import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.VideoFrame;
import io.sightline.media.AudioDecoder;
import io.sightline.media.Demuxer;
import io.sightline.media.Packet;
import io.sightline.media.VideoDecoder;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Garbage of the steady state, from packet to frame. */
final class DecodingCostTest {

    private static final int WARM_UP_PACKETS = 200;

    @TempDir private Path folder;

    @Test
    void allocatesLittleForEachPicture() throws Exception {
        assertThat(bytesForEach(SyntheticMedia.Content.VIDEO_ONLY)).isBetween(1.0, 700.0);
    }

    @Test
    void allocatesLittleForEachBlockOfSound() throws Exception {
        assertThat(bytesForEach(SyntheticMedia.Content.AUDIO_ONLY)).isBetween(1.0, 800.0);
    }

    /** Java bytes allocated for one packet and what it decodes to. */
    private double bytesForEach(SyntheticMedia.Content content) throws Exception {
        Path file = folder.resolve("clip.mp4");
        SyntheticMedia.lasting(Duration.ofSeconds(30))
                .withSize(160, 90, 25)
                .withContent(content)
                .write(file, Packaging.MP4);
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        FfmpegMedia media = new FfmpegMedia();
        boolean isVideo = content == SyntheticMedia.Content.VIDEO_ONLY;
        try (Demuxer demuxer =
                        media.openDemuxer(
                                WholeInput.location(file),
                                WholeInput.allowing(Duration.ofSeconds(30)));
                VideoDecoder video =
                        isVideo ? media.openVideoDecoder(demuxer.tracks().get(0)) : null;
                AudioDecoder audio =
                        isVideo ? null : media.openAudioDecoder(demuxer.tracks().get(0))) {
            long before = 0;
            int packets = 0;
            int decoded = 0;
            for (Packet packet = demuxer.read(); packet != null; packet = demuxer.read()) {
                packet.stamp(packets * 40_000L, packets * 40_000L, 40_000);
                if (video != null) {
                    video.send(packet);
                    for (VideoFrame f = video.receive(); f != null; f = video.receive()) {
                        decoded += f.luma().capacity() > 0 ? 1 : 0;
                    }
                } else {
                    audio.send(packet);
                    for (AudioBlock b = audio.receive(); b != null; b = audio.receive()) {
                        decoded += b.samples(0).length > 0 ? 1 : 0;
                    }
                }
                packet.close();
                if (++packets == WARM_UP_PACKETS) {
                    before = thread.getCurrentThreadAllocatedBytes();
                }
            }
            long after = thread.getCurrentThreadAllocatedBytes();
            assertThat(decoded).isGreaterThanOrEqualTo(packets - 2);
            double each = (double) (after - before) / (packets - WARM_UP_PACKETS);
            System.out.printf("%s: %.0f bytes of garbage for each%n", content, each);
            return each;
        }
    }
}
