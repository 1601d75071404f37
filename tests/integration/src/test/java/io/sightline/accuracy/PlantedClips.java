package io.sightline.accuracy;

import io.sightline.accuracy.PlantedClip.Rate;
import java.util.List;

/** Which clips defects are planted in, and how each is coded. */
final class PlantedClips {

    private static final String H264 = "-c:v libopenh264 -g 50 -pix_fmt yuv420p -b:v ";
    private static final String MPEG2 = "-c:v mpeg2video -g 12 -bf 2 -pix_fmt yuv420p -b:v ";
    private static final String MPEG2_INTERLACED =
            "-c:v mpeg2video -g 12 -bf 2 -pix_fmt yuv420p -flags +ildct+ilme -b:v ";
    private static final String VP9 = "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 120 -b:v ";
    private static final String AV1_10_BIT =
            "-c:v libsvtav1 -preset 12 -g 60 -crf 45 -pix_fmt yuv420p10le";
    private static final String FFV1_10_BIT = "-c:v ffv1 -pix_fmt yuv420p10le";

    private static final String AAC = "-c:a aac -b:a 96k";
    private static final String MP2 = "-c:a mp2 -b:a 128k";
    private static final String AC3 = "-c:a ac3 -b:a 128k";
    private static final String OPUS = "-c:a libopus -b:a 64k";
    private static final String FLAC = "-c:a flac";

    private static final String JAZZ = "music_jazz_vibe_ace.ogg";
    private static final String STRINGS = "music_strings_brahms.ogg";
    private static final String MAN = "speech_male_librispeech_5703.ogg";
    private static final String WOMAN = "speech_female_librispeech_198.ogg";
    private static final String RAIN = "noise_rain.mp3";

    private static final double SHORT_BLACK = 3;

    /** Longer than a freeze must be: black is not one as well. */
    private static final double LONG_BLACK = 7;

    static final List<PlantedClip> ALL =
            List.of(
                    new PlantedClip(
                            "static camera, 10 fps",
                            "static_cam_room_768p10.mp4",
                            WOMAN,
                            Rate.of(10),
                            null,
                            H264 + "400k",
                            AAC,
                            "mp4",
                            SHORT_BLACK),
                    new PlantedClip(
                            "static camera, empty for seconds",
                            "static_cam_carpark_432p.mp4",
                            RAIN,
                            new Rate(25, 2),
                            null,
                            H264 + "600k",
                            FLAC,
                            "mkv",
                            SHORT_BLACK),
                    new PlantedClip(
                            "static camera, sensor noise",
                            "static_cam_bottles_360p30.mp4",
                            MAN,
                            new Rate(179, 6),
                            null,
                            VP9 + "500k",
                            OPUS,
                            "webm",
                            SHORT_BLACK),
                    new PlantedClip(
                            "night skyline, nearly still",
                            "dark_city_night_mpeg2.mpg",
                            JAZZ,
                            Rate.of(25),
                            null,
                            H264 + "1500k",
                            AC3,
                            "ts",
                            LONG_BLACK),
                    new PlantedClip(
                            "dark interior, 10 bit",
                            "dark_nasa_cleanroom_270p.mp4",
                            "dark_nasa_cleanroom_270p.mp4",
                            new Rate(30000, 1001),
                            null,
                            AV1_10_BIT,
                            AAC,
                            "mp4",
                            LONG_BLACK),
                    new PlantedClip(
                            "screen recording",
                            "screen_app_1080p30_vp9.webm",
                            MAN,
                            Rate.of(30),
                            "scale=960:540",
                            H264 + "1000k",
                            AAC,
                            "mp4",
                            SHORT_BLACK),
                    new PlantedClip(
                            "screen recording, 60 fps",
                            "screen_app_600p60_vp9.webm",
                            WOMAN,
                            Rate.of(60),
                            "scale=640:480",
                            VP9 + "600k",
                            OPUS,
                            "mkv",
                            SHORT_BLACK),
                    new PlantedClip(
                            "news, interlaced",
                            "interlaced_576i25_mpeg2_news.ts",
                            "interlaced_576i25_mpeg2_news.ts",
                            Rate.of(25),
                            "setfield=tff",
                            MPEG2_INTERLACED + "4000k",
                            MP2,
                            "ts",
                            SHORT_BLACK),
                    new PlantedClip(
                            "sport, telecined, interlaced",
                            "interlaced_480i30_telecine.ts",
                            "interlaced_480i30_telecine.ts",
                            new Rate(30000, 1001),
                            "setfield=tff",
                            MPEG2_INTERLACED + "4000k",
                            AC3,
                            "ts",
                            LONG_BLACK),
                    new PlantedClip(
                            "close-up of a speaker",
                            "talking_closeup_man_844p.mp4",
                            "talking_closeup_man_844p.mp4",
                            Rate.of(25),
                            "scale=480:480",
                            H264 + "500k",
                            AAC,
                            "mp4",
                            SHORT_BLACK),
                    new PlantedClip(
                            "speakers, hard cuts",
                            "talking_grid_10speakers.ts",
                            "talking_grid_10speakers.ts",
                            Rate.of(25),
                            null,
                            H264 + "300k",
                            MP2,
                            "ts",
                            SHORT_BLACK),
                    new PlantedClip(
                            "sport, 10 bit, lossless",
                            "sport_football_juggle_720p24.mp4",
                            STRINGS,
                            Rate.of(24),
                            "scale=480:270",
                            FFV1_10_BIT,
                            FLAC,
                            "mkv",
                            SHORT_BLACK),
                    new PlantedClip(
                            "cartoon",
                            "cartoon_bbb_720p_vp8.webm",
                            "cartoon_bbb_720p_vp8.webm",
                            Rate.of(24),
                            "scale=640:360",
                            MPEG2 + "1500k",
                            MP2,
                            "ts",
                            SHORT_BLACK),
                    new PlantedClip(
                            "black and white film, grain",
                            "film_dialogue_bw_480p.mp4",
                            "film_dialogue_bw_480p.mp4",
                            Rate.of(30),
                            "scale=480:360",
                            H264 + "500k",
                            AAC,
                            "ts",
                            SHORT_BLACK),
                    new PlantedClip(
                            "fast movement",
                            "motion_dog_run_720p30.mp4",
                            JAZZ,
                            new Rate(30000, 1001),
                            "scale=640:360",
                            VP9 + "700k",
                            OPUS,
                            "webm",
                            LONG_BLACK));

    private PlantedClips() {}
}
