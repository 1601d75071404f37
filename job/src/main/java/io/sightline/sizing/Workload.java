package io.sightline.sizing;

import io.sightline.flow.DecodeMode;
import java.util.List;

/**
 * What is to be watched.
 *
 * @param streams at least 1
 * @param renditions of each stream: the sizes of their pictures
 * @param mode how much of them is decoded
 * @param framesPerSecond of each rendition
 * @param suspiciousShare with {@link DecodeMode#AUTO}: the share of renditions, 0 to 1, that gives
 *     reason to be decoded in full at the same time
 */
public record Workload(
        int streams,
        List<PictureSize> renditions,
        Codec codec,
        DecodeMode mode,
        int framesPerSecond,
        double suspiciousShare) {

    /** By {@code PerformanceBenchmark}: a 1080p H.264 picture, everything that follows included. */
    private static final double PICTURE_CORE_SECONDS = 0.0036;

    /**
     * By {@code TierCost} and {@code ModelCost}: reading and all detectors of sound, half of it the
     * model that listens, for a second of media.
     */
    private static final double SOUND_CORE_SECONDS = 0.014;

    /** Reading alone. */
    private static final double READING_CORE_SECONDS = 0.002;

    /** Key frames are two seconds apart. */
    private static final double KEY_FRAMES_PER_SECOND = 0.5;

    private static final double FULL_HD_MEGABITS = 6;

    public Workload {
        renditions = List.copyOf(renditions);
        if (streams < 1 || renditions.isEmpty() || framesPerSecond < 1) {
            throw new IllegalArgumentException("There is nothing to watch");
        }
        if (!(suspiciousShare >= 0 && suspiciousShare <= 1)) {
            throw new IllegalArgumentException("A share is 0 to 1, not " + suspiciousShare);
        }
    }

    /** Of all streams together. */
    public int allRenditions() {
        return Math.multiplyExact(streams, renditions.size());
    }

    /** Cores that are busy all the time. */
    public double cores() {
        return streams * renditions.stream().mapToDouble(this::coresOf).sum();
    }

    private double coresOf(PictureSize size) {
        double pictures =
                switch (mode) {
                    case NONE -> 0;
                    case KEYFRAMES -> KEY_FRAMES_PER_SECOND;
                    case AUTO ->
                            suspiciousShare * framesPerSecond
                                    + (1 - suspiciousShare) * KEY_FRAMES_PER_SECOND;
                    case REFERENCE, FULL -> framesPerSecond;
                };
        double base = mode == DecodeMode.NONE ? READING_CORE_SECONDS : SOUND_CORE_SECONDS;
        return base + pictures * PICTURE_CORE_SECONDS * codec.cpuTimesH264() * size.timesFullHd();
    }

    /** MiB outside the heap that the decoders of one rendition take, in the mean over the sizes. */
    double decoderMebibytes() {
        return renditions.stream()
                .mapToDouble(
                        size ->
                                switch (mode) {
                                    case NONE -> 0;
                                    case KEYFRAMES -> codec.keyFrameMebibytes(size);
                                    // Each may have been suspicious once.
                                    case AUTO, REFERENCE, FULL -> codec.fullMebibytes(size);
                                })
                .average()
                .orElseThrow();
    }

    /** What arrives, if 1080p is sent with 6 Mbit/s and other sizes by the pixel. */
    public double megabitsPerSecond() {
        return streams
                * renditions.stream()
                        .mapToDouble(size -> FULL_HD_MEGABITS * size.timesFullHd())
                        .sum();
    }
}
