package io.sightline.scoreboard;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Clips of the media folder as they are, and what is truly wrong with them. */
final class Untouched {

    static final List<String> FILES =
            List.of(
                    "bokeh_flower_540p.mp4",
                    "bokeh_insect_bw_360p.mp4",
                    "cartoon_bbb_720p_vp8.webm",
                    "dark_city_night_mpeg2.mpg",
                    "dark_nasa_cleanroom_270p.mp4",
                    "dash_bbb_hevc_ac3/manifest.mpd",
                    "film_dialogue_bw_480p.mp4",
                    "hls_bbb/playlist.m3u8",
                    "hls_discontinuity_tos/playlist-video.m3u8",
                    "hls_multirendition_bbb/master.m3u8",
                    "interlaced_480i30_telecine.ts",
                    "interlaced_576i25_mpeg2_news.ts",
                    "motion_dog_run_720p30.mp4",
                    "music_jazz_vibe_ace.ogg",
                    "music_strings_brahms.ogg",
                    "noise_rain.mp3",
                    "screen_app_1080p30_vp9.webm",
                    "screen_app_600p60_vp9.webm",
                    "speech_female_librispeech_198.ogg",
                    "speech_male_librispeech_5703.ogg",
                    "sport_football_juggle_720p24.mp4",
                    "static_cam_bottles_360p30.mp4",
                    "static_cam_carpark_432p.mp4",
                    "static_cam_room_768p10.mp4",
                    "talking_closeup_man_844p.mp4",
                    "talking_closeup_woman_524p.mp4",
                    "talking_grid_10speakers.ts",
                    "ts_bbb_1080p30_mp2.ts");

    /**
     * By name: tracks that are digital silence, and one with a gap of 50 ms at each of its joints.
     */
    static final Map<String, Set<String>> TRUE =
            Map.of(
                    "bokeh_flower_540p", Set.of("audio.silence"),
                    "motion_dog_run_720p30", Set.of("audio.silence"),
                    // Wind is clipped in the recording.
                    "noise_rain", Set.of("audio.clipping"),
                    "static_cam_carpark_432p", Set.of("audio.silence"),
                    // Its last packet of sound is cut off: shown over and over, a burst of full
                    // scale.
                    "interlaced_576i25_mpeg2_news", Set.of("audio.noise_burst", "audio.clipping"),
                    // An eighth of its pictures repeat the one before, at irregular distances.
                    "talking_closeup_woman_524p", Set.of("video.stutter"),
                    "talking_grid_10speakers", Set.of("audio.dropout"));

    private Untouched() {}
}
