package io.sightline.scoreboard;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A kind of defect to be planted.
 *
 * @param defect id
 * @param strengths just beyond the published threshold, plain to who watches, plain to everyone;
 *     one alone where there is nothing to choose
 * @param parameters as for the injector
 * @param seconds how long it lasts
 * @param rule of the board, in the words of a policy, where the built-in one is off or opens after
 *     minutes, which no clip has; empty: the built-in one
 */
record Trial(
        String defect,
        List<Double> strengths,
        Map<String, String> parameters,
        double seconds,
        String rule) {

    /** Defects of pictures. */
    static final List<Trial> PICTURES =
            List.of(
                    of("video.black", 8, 100),
                    of("video.solid_colour", 8, 100),
                    of("video.blur", 8, 1.2, 1.6, 2.4),
                    of("video.test_pattern", 8, 100).with("pattern", "smpte"),
                    of("video.noise", 8, 9, 12, 20),
                    of("video.freeze", 9, 100),
                    of("video.stutter", 8, 20, 34, 60).with("run", "3"),
                    of("video.block_corruption", 6, 3, 8, 20),
                    of("video.letterbox", 8, 10, 20, 35),
                    of("video.frame_drop", 8, 20, 40, 60).with("run", "3"),
                    of("video.combing", 8, 40, 70, 100),
                    of("video.flashing", 6, 30, 60, 90),
                    of("video.test_pattern", 8, 100).with("pattern", "ebu"),
                    of("video.freeze_partial", 11, 97, 98, 99)
                            .by("video.freeze_partial: {enabled: true}"),
                    of("video.black", 8, 100).with("variant", "logo"),
                    of("video.field_order", 8, 100),
                    of("video.block_corruption", 6, 3, 8, 20).with("codec", "h264"),
                    of("video.blockiness", 9, 16, 24, 31),
                    of("video.banding", 9, 12, 20, 32),
                    of("video.levels", 9, 1.3, 1.6, 2).with("variant", "illegal"),
                    of("video.decode_error", 4, 1, 7, 20));

    /** Defects of sound. */
    static final List<Trial> SOUND =
            List.of(
                    of("audio.silence", 8, 200),
                    of("audio.hum", 9, -40, -34, -26),
                    of("audio.phase", 8, 50, 80, 100),
                    of("audio.clipping", 8, 1, 3, 10),
                    of("audio.dropout", 8, 15, 40, 100),
                    of("audio.hiss", 9, -46, -40, -32),
                    of("audio.channel_dead", 8, 60, 200),
                    of("audio.click", 8, 15, 40, 80),
                    of("audio.missing", 9, 100),
                    of("audio.noise_burst", 8, 30, 60, 90),
                    of("audio.dc_offset", 8, 2, 6, 12),
                    of("audio.clipping", 8, 1, 3, 10).with("attenuation", "6"),
                    of("audio.loudness_jump", 14, -16, -20, -24),
                    of("audio.true_peak", 8, 7.5, 9, 12),
                    of("audio.loudness", 8, 30, 40, 50),
                    of("audio.hum", 9, -40, -34, -26).with("frequency", "60"),
                    of("audio.hiss", 9, -46, -40, -32),
                    of("audio.phase", 8, 50, 80, 100),
                    of("audio.dropout", 8, 15, 40, 100),
                    of("audio.mono", 9, 100).by("audio.mono: {enabled: true, open-after: 4s}"),
                    of("audio.silence", 8, 200));

    /** Defects of what is between both, and of transport streams: three for each clip. */
    static final List<Trial> STREAM =
            List.of(
                    of("video.format_change", 8, 50, 75),
                    of("audio.format_change", 8, 32_000, 44_100),
                    of("av.dead_air", 9, 100),
                    of("caption.missing", 9, 100).by("caption.missing: {level: {above: 4000}}"),
                    of("transport.continuity", 4, 0.5, 1, 5),
                    of("transport.psi", 8, 100),
                    of("transport.pcr", 1, 1, 3, 10),
                    of("transport.sync", 4, 1, 5, 20),
                    // What has fallen behind stays there: the last one.
                    of("av.drift", 9, 8, 12, 20).with("variant", "times"),
                    of("av.sync", 9, 80).with("variant", "flash"),
                    of("av.sync", 9, -60).with("variant", "flash"),
                    of("av.sync", 9, 300).with("variant", "flash"));

    static Trial of(String defect, double seconds, double... strengths) {
        return new Trial(defect, Arrays.stream(strengths).boxed().toList(), Map.of(), seconds, "");
    }

    Trial with(String name, String value) {
        Map<String, String> more = new TreeMap<>(parameters);
        more.put(name, value);
        return new Trial(defect, strengths, Map.copyOf(more), seconds, rule);
    }

    Trial by(String other) {
        return new Trial(defect, strengths, parameters, seconds, other);
    }

    /** Whether it must come last: what it differs from are the thirty seconds before. */
    boolean isLast() {
        return defect.equals("audio.loudness_jump");
    }

    /** Takes turns, so that each strength falls on each kind of content. */
    double strength(int turn) {
        return strengths.get(turn % strengths.size());
    }
}
