package io.sightline.scoreboard;

import java.util.OptionalDouble;

/**
 * Where a defect can be seen or heard: a freeze where the picture would move, a silence where
 * something sounds. What nobody could notice is not planted, and its edges are where everybody
 * would put them.
 */
final class Places {

    /** How far a defect may be put behind the earliest place, and in which steps. */
    private static final double REACH_SECONDS = 5;

    private static final double STEP_SECONDS = 0.2;

    /** Before the end of the minute. */
    private static final double LAST_SECONDS = 59.5;

    /** How long before and after it the content must show the difference. */
    private static final double BESIDE_SECONDS = 1;

    /** Sound that nobody overhears. */
    private static final double SOUNDING_DB = -46;

    /** Of pictures that move so that everybody sees them stop, in cells. */
    private static final double MOVING_SHARE = 0.03;

    /** A place for a defect to be tried. */
    private record Stretch(Profile clip, double from, double to, Trial trial, double strength) {

        PictureFacts pictures() {
            return clip.pictures();
        }

        SoundFacts sound() {
            return clip.sound();
        }

        /** Whether the picture moves in every part of so many seconds, and up to both edges. */
        boolean moves(double seconds, double share) {
            return pictures()
                            .leastMean(
                                    from - BESIDE_SECONDS,
                                    to + BESIDE_SECONDS,
                                    seconds,
                                    PictureFacts.Picture::moving)
                    >= share;
        }

        /** Whether it moves just before and after, so that everybody sees where it is held. */
        boolean movesBeside(double share) {
            PictureFacts facts = pictures();
            return facts.leastMean(from - BESIDE_SECONDS, from, 0.25, PictureFacts.Picture::moving)
                            >= share
                    && facts.leastMean(to, to + BESIDE_SECONDS, 0.25, PictureFacts.Picture::moving)
                            >= share;
        }

        boolean soundsBeside() {
            return sound().soundingShare(from - 0.1, from, SOUNDING_DB) > 0.8
                    && sound().soundingShare(to, to + 0.1, SOUNDING_DB) > 0.8;
        }

        boolean sounds() {
            return sound().soundingShare(from, to, SOUNDING_DB) > 0.7;
        }

        /** The level in the pauses between words and notes, in dBFS. */
        double pausesDb() {
            return sound().quantileDb(from, to, 0.1);
        }
    }

    private Places() {}

    /** The first place from an instant on where a trial can be noticed; empty if there is none. */
    static OptionalDouble find(Profile clip, Trial trial, double strength, double fromSeconds) {
        double last = Math.min(fromSeconds + REACH_SECONDS, LAST_SECONDS - trial.seconds());
        for (double at = fromSeconds; at <= last; at += STEP_SECONDS) {
            if (isPlace(new Stretch(clip, at, at + trial.seconds(), trial, strength))) {
                return OptionalDouble.of(at);
            }
        }
        return OptionalDouble.empty();
    }

    private static boolean isPlace(Stretch at) {
        String defect = at.trial().defect();
        return switch (defect.substring(0, defect.indexOf('.'))) {
            case "video" -> isPlaceInPictures(defect, at);
            case "audio" -> isPlaceInSound(defect, at);
            case "av" -> !defect.equals("av.dead_air") || isForDeadAir(at);
            default -> true; // packets are everywhere
        };
    }

    private static boolean isForDeadAir(Stretch at) {
        return at.movesBeside(MOVING_SHARE) && at.soundsBeside();
    }

