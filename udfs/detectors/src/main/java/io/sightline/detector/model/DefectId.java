package io.sightline.detector.model;

import java.io.Serializable;
import java.util.regex.Pattern;

/** The name of one kind of defect, {@code area.kind}: {@code video.black}. */
public record DefectId(String value) implements Comparable<DefectId>, Serializable {

    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9_]*\\.[a-z][a-z0-9_]*");

    public static final DefectId VIDEO_BLACK = new DefectId("video.black");
    public static final DefectId VIDEO_FREEZE = new DefectId("video.freeze");
    public static final DefectId VIDEO_DECODE_ERROR = new DefectId("video.decode_error");
    public static final DefectId VIDEO_SOLID_COLOUR = new DefectId("video.solid_colour");
    public static final DefectId VIDEO_TEST_PATTERN = new DefectId("video.test_pattern");
    public static final DefectId VIDEO_LETTERBOX = new DefectId("video.letterbox");
    public static final DefectId VIDEO_FLASHING = new DefectId("video.flashing");
    public static final DefectId VIDEO_STUTTER = new DefectId("video.stutter");
    public static final DefectId VIDEO_FRAME_DROP = new DefectId("video.frame_drop");
    public static final DefectId VIDEO_FREEZE_PARTIAL = new DefectId("video.freeze_partial");
    public static final DefectId VIDEO_SCENE = new DefectId("video.scene");
    public static final DefectId AUDIO_SILENCE = new DefectId("audio.silence");
    public static final DefectId AUDIO_MISSING = new DefectId("audio.missing");
    public static final DefectId AUDIO_LOUDNESS = new DefectId("audio.loudness");
    public static final DefectId AUDIO_TRUE_PEAK = new DefectId("audio.true_peak");
    public static final DefectId VIDEO_FORMAT_CHANGE = new DefectId("video.format_change");
    public static final DefectId AUDIO_FORMAT_CHANGE = new DefectId("audio.format_change");
    public static final DefectId STREAM_FORMAT = new DefectId("stream.format");
    public static final DefectId STREAM_TIMESTAMP = new DefectId("stream.timestamp");
    public static final DefectId TRANSPORT_CONTINUITY = new DefectId("transport.continuity");
    public static final DefectId TRANSPORT_SYNC = new DefectId("transport.sync");
    public static final DefectId TRANSPORT_PCR = new DefectId("transport.pcr");
    public static final DefectId TRANSPORT_PSI = new DefectId("transport.psi");
    public static final DefectId STREAM_NO_SIGNAL = new DefectId("stream.no_signal");
    public static final DefectId STREAM_STALL = new DefectId("stream.stall");
    public static final DefectId WATCH_COVERAGE = new DefectId("watch.coverage");
    public static final DefectId AUDIO_PHASE = new DefectId("audio.phase");
    public static final DefectId AUDIO_CHANNEL_DEAD = new DefectId("audio.channel_dead");
    public static final DefectId AUDIO_MONO = new DefectId("audio.mono");
    public static final DefectId AUDIO_CLIPPING = new DefectId("audio.clipping");
    public static final DefectId AUDIO_DROPOUT = new DefectId("audio.dropout");
    public static final DefectId AUDIO_CLICK = new DefectId("audio.click");
    public static final DefectId AUDIO_HUM = new DefectId("audio.hum");
    public static final DefectId AUDIO_HISS = new DefectId("audio.hiss");
    public static final DefectId AUDIO_NOISE_BURST = new DefectId("audio.noise_burst");
    public static final DefectId AUDIO_DC_OFFSET = new DefectId("audio.dc_offset");
    public static final DefectId AUDIO_LOUDNESS_JUMP = new DefectId("audio.loudness_jump");

    public static final DefectId VIDEO_BLOCK_CORRUPTION = new DefectId("video.block_corruption");
    public static final DefectId VIDEO_BLOCKINESS = new DefectId("video.blockiness");
    public static final DefectId VIDEO_BLUR = new DefectId("video.blur");
    public static final DefectId VIDEO_NOISE = new DefectId("video.noise");
    public static final DefectId VIDEO_COMBING = new DefectId("video.combing");
    public static final DefectId VIDEO_FIELD_ORDER = new DefectId("video.field_order");
    public static final DefectId VIDEO_BANDING = new DefectId("video.banding");
    public static final DefectId VIDEO_LEVELS = new DefectId("video.levels");
    public static final DefectId WATCH_DETECTOR = new DefectId("watch.detector");
    public static final DefectId AV_SYNC = new DefectId("av.sync");
    public static final DefectId AV_SYNC_TO_REFERENCE = new DefectId("av.sync_to_reference");
    public static final DefectId AV_DRIFT = new DefectId("av.drift");
    public static final DefectId AV_DEAD_AIR = new DefectId("av.dead_air");
    public static final DefectId CAPTION_MISSING = new DefectId("caption.missing");

    public DefectId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "A defect id has the form 'area.kind' in lower case, but was '" + value + "'");
        }
    }

    @Override
    public int compareTo(DefectId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
