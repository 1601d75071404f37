package io.sightline.accuracy;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A real clip with defects put into it and coded again. The defects lie at the same places of every
 * clip, wherever that is in its content: nothing is chosen to suit a detector.
 *
 * @param kind what the picture is like, for the report
 * @param source a file of the media folder; shown over and over where it is too short
 * @param sound a file of the media folder with sound, often another one
 * @param rate of pictures, as FFmpeg writes it
 * @param picture filters before the defects, such as a smaller size; null leaves it as it is
 * @param videoCodec options of FFmpeg
 * @param audioCodec options of FFmpeg
 * @param extension names the container
 * @param blackSeconds length of the black
 */
record PlantedClip(
        String kind,
        String source,
        String sound,
        Rate rate,
        @Nullable String picture,
        String videoCodec,
        String audioCodec,
        String extension,
        double blackSeconds) {

    static final double LENGTH_SECONDS = 23.5;
    private static final double BLACK_AT_SECONDS = 3;
    private static final double FREEZE_AT_SECONDS = 12;
    private static final double FREEZE_SECONDS = 6.5;

    static final double SILENCE_AT_SECONDS = 10.123;
    static final double SILENCE_TO_SECONDS = 15.234;

    /** Pictures a second, a rational. */
    record Rate(int numerator, int denominator) {

        static Rate of(int pictures) {
            return new Rate(pictures, 1);
        }

        int pictures(double seconds) {
            return (int) Math.round(seconds * numerator / denominator);
        }

        long pictureMicros() {
            return Math.round(1e6 * denominator / numerator);
        }

        @Override
        public String toString() {
            return numerator + "/" + denominator;
        }
    }

    int pictures() {
        return rate.pictures(LENGTH_SECONDS);
    }

    int firstBlack() {
        return rate.pictures(BLACK_AT_SECONDS);
    }

    /** The first picture after the black. */
    int endOfBlack() {
        return rate.pictures(BLACK_AT_SECONDS + blackSeconds);
    }

    /** The first picture that is shown again instead of the one that should come. */
    int firstRepeat() {
        return rate.pictures(FREEZE_AT_SECONDS);
    }

    /** The first picture after the freeze. */
    int endOfFreeze() {
        return rate.pictures(FREEZE_AT_SECONDS + FREEZE_SECONDS);
    }

    String name() {
        return source.replaceAll("\\.[^.]*$", "").replace('/', '_');
    }

    /** Coder and container, like {@code libopenh264 in ts}. */
    String coding() {
        return videoCodec.split(" ", -1)[1] + " in " + extension;
    }

    /** FFmpeg's options, from inputs to codecs; the output file comes after them. */
    List<String> arguments(String mediaFolder) {
        return List.of(
                ("-v error -y -stream_loop -1 -i %s/%s -stream_loop -1 -i %s/%s -filter_complex %s"
                                + " -map [v] -map [a] -fps_mode passthrough -threads 2 %s %s")
                        .formatted(
                                mediaFolder,
                                source,
                                mediaFolder,
                                sound,
                                videoFilters() + ";" + audioFilters(1),
                                videoCodec,
                                audioCodec)
                        .split(" "));
    }

    /** FFmpeg's options for a hash of every picture as it is before it is coded. */
    List<String> hashArguments(String mediaFolder) {
        return List.of(
                "-v error -stream_loop -1 -i %s/%s -filter_complex %s -map [v] -c:v rawvideo -f framemd5 -"
                        .formatted(mediaFolder, source, videoFilters())
                        .split(" "));
    }

    /**
     * FFmpeg's options for every sample as it is before it is coded: 32-bit little-endian floats.
     */
    List<String> soundArguments(String mediaFolder) {
        return List.of(
                "-v error -stream_loop -1 -i %s/%s -filter_complex %s -map [a] -c:a pcm_f32le -f f32le -"
                        .formatted(mediaFolder, sound, audioFilters(0))
                        .split(" "));
    }

    private String videoFilters() {
        int repeats = endOfFreeze() - firstRepeat();
        String pictures = "setpts=round(N/(" + rate + ")/TB)";
        return "[0:v]fps=%s,%s%s,loop=loop=%d:size=1:start=%d,%s,trim=end_frame=%d,drawbox=color=black:t=fill:enable='between(n\\,%d\\,%d)'[v]"
                .formatted(
                        rate,
                        picture == null ? "" : picture + ",",
                        pictures,
                        repeats,
                        firstRepeat(), // counted from one: the picture before it is held
                        pictures,
                        pictures(),
                        firstBlack(),
                        endOfBlack() - 1);
    }

    private static String audioFilters(int input) {
        return String.format(
                Locale.ROOT,
                "[%d:a]asetpts=N/SR/TB,atrim=end=%.3f,aeval=val(ch)*(1-gte(t\\,%.3f)*lt(t\\,%.3f)):c=same[a]",
                input,
                LENGTH_SECONDS,
                SILENCE_AT_SECONDS,
                SILENCE_TO_SECONDS);
    }
}
