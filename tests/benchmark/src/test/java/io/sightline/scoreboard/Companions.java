package io.sightline.scoreboard;

import java.util.Map;
import java.util.Set;

/**
 * What else is truly there where a defect was planted: such incidents are neither right nor false.
 */
final class Companions {

    /** What lost or garbled packets do to what was in them. */
    private static final Set<String> OF_LOST_PACKETS =
            Set.of(
                    "transport.continuity",
                    "video.decode_error",
                    "video.block_corruption",
                    "video.frame_drop",
                    "video.stutter",
                    "video.freeze",
                    "audio.dropout",
                    "audio.click",
                    "audio.noise_burst",
                    "stream.timestamp");

    /** By planted defect, each with its reason. */
    private static final Map<String, Set<String>> ALL =
            Map.ofEntries(
                    // A black, plain or test picture is also still.
                    Map.entry(
                            "video.black",
                            Set.of(
                                    "video.freeze",
                                    "video.freeze_partial",
                                    "video.solid_colour",
                                    "video.letterbox")),
                    Map.entry(
                            "video.solid_colour",
                            Set.of("video.freeze", "video.freeze_partial", "video.black")),
                    Map.entry("video.test_pattern", Set.of("video.freeze", "video.freeze_partial")),
                    // A held picture beside silence is dead air.
                    Map.entry("video.freeze", Set.of("av.dead_air", "video.freeze_partial")),
                    Map.entry("video.freeze_partial", Set.of("video.freeze")),
                    Map.entry("audio.silence", Set.of("av.dead_air", "audio.loudness_jump")),
                    Map.entry(
                            "audio.missing",
                            Set.of(
                                    "audio.silence",
                                    "av.dead_air",
                                    "audio.dropout",
                                    "stream.timestamp")),
                    // Repeats and missing pictures of three in a row look alike on a screen.
                    Map.entry("video.stutter", Set.of("video.frame_drop")),
                    Map.entry("video.frame_drop", Set.of("video.stutter", "stream.timestamp")),
                    // Damage of coding is blocks, and refused pictures are held ones.
                    Map.entry(
                            "video.decode_error",
                            Set.of(
                                    "video.block_corruption",
                                    "video.stutter",
                                    "video.freeze",
                                    "video.frame_drop")),
                    Map.entry(
                            "video.block_corruption", Set.of("video.blockiness", "video.stutter")),
                    Map.entry(
                            "video.blockiness",
                            Set.of("video.blur", "video.banding", "video.block_corruption")),
                    Map.entry("video.combing", Set.of("video.field_order")),
                    Map.entry("video.field_order", Set.of("video.combing")),
                    Map.entry("video.flashing", Set.of("video.levels")),
                    // What is too loud is clipped, and over full scale.
                    // Voices clip on one side more than on the other, which is an offset.
                    Map.entry(
                            "audio.loudness",
                            Set.of(
                                    "audio.clipping",
                                    "audio.true_peak",
                                    "audio.loudness_jump",
                                    "audio.dc_offset",
                                    "audio.dropout", // pauses of zeros are holes once all is loud
                                    "audio.hiss")),
                    Map.entry(
                            "audio.clipping",
                            Set.of(
                                    "audio.loudness",
                                    "audio.true_peak",
                                    "audio.loudness_jump",
                                    "audio.dc_offset")),
                    Map.entry(
                            "audio.true_peak",
                            Set.of(
                                    "audio.loudness",
                                    "audio.clipping",
                                    "audio.loudness_jump",
                                    "audio.mono",
                                    "audio.hum")),
                    // Noise of evenly spread values stops at a wall, as clipped sound does.
                    Map.entry(
                            "audio.noise_burst",
                            Set.of(
                                    "audio.clipping",
                                    "audio.loudness",
                                    "audio.true_peak",
                                    "audio.loudness_jump",
                                    "audio.hiss",
                                    "audio.click")),
                    Map.entry("audio.channel_dead", Set.of("audio.loudness_jump")),
                    Map.entry("audio.click", Set.of("audio.true_peak")),
                    Map.entry("audio.hiss", Set.of("audio.loudness_jump")),
                    Map.entry("audio.dropout", Set.of("audio.click")),
                    // The tone is the same in both channels, as is what was made mono.
                    Map.entry("audio.mono", Set.of("audio.channel_dead")),
                    // What has another format is spliced in by whole pictures and blocks of sound.
                    Map.entry(
                            "video.format_change",
                            Set.of("stream.format", "video.frame_drop", "video.stutter")),
                    Map.entry("stream.format", Set.of("video.format_change")),
                    Map.entry(
                            "audio.format_change",
                            // The parts are joined within two pictures: a gap of one at most.
                            Set.of(
                                    "audio.dropout",
                                    "audio.click",
                                    "av.drift",
                                    "video.frame_drop",
                                    "video.stutter")),
                    Map.entry("transport.pcr", Set.of("stream.timestamp")),
                    Map.entry("transport.psi", Set.of("transport.continuity")),
                    Map.entry("av.dead_air", Set.of("video.freeze_partial")),
                    Map.entry("transport.continuity", OF_LOST_PACKETS),
                    Map.entry("transport.sync", OF_LOST_PACKETS));

    private Companions() {}

    static boolean mayCome(String planted, String found) {
        return ALL.getOrDefault(planted, Set.of()).contains(found);
    }
}
