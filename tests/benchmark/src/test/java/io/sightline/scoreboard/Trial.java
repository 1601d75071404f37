package io.sightline.scoreboard;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A kind of defect to be planted.
 *
 * @param defect id
 * @param strengths weak, usual and strong; one alone where there is nothing to choose
 * @param parameters as for the injector
 * @param seconds how long it lasts
 */
record Trial(
        String defect, List<Double> strengths, Map<String, String> parameters, double seconds) {

    /** Defects of pictures. */
    static final List<Trial> PICTURES =
            List.of(
                    of("video.black", 8, 100),
                    of("video.solid_colour", 8, 100),
                    of("video.blur", 8, 0.6, 1, 2),
                    of("video.test_pattern", 8, 100).with("pattern", "smpte"),
                    of("video.noise", 8, 6, 12, 25),
                    of("video.freeze", 9, 100),
                    of("video.stutter", 8, 20, 50, 75).with("run", "3"),
                    of("video.block_corruption", 6, 2, 6, 20),
                    of("video.letterbox", 8, 10, 20, 35),
                    of("video.frame_drop", 8, 20, 40, 60).with("run", "3"),
                    of("video.combing", 8, 40, 70, 100),
                    of("video.flashing", 6, 30, 60, 90),
                    of("video.test_pattern", 8, 100).with("pattern", "ebu"),
                    of("video.freeze_partial", 9, 90, 98),
                    of("video.black", 8, 100).with("variant", "logo"),
                    of("video.field_order", 8, 100),
                    of("video.block_corruption", 6, 2, 6, 20).with("codec", "h264"),
                    of("video.blockiness", 9, 20, 31),
                    of("video.banding", 9, 16, 32),
                    of("video.levels", 9, 1.3, 2, 3),
                    of("video.decode_error", 4, 1, 7, 20));

    /** Defects of sound. */
    static final List<Trial> SOUND =
            List.of(
                    of("audio.silence", 8, 200),
                    of("audio.hum", 8, -50, -40, -30),
                    of("audio.phase", 8, 50, 80, 100),
                    of("audio.clipping", 8, 1, 3, 10),
                    of("audio.dropout", 8, 20, 40, 100),
                    of("audio.hiss", 9, -50, -42, -34),
                    of("audio.channel_dead", 8, 60, 200),
                    of("audio.click", 8, 20, 40, 80),
                    of("audio.missing", 9, 100),
                    of("audio.noise_burst", 8, 30, 60, 90),
                    of("audio.dc_offset", 8, 3, 6, 12),
                    of("audio.clipping", 8, 1, 3, 10).with("attenuation", "6"),
                    of("audio.loudness_jump", 8, -12, -18, -24),
                    of("audio.true_peak", 8, 7.5, 9, 12),
                    of("audio.loudness", 8, 30, 40, 50),
                    of("audio.hum", 8, -50, -40, -30).with("frequency", "60"),
                    of("audio.hiss", 9, -50, -42, -34),
                    of("audio.phase", 8, 50, 80, 100),
                    of("audio.dropout", 8, 20, 40, 100),
                    of("audio.click", 8, 20, 40, 80),
                    of("audio.silence", 8, 200));

    static Trial of(String defect, double seconds, double... strengths) {
        return new Trial(defect, Arrays.stream(strengths).boxed().toList(), Map.of(), seconds);
    }

    Trial with(String name, String value) {
        return new Trial(defect, strengths, Map.of(name, value), seconds);
    }
}