    private static boolean isPlaceInPictures(String defect, Stretch at) {
        PictureFacts pictures = at.pictures();
        double from = at.from();
        double to = at.to();
        return switch (defect) {
            case "video.freeze" -> at.movesBeside(MOVING_SHARE);
            // All of the picture must move for a part that stands still to be wrong.
            case "video.freeze_partial" -> at.moves(1, 0.1);
            case "video.stutter" -> at.moves(1, 0.05);
            case "video.frame_drop" -> at.moves(1, 0.02);
            // Slow and vertical movement leaves lines that agree with those beside them.
            case "video.combing" ->
                    pictures.leastMean(from, to, 1, PictureFacts.Picture::teeth) > 0.002;
            case "video.field_order" -> at.moves(1, 0.04);
            case "video.decode_error", "video.block_corruption" -> at.moves(2, 0.01);
            case "video.black" ->
                    pictures.mean(from - 1, from, PictureFacts.Picture::dark) < 0.9
                            && pictures.mean(to, to + 1, PictureFacts.Picture::dark) < 0.9;
            case "video.letterbox" ->
                    pictures.leastMean(from - 3, to, 0.5, PictureFacts.Picture::litBorder) > 0.5;
            case "video.blur", "video.blockiness" ->
                    pictures.leastMean(from, to, 1, PictureFacts.Picture::edges) > 0.004;
            case "video.banding" ->
                    pictures.leastMean(from, to, 1, PictureFacts.Picture::slopes) > 0.25;
            // Neither in black nor in white, where half of the noise is cut off.
            case "video.noise" ->
                    pictures.mean(from, to, one -> one.share(level -> level > 28 && level < 222))
                            > 0.5;
            case "video.levels" ->
                    // Twice what EBU R 103 allows; the levels are those of the 'illegal' variant.
                    pictures.leastMean(from, to, 1, one -> one.share(level -> isIllegal(level, at)))
                            > 0.02;
            case "video.flashing" -> flashes(at) > 0.6;
            default -> true; // covers the picture, or is of the coding
        };
    }

    private static boolean isIllegal(int level, Stretch at) {
        double stretched = 128 + (level - 128) * at.strength();
        return stretched < 5 || stretched > 246;
    }

    /** The share of the picture whose light changes by a fifth more than a flash takes. */
    private static double flashes(Stretch at) {
        double opacity = at.strength() / 100;
        return at.pictures()
                .mean(
                        at.from(),
                        at.to(),
                        one ->
                                one.share(
                                        level ->
                                                candelas(level, 235, opacity)
                                                                        - candelas(
                                                                                level, 16, opacity)
                                                                > 24
                                                        && candelas(level, 16, opacity) < 150));
    }

    private static double candelas(int level, int over, double opacity) {
        double luma = (1 - opacity) * level + opacity * over;
        return 200 * Math.pow(Math.max(0, luma - 16) / 219, 2.4);
    }

    private static boolean isPlaceInSound(String defect, Stretch at) {
        SoundFacts sound = at.sound();
        double from = at.from();
        double to = at.to();
        double strength = at.strength();
        return switch (defect) {
            case "audio.silence" -> at.soundsBeside();
            case "audio.missing", "audio.dropout", "audio.clipping", "audio.loudness" ->
                    at.sounds() && at.soundsBeside();
            case "audio.channel_dead" ->
                    sound.isStereo()
                            && at.sounds()
                            && sound.leftDb(from, to) > -45
                            && sound.rightDb(from, to) > -45;
            case "audio.phase" -> sound.isStereo() && at.sounds();
            case "audio.mono" ->
                    sound.isStereo()
                            && at.sounds()
                            && sound.sideDb(from, to) > sound.levelDb(from, to) - 25;
            // Nobody hears what is fainter than the pauses, and noise needs more than that.
            case "audio.hum" -> at.pausesDb() < strength;
            case "audio.hiss" -> at.pausesDb() < strength - 12;
            case "audio.click" ->
                    sound.quantileDb(from, to, 0.5) < 20 * Math.log10(strength / 100) - 12;
            case "audio.noise_burst" ->
                    sound.quantileDb(from, to, 0.9) < 20 * Math.log10(strength / 100) - 14;
            // What comes before is as loud by itself, or a jump would make both equal.
            case "audio.loudness_jump" ->
                    at.sounds()
                            && Math.abs(sound.levelDb(from - 5, from) - sound.levelDb(from, to))
                                    < 3;
            default -> true; // told by its own level, whatever else is there
        };
    }
}
