package io.sightline.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.VideoFrame;
import io.sightline.media.MediaException;
import io.sightline.media.Packet;
import io.sightline.media.Track;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Every real clip is decoded to its end or refused, whatever is wrong with it. */
final class RealClipsTest {

    private static final Path MEDIA = Path.of(System.getProperty("sightline.media", "absent"));

    @TestFactory
    @Timeout(600)
    List<DynamicTest> decodesEveryClipOrRefusesIt() throws IOException {
        assumeTrue(Files.isDirectory(MEDIA), "no real clips at " + MEDIA);
        try (Stream<Path> files = Files.walk(MEDIA)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .map(file -> DynamicTest.dynamicTest(name(file), () -> decode(file)))
                    .toList();
        }
    }

    private static String name(Path file) {
        return MEDIA.relativize(file).toString();
    }

    private static void decode(Path file) {
        Tally tally = new Tally();
        long begin = System.nanoTime();
        String outcome = "end";
        try {
            WholeInput.decode(file, tally);
            assertThat(tally.tracks).as("tracks").isNotEmpty();
        } catch (MediaException e) {
            outcome = e.reason() + ": " + e.getMessage();
            assertThat(e.getMessage()).contains(file.getFileName().toString());
        }
        System.out.printf(
                "%s: %s, %d ms, %s%n",
                name(file), tally, Duration.ofNanos(System.nanoTime() - begin).toMillis(), outcome);
    }

    /** Counts, and checks what holds for all media. */
    private static final class Tally implements WholeInput.Visitor {
        private List<Track> tracks = List.of();
        private int packets;
        private int corruptPackets;
        private int refused;
        private int frames;
        private int damaged;
        private int blocks;
        private long sum;
        private long lastFrameMicros = Long.MIN_VALUE;
        private long lastBlockMicros = Long.MIN_VALUE;

        @Override
        public void onTracks(List<Track> list) {
            tracks = list;
        }

        @Override
        public void onPacket(Packet packet) {
            packets++;
            corruptPackets += packet.isCorrupt() ? 1 : 0;
        }

        @Override
        public void onRefused(Packet packet) {
            refused++;
        }

        @Override
        public void onFrame(VideoFrame frame) {
            frames++;
            damaged += frame.damage().isDamaged() ? 1 : 0;
            assertThat(frame.presentationTimeMicros()).isGreaterThan(lastFrameMicros);
            assertThat(frame.durationMicros()).isPositive();
            lastFrameMicros = frame.presentationTimeMicros();
            ByteBuffer luma = frame.luma();
            int rowBytes = frame.width() * frame.lumaFormat().bytesPerSample();
            for (int y = 0; y < frame.height(); y++) {
                sum += luma.get(y * frame.lumaStrideBytes());
                sum += luma.get(y * frame.lumaStrideBytes() + rowBytes - 1);
            }
        }

        @Override
        public void onBlock(AudioBlock block) {
            blocks++;
            assertThat(block.presentationTimeMicros()).isGreaterThan(lastBlockMicros);
            lastBlockMicros = block.presentationTimeMicros();
            for (int channel = 0; channel < block.channels().size(); channel++) {
                assertThat(block.samples(channel)).hasSizeGreaterThanOrEqualTo(block.sampleCount());
            }
        }

        @Override
        public String toString() {
            return "%s packets %d (corrupt %d, refused %d), frames %d (damaged %d), blocks %d, sum %d"
                    .formatted(
                            tracks, packets, corruptPackets, refused, frames, damaged, blocks, sum);
        }
    }
}
