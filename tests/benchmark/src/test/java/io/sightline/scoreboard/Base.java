package io.sightline.scoreboard;

import io.sightline.inject.InjectionRequest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A real clip that defects are planted in.
 *
 * @param name for tables
 * @param file below the media folder
 * @param sound a file with sound where the clip has none, or digital silence; null: its own
 * @param size of the pictures, to save time; null: their own
 * @param content what it shows
 * @param half which half of the split it is of
 */
record Base(
        String name,
        String file,
        @Nullable String sound,
        InjectionRequest.@Nullable Size size,
        Content content,
        Half half) {

    /** Classes of content. */
    enum Content {
        CARTOON,
        DARK,
        FILM,
        NATURE,
        SCREEN,
        SPEECH,
        SPORT,
        STATIC_CAMERA
    }

    /** Levels were chosen with the one, the other is for the report alone. */
    enum Half {
        TUNE,
        REPORT
    }

    private static final String WOVEN = "woven_";
    private static final String JAZZ = "music_jazz_vibe_ace.ogg";
    private static final String RAIN = "noise_rain.mp3";
    private static final String WOMAN = "speech_female_librispeech_198.ogg";
    private static final String MAN = "speech_male_librispeech_5703.ogg";
    private static final String STRINGS = "music_strings_brahms.ogg";

    /** No content is in both halves but Big Buck Bunny, of which they have different stretches. */
    static final List<Base> ALL =
            List.of(
                    tune("bokeh_flower_540p.mp4", WOMAN, "640x360", Content.NATURE),
                    tune("cartoon_bbb_720p_vp8.webm", null, "640x360", Content.CARTOON),
                    tune("dark_nasa_cleanroom_270p.mp4", null, "", Content.DARK),
                    tune("film_dialogue_bw_480p.mp4", null, "", Content.FILM),
                    tune("sport_football_juggle_720p24.mp4", JAZZ, "640x360", Content.SPORT),
                    tune("interlaced_480i30_telecine.ts", null, "", Content.SPORT),
                    tune("screen_app_600p60_vp9.webm", WOMAN, "480x360", Content.SCREEN),
                    tune("static_cam_bottles_360p30.mp4", RAIN, "", Content.STATIC_CAMERA),
                    tune("talking_closeup_woman_524p.mp4", null, "480x480", Content.SPEECH),
                    tune("talking_grid_10speakers.ts", null, "", Content.SPEECH),
                    woven(tune("cartoon_bbb_720p_vp8.webm", null, "", Content.CARTOON)),
                    woven(tune("sport_football_juggle_720p24.mp4", JAZZ, "", Content.SPORT)),
                    woven(tune("bokeh_flower_540p.mp4", JAZZ, "", Content.NATURE)),
                    report("bokeh_insect_bw_360p.mp4", MAN, "", Content.NATURE),
                    report("dark_city_night_mpeg2.mpg", STRINGS, "640x360", Content.DARK),
                    report("hls_bbb/chunk.m3u8", null, "", Content.CARTOON),
                    report("ts_bbb_1080p30_mp2.ts", STRINGS, "640x360", Content.CARTOON),
                    report("interlaced_576i25_mpeg2_news.ts", null, "", Content.SPEECH),
                    report("motion_dog_run_720p30.mp4", STRINGS, "640x360", Content.SPORT),
                    report("screen_app_1080p30_vp9.webm", MAN, "640x360", Content.SCREEN),
                    report("static_cam_carpark_432p.mp4", STRINGS, "", Content.STATIC_CAMERA),
                    report("static_cam_room_768p10.mp4", MAN, "", Content.STATIC_CAMERA),
                    report("talking_closeup_man_844p.mp4", null, "480x480", Content.SPEECH),
                    woven(report("motion_dog_run_720p30.mp4", STRINGS, "", Content.SPORT)),
                    woven(report("talking_closeup_man_844p.mp4", null, "", Content.SPEECH)),
                    woven(report("bokeh_insect_bw_360p.mp4", STRINGS, "", Content.NATURE)));

    private static Base woven(Base base) {
        return new Base(
                WOVEN + base.name(),
                base.file(),
                base.sound(),
                base.size(),
                base.content(),
                base.half());
    }

    /** Interlaced pictures are coded as such. */
    boolean isInterlaced() {
        return name.startsWith("interlaced") || isWoven();
    }

    /** Its fields are made of a progressive clip. */
    boolean isWoven() {
        return name.startsWith(WOVEN);
    }

    /** Whether a kind is tried in it: in woven pictures that which only fields can have. */
    boolean isFor(String defect) {
        return !isWoven() || defect.equals("video.field_order");
    }

    /** Fields can be in the wrong order where there are fields, and woven where there are none. */
    boolean canHave(String defect) {
        return switch (defect) {
            case "video.field_order" -> isInterlaced();
            case "video.combing" -> !isInterlaced();
            default -> !isOwn(defect);
        };
    }

    /** Whether the clip truly has it as it is: found there, it is neither right nor wrong. */
    boolean isOwn(String defect) {
        boolean isOfSound = sound != null && defect.startsWith("audio.");
        String clip = isOfSound ? name(sound) : name;
        return Untouched.TRUE.getOrDefault(clip, Set.of()).contains(defect);
    }

    private static Base tune(String file, @Nullable String sound, String size, Content content) {
        return new Base(name(file), file, sound, size(size), content, Half.TUNE);
    }

    private static Base report(String file, @Nullable String sound, String size, Content content) {
        return new Base(name(file), file, sound, size(size), content, Half.REPORT);
    }

    private static InjectionRequest.@Nullable Size size(String text) {
        if (text.isEmpty()) {
            return null;
        }
        String[] sides = text.split("x", -1);
        return new InjectionRequest.Size(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    }

    private static String name(String file) {
        return file.replaceAll("\\.[^.]*$", "").replace('/', '_');
    }
}
