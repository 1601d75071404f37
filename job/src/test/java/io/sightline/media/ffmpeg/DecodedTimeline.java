package io.sightline.media.ffmpeg;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.VideoFrame;
import io.sightline.media.MediaException;
import io.sightline.media.Packet;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** A file decoded to a few numbers for each frame and stretch of silence, for tests. 8 bit only. */
public final class DecodedTimeline implements WholeInput.Visitor {

    /** One picture: its brightest sample and its mean difference to the one before. */
    public record FrameNumbers(
            long timeMicros, int maxLuma, double differenceToLast, boolean isDamaged) {}

    /** Samples that are all nearly zero. */
    public record Silence(long fromMicros, long toMicros) {}

    private static final float SILENT = 0.001f;

    private final List<FrameNumbers> frames = new ArrayList<>();
    private final List<Long> refusedMicros = new ArrayList<>();
    private Silence longestSilence = new Silence(0, 0);
    private long silentSinceMicros = Long.MAX_VALUE;
    private long audioEndMicros;
    private byte[] last = new byte[0];

    private DecodedTimeline() {}

    /** Decodes a whole file. */
    public static DecodedTimeline of(Path file) throws MediaException {
        DecodedTimeline timeline = new DecodedTimeline();
        WholeInput.decode(file, timeline);
        return timeline;
    }

    public int frameCount() {
        return frames.size();
    }

    public long firstFrameMicros() {
        return frames.get(0).timeMicros();
    }

    public long audioEndMicros() {
        return audioEndMicros;
    }

    public Silence longestSilence() {
        return longestSilence;
    }

    /** Presentation times of the frames that match. */
    public List<Long> framesWhere(Predicate<FrameNumbers> predicate) {
        return frames.stream().filter(predicate).map(FrameNumbers::timeMicros).toList();
    }

    /** Presentation times of damaged frames and refused packets. */
    public List<Long> troubledMicros() {
        List<Long> all = new ArrayList<>(framesWhere(FrameNumbers::isDamaged));
        all.addAll(refusedMicros);
        return all;
    }

    @Override
    public void onRefused(Packet packet) {
        refusedMicros.add(packet.presentationTimeMicros());
    }

    @Override
    public void onFrame(VideoFrame frame) {
        byte[] pixels = pixels(frame);
        int max = 0;
        long difference = 0;
        boolean hasLast = last.length == pixels.length;
        for (int i = 0; i < pixels.length; i++) {
            int pixel = Byte.toUnsignedInt(pixels[i]);
            max = Math.max(max, pixel);
            difference += hasLast ? Math.abs(pixel - Byte.toUnsignedInt(last[i])) : 255;
        }
        last = pixels;
        frames.add(
                new FrameNumbers(
                        frame.presentationTimeMicros(),
                        max,
                        (double) difference / pixels.length,
                        frame.damage().isDamaged()));
    }

    /** The luma rows without their padding. */
    static byte[] pixels(VideoFrame frame) {
        int rowBytes = frame.width() * frame.lumaFormat().bytesPerSample();
        byte[] pixels = new byte[rowBytes * frame.height()];
        ByteBuffer luma = frame.luma();
        for (int y = 0; y < frame.height(); y++) {
            luma.get(y * frame.lumaStrideBytes(), pixels, y * rowBytes, rowBytes);
        }
        return pixels;
    }

    @Override
    public void onBlock(AudioBlock block) {
        float[] peaks = new float[block.sampleCount()];
        for (int channel = 0; channel < block.channels().size(); channel++) {
            float[] samples = Arrays.copyOf(block.samples(channel), block.sampleCount());
            for (int i = 0; i < samples.length; i++) {
                peaks[i] = Math.max(peaks[i], Math.abs(samples[i]));
            }
        }
        for (int i = 0; i < peaks.length; i++) {
            long timeMicros =
                    block.presentationTimeMicros() + i * 1_000_000L / block.sampleRateHz();
            if (peaks[i] >= SILENT) {
                silentSinceMicros = Long.MAX_VALUE;
            } else {
                silentSinceMicros = Math.min(silentSinceMicros, timeMicros);
                long longestMicros = longestSilence.toMicros() - longestSilence.fromMicros();
                if (timeMicros - silentSinceMicros > longestMicros) {
                    longestSilence = new Silence(silentSinceMicros, timeMicros);
                }
            }
        }
        audioEndMicros = block.presentationTimeMicros() + block.durationMicros();
    }
}
