package io.sightline.detector.api;

import java.util.List;

/**
 * One decoded block of sound, as planar floats: 1.0 is full scale, values beyond it are possible.
 *
 * <p>Ownership: borrowed until the call that received it returns, the arrays included.
 */
public interface AudioBlock {

    /** When its first sample is heard: microseconds on the rendition's own timeline. */
    long presentationTimeMicros();

    int sampleRateHz();

    /** Samples in each channel. */
    int sampleCount();

    /** One role for each channel, in order; a list that stays the same object while unchanged. */
    List<ChannelRole> channels();

    /** The samples of one channel: valid from index 0 to {@link #sampleCount()}. */
    float[] samples(int channel);

    /** The length in microseconds, rounded down. */
    default long durationMicros() {
        return sampleCount() * 1_000_000L / sampleRateHz();
    }
}
