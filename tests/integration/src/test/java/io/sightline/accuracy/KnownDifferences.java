package io.sightline.accuracy;

import java.util.Map;
import java.util.TreeMap;

/**
 * Where seconds of real clips, judged again, say something else than the job did, and why: the list
 * of docs/explanation/rejudging.md, one by one. By change, stream and defect.
 */
final class KnownDifferences {

    private static final String SHORT =
            "a moment, shorter than open-after: of its second only the worst value is known";
    private static final String ROUNDED =
            "almost as long as open-after: with the rest of its first and last second, longer";
    private static final String JOINED =
            "bad twice, less than a second apart: no whole second is good between";
    private static final String LATE =
            "the job was told late since when: the rows of those seconds were written before";

    static final Map<String, String> OF_UNTOUCHED =
            new TreeMap<>(
                    Map.of(
                            "ADDED interlaced_576i25_mpeg2_news.ts video.decode_error", SHORT,
                            "ADDED odd/h264_error_i_p.264 video.decode_error", SHORT,
                            "ADDED odd/ts_576i_mpeg2_talking_mid_gop_start.ts video.decode_error",
                                    SHORT,
                            "ADDED odd/ts_mpeg2_422_1080i_dts_mp2.ts video.decode_error", SHORT,
                            "ADDED odd/ts_audio_declared_but_absent.ts video.stutter", SHORT,
                            "ADDED music_jazz_vibe_ace.ogg audio.click", ROUNDED,
                            "ADDED odd/mp4_failing_audio.mp4 av.dead_air", ROUNDED,
                            "ADDED odd/ts_audio_declared_but_absent.ts av.dead_air", ROUNDED,
                            "CHANGED odd/ts_audio_declared_but_absent.ts audio.missing", LATE));

    static final Map<String, String> OF_PLANTED =
            new TreeMap<>(
                    Map.of(
                            "ADDED motion_dog_run_720p30 audio.clipping", ROUNDED,
                            "CHANGED dark_nasa_cleanroom_270p av.dead_air", JOINED,
                            "CHANGED screen_app_1080p30_vp9 av.dead_air", JOINED,
                            "CHANGED screen_app_600p60_vp9 av.dead_air", JOINED));

    private KnownDifferences() {}
}
