package io.sightline.media.ffmpeg;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.ChannelRole;
import java.util.Arrays;
import java.util.List;

/**
 * One block over the decoder's arrays. A new small object for each block, so that one kept too long
 * can say so.
 *
 * <p>Ownership: borrowed until {@link #expire()}. Thread: the decoder's.
 */
final class FfmpegAudioBlock implements AudioBlock {

    private final long presentationTimeMicros;
    private final int sampleRateHz;
    private final int sampleCount;
    private final List<ChannelRole> channels;
    private final float[][] samples;
    private boolean isExpired;

    FfmpegAudioBlock(
            long presentationTimeMicros,
            int sampleRateHz,
            int sampleCount,
            List<ChannelRole> channels,
            float[][] samples) {
        this.presentationTimeMicros = presentationTimeMicros;
        this.sampleRateHz = sampleRateHz;
        this.sampleCount = sampleCount;
        this.channels = channels;
        this.samples = samples;
    }

    /** Ends the borrow. */
    void expire() {
        isExpired = true;
    }

    /** Overwrites the samples, which must be a private copy. */
    void poison() {
        for (float[] channel : samples) {
            Arrays.fill(channel, Float.NaN);
        }
    }

    @Override
    public long presentationTimeMicros() {
        requireBorrowed();
        return presentationTimeMicros;
    }

    @Override
    public int sampleRateHz() {
        requireBorrowed();
        return sampleRateHz;
    }

    @Override
    public int sampleCount() {
        requireBorrowed();
        return sampleCount;
    }

    @Override
    public List<ChannelRole> channels() {
        requireBorrowed();
        return channels;
    }

    @Override
    public float[] samples(int channel) {
        requireBorrowed();
        return samples[channel];
    }

    private void requireBorrowed() {
        if (isExpired) {
            throw new IllegalStateException(
                    "This block at "
                            + presentationTimeMicros
                            + " us was kept longer than the call that received it");
        }
    }
}
