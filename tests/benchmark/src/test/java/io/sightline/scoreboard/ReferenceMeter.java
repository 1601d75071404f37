package io.sightline.scoreboard;

import java.util.Arrays;
import java.util.List;

/**
 * How a filter of FFmpeg tells a defect: by events of its own, or by a value for each picture or
 * block of sound that lies beyond a limit for some time.
 *
 * @param defect id
 * @param name of the filter
 * @param filter its options; {@code %s} is replaced by the limit where it has one of its own
 * @param start metadata that tells where it begins, or the value
 * @param end metadata that tells where it ends; empty where there is a value
 * @param limits FFmpeg's default first where it has one
 * @param hasDefault whether the first limit is FFmpeg's own
 * @param seconds for how long a value must be beyond the limit
 */
record ReferenceMeter(
        String defect,
        String name,
        String filter,
        String start,
        String end,
        List<Double> limits,
        boolean hasDefault,
        double seconds) {

    /** Of pictures. */
    static final List<ReferenceMeter> PICTURES =
            List.of(
                    new ReferenceMeter(
                            "video.black",
                            "blackdetect",
                            "blackdetect=d=2:pic_th=%s",
                            "lavfi.black_start",
                            "lavfi.black_end",
                            List.of(0.98, 0.9, 0.95, 0.995),
                            true,
                            0),
                    new ReferenceMeter(
                            "video.freeze",
                            "freezedetect",
                            "freezedetect=d=5:n=%sdB",
                            "lavfi.freezedetect.freeze_start",
                            "lavfi.freezedetect.freeze_end",
                            List.of(-60.0, -50.0, -45.0, -40.0),
                            true,
                            0),
                    value(
                            "video.block_corruption",
                            "blockdetect",
                            "blockdetect",
                            "lavfi.block",
                            0.3,
                            1,
                            1.5,
                            2,
                            3,
                            4,
                            6,
                            8,
                            12),
                    value(
                            "video.blur",
                            "blurdetect",
                            "blurdetect",
                            "lavfi.blur",
                            3,
                            4,
                            5,
                            6,
                            7,
                            8,
                            10,
                            12,
                            15,
                            20),
                    value(
                            "video.noise",
                            "bitplanenoise",
                            "bitplanenoise=bitplane=3",
                            "lavfi.bitplanenoise.0.3",
                            3,
                            0.1,
                            0.2,
                            0.3,
                            0.4,
                            0.5,
                            0.6,
                            0.7,
                            0.8,
                            0.9),
                    value(
                            "video.flashing",
                            "photosensitivity",
                            "photosensitivity=bypass=1",
                            "lavfi.photosensitivity.badness",
                            0,
                            1,
                            0.5,
                            0.8,
                            1.5,
                            2,
                            3));

    /** Of sound. */
    static final List<ReferenceMeter> SOUND =
            List.of(
                    new ReferenceMeter(
                            "audio.silence",
                            "silencedetect",
                            "silencedetect=d=4:n=%sdB",
                            "lavfi.silence_start",
                            "lavfi.silence_end",
                            List.of(-60.0, -70.0, -50.0, -40.0),
                            true,
                            0),
                    value(
                            "audio.phase",
                            "aphasemeter",
                            "aphasemeter=video=0",
                            "lavfi.aphasemeter.phase",
                            2,
                            // Below: the value is negated.
                            0.9,
                            0.8,
                            0.6,
                            0.4,
                            0.2),
                    value(
                            "audio.dc_offset",
                            "astats",
                            "astats=metadata=1:reset=50:measure_perchannel=none:measure_overall=DC_offset+Flat_factor+Noise_floor",
                            "lavfi.astats.Overall.DC_offset",
                            3,
                            0.005,
                            0.01,
                            0.02,
                            0.04,
                            0.08),
                    value(
                            "audio.clipping",
                            "astats, flat factor",
                            "",
                            "lavfi.astats.Overall.Flat_factor",
                            1,
                            0.1,
                            0.5,
                            1,
                            2,
                            5,
                            10,
                            20),
                    value(
                            "audio.hiss",
                            "astats, noise floor",
                            "",
                            "lavfi.astats.Overall.Noise_floor",
                            4,
                            -60,
                            -55,
                            -50,
                            -45,
                            -40,
                            -35));

    private static ReferenceMeter value(
            String defect,
            String name,
            String filter,
            String key,
            double seconds,
            double... limits) {
        return new ReferenceMeter(
                defect,
                name,
                filter,
                key,
                "",
                Arrays.stream(limits).boxed().toList(),
                key.endsWith("badness"),
                seconds);
    }

    boolean hasEvents() {
        return !end.isEmpty();
    }

    /** What is compared with a limit: more is worse. */
    double worse(double value) {
        return switch (defect) {
            case "audio.phase" -> -value;
            case "audio.dc_offset" -> Math.abs(value);
            default -> value;
        };
    }
}
