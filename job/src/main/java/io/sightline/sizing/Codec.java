package io.sightline.sizing;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * How pictures are coded, and what a decoder of them takes: memory by the benchmark {@code
 * DecoderMemory}, CPU time by {@code DetectorCost} for H.264 and HEVC, assumed for the others.
 */
public enum Codec {
    H264(
            "H.264",
            1.0,
            new Measured(360, 9.7, 1.7),
            new Measured(720, 20.1, 2.7),
            new Measured(1080, 22.8, 4.4),
            new Measured(2160, 102.8, 14.0)),
    HEVC(
            "HEVC",
            1.15,
            new Measured(360, 4.0, 3.5),
            new Measured(720, 12.9, 11.1),
            new Measured(1080, 27.8, 23.6),
            new Measured(2160, 109.4, 91.8)),
    HEVC10("HEVC, 10 bits", 1.5, new Measured(2160, 181.3, 151.2)),
    MPEG2("MPEG-2", 1.0, new Measured(1080, 9.2, 3.2)),
    VP9("VP9", 1.15, new Measured(1080, 16.1, 6.5)),
    AV1("AV1", 1.5, new Measured(1080, 95.7, 43.8));

    /** Tables and buffers that do not depend on the size of pictures. */
    private static final Measured NO_PICTURE = new Measured(0, 1, 1);

    private final String title;
    private final double cpuTimesH264;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<Measured> measured; // by height, rising

    Codec(String title, double cpuTimesH264, Measured... measured) {
        this.title = title;
        this.cpuTimesH264 = cpuTimesH264;
        this.measured = List.of(measured);
    }

    /**
     * One row of the benchmark.
     *
     * @param full MiB outside the heap of a decoder that decodes everything
     * @param keyFrames MiB of one that only ever decodes key frames
     */
    record Measured(int height, double full, double keyFrames) {
        double pixels() {
            return (double) height * height; // times 16 by 9
        }
    }

    /** As the command line calls it: {@code h264}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As people and the benchmark call it. */
    String title() {
        return title;
    }

    List<Measured> measured() {
        return measured;
    }

    double cpuTimesH264() {
        return cpuTimesH264;
    }

    /** MiB of a decoder that has decoded everything for a while: its pools do not shrink. */
    double fullMebibytes(PictureSize size) {
        return mebibytes(size, Measured::full);
    }

    /** MiB of a decoder that only ever decodes key frames. */
    double keyFrameMebibytes(PictureSize size) {
        return mebibytes(size, Measured::keyFrames);
    }

    /** Between two sizes that were measured on a straight line, by pixels; beyond in proportion. */
    private double mebibytes(PictureSize size, ToDoubleFunction<Measured> of) {
        double pixels = (double) size.height() * size.height();
        Measured below = NO_PICTURE;
        for (Measured above : measured) {
            if (pixels <= above.pixels()) {
                double way = (pixels - below.pixels()) / (above.pixels() - below.pixels());
                return of.applyAsDouble(below)
                        + way * (of.applyAsDouble(above) - of.applyAsDouble(below));
            }
            below = above;
        }
        return of.applyAsDouble(below) * pixels / below.pixels();
    }
}
