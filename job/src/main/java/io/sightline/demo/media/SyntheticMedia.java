package io.sightline.demo.media;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Media made by the bundled {@code ffmpeg} program: moving, textured, noisy pictures and sound that
 * changes all the time at about -23 LUFS, with defects at exact times. The same description gives
 * the same bytes.
 *
 * <p>Defects of pictures begin and end with a frame: their times are rounded to the nearest one,
 * and {@link #defects()} tells the rounded times.
 *
 * @param pictures drives which pictures and which sound: streams of different numbers differ
 * @param keyFrameInterval also the length of HLS segments
 */
public record SyntheticMedia(
        int width,
        int height,
        int framesPerSecond,
        Duration duration,
        Coding coding,
        Content content,
        int pictures,
        Duration keyFrameInterval,
        List<PlantedDefect> defects) {

    /** Which tracks there are. */
    public enum Content {
        VIDEO_AND_AUDIO,
        VIDEO_ONLY,
        AUDIO_ONLY
    }

    private static final int SAMPLE_RATE_HZ = 48_000;
    private static final double MICROS_PER_SECOND = 1_000_000;

    /** One byte of this many is changed in a damaged packet. */
    private static final int DAMAGE_SPACING_BYTES = 150;

    private static final double BITS_PER_PIXEL = 0.12;

    public SyntheticMedia {
        int rate = framesPerSecond;
        defects =
                defects.stream()
                        .map(defect -> alignedToFrames(defect, rate))
                        .sorted(Comparator.comparingLong(PlantedDefect::fromMicros))
                        .toList();
    }

    /** H.264 and AAC, 640x360 at 25 frames a second, a key frame every 2 s, nothing wrong. */
    public static SyntheticMedia lasting(Duration duration) {
        return new SyntheticMedia(
                640,
                360,
                25,
                duration,
                Coding.H264_AAC,
                Content.VIDEO_AND_AUDIO,
                0,
                Duration.ofSeconds(2),
                List.of());
    }

    public SyntheticMedia withSize(int newWidth, int newHeight, int newFramesPerSecond) {
        return new SyntheticMedia(
                newWidth,
                newHeight,
                newFramesPerSecond,
                duration,
                coding,
                content,
                pictures,
                keyFrameInterval,
                defects);
    }

    public SyntheticMedia withCoding(Coding newCoding) {
        return new SyntheticMedia(
                width,
                height,
                framesPerSecond,
                duration,
                newCoding,
                content,
                pictures,
                keyFrameInterval,
                defects);
    }

    public SyntheticMedia withContent(Content newContent) {
        return new SyntheticMedia(
                width,
                height,
                framesPerSecond,
                duration,
                coding,
                newContent,
                pictures,
                keyFrameInterval,
                defects);
    }

    public SyntheticMedia withPictures(int newPictures) {
        return new SyntheticMedia(
                width,
                height,
                framesPerSecond,
                duration,
                coding,
                content,
                newPictures,
                keyFrameInterval,
                defects);
    }

    public SyntheticMedia withKeyFrameInterval(Duration interval) {
        return new SyntheticMedia(
                width,
                height,
                framesPerSecond,
                duration,
                coding,
                content,
                pictures,
                interval,
                defects);
    }

    /** Adds a defect. */
    public SyntheticMedia with(PlantedDefect.Kind kind, Duration from, Duration to) {
        List<PlantedDefect> more = new ArrayList<>(defects);
        more.add(new PlantedDefect(kind, from.toNanos() / 1_000, to.toNanos() / 1_000));
        return new SyntheticMedia(
                width,
                height,
                framesPerSecond,
                duration,
                coding,
                content,
                pictures,
                keyFrameInterval,
                more);
    }

    /**
     * Makes it; takes about a tenth of its duration of CPU time at 640x360.
     *
     * @param target the file, or the playlist, beside which the segments are put
     */
    public void write(Path target, Packaging packaging) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-v", "error", "-nostdin", "-y"));
        List<String> maps = new ArrayList<>();
        if (content != Content.AUDIO_ONLY) {
            arguments.addAll(List.of("-f", "lavfi", "-i", pictureGraph()));
            maps.addAll(videoOptions());
        }
        if (content != Content.VIDEO_ONLY) {
            arguments.addAll(List.of("-f", "lavfi", "-i", soundGraph()));
            maps.addAll(audioOptions());
        }
        arguments.addAll(maps);
        arguments.addAll(List.of("-t", seconds(duration), "-threads", "1"));
        arguments.addAll(List.of("-fflags", "+bitexact", "-flags", "+bitexact"));
        arguments.addAll(packagingOptions(target, packaging));
        arguments.add(target.toString());
        FfmpegProgram.ffmpeg().run(arguments);
    }

    private String pictureGraph() {
        StringBuilder graph = new StringBuilder();
        graph.append("testsrc2=size=%dx%d:rate=%d".formatted(width, height, framesPerSecond));
        graph.append(",format=yuv420p,hue=h=").append(pictures * 47 % 360);
        graph.append(",noise=c0_seed=%d:c0_strength=14:c0_flags=t+u".formatted(pictures + 1));
        for (PlantedDefect defect : of(PlantedDefect.Kind.FREEZE)) {
            long first = frame(defect.fromMicros());
            long last = frame(defect.toMicros()) - 1;
            graph.append(
                    "[p%1$d];[p%1$d]split[a%1$d][b%1$d];[a%1$d][b%1$d]freezeframes=first=%1$d:last=%2$d:replace=%3$d"
                            .formatted(first, last, Math.max(0, first - 1)));
        }
        for (PlantedDefect defect : of(PlantedDefect.Kind.BLACK)) {
            graph.append(
                    ",drawbox=color=black:thickness=fill:enable='between(n,%d,%d)'"
                            .formatted(frame(defect.fromMicros()), frame(defect.toMicros()) - 1));
        }
        return graph.toString();
    }

    /** The same tones in both channels, computed once, and a noise of its own in each. */
    private String soundGraph() {
        int shift = pictures * 13;
        String heard = "(1-%s)*".formatted(gate(PlantedDefect.Kind.SILENCE));
        String tones =
                "0.084*sin(2*PI*%d*t)*(0.7+0.3*sin(2*PI*0.7*t))".formatted(220 + shift)
                        + "+0.056*sin(2*PI*%d*t)*(0.6+0.4*sin(2*PI*1.3*t))".formatted(557 + shift)
                        + "+0.037*sin(2*PI*%d*t)*(0.5+0.5*sin(2*PI*0.31*t))"
                                .formatted(1313 + shift);
        String noise = "0.028*(random(%d)-0.5)";
        return "aevalsrc='%1$s(%2$s)|%1$s%3$s|%1$s%4$s':sample_rate=%5$d:duration=%6$s,pan='stereo|c0=c0+c1|c1=c0+c2'"
                .formatted(
                        heard,
                        tones,
                        noise.formatted(0),
                        noise.formatted(1),
                        SAMPLE_RATE_HZ,
                        seconds(duration));
    }

    /** An expression over t that is 1 inside the defects of a kind. */
    private String gate(PlantedDefect.Kind kind) {
        return within("t", kind);
    }

    private String within(String time, PlantedDefect.Kind kind) {
        StringBuilder sum = new StringBuilder("(0");
        for (PlantedDefect defect : of(kind)) {
            sum.append(
                    "+gte(%1$s,%2$s)*lt(%1$s,%3$s)"
                            .formatted(
                                    time,
                                    defect.fromMicros() / MICROS_PER_SECOND,
                                    defect.toMicros() / MICROS_PER_SECOND));
        }
        return sum.append(')').toString();
    }

    private List<String> videoOptions() {
        List<String> options = new ArrayList<>(List.of("-map", "0:v"));
        options.addAll(coding.videoOptions());
        long pixelsPerSecond = (long) width * height * framesPerSecond;
        long bitrate = (long) (pixelsPerSecond * BITS_PER_PIXEL);
        long keyFrames = frame(keyFrameInterval.toNanos() / 1_000);
        options.addAll(List.of("-b:v", Long.toString(bitrate), "-g", Long.toString(keyFrames)));
        if (!of(PlantedDefect.Kind.DAMAGE).isEmpty()) {
            // Half a frame early: the packet's time is rounded to the encoder's ticks.
            String time = "(pts*tb+%s)".formatted(0.5 / framesPerSecond);
            options.add("-bsf:v");
            options.add(
                    "noise=amount='%d*%s'"
                            .formatted(
                                    DAMAGE_SPACING_BYTES, within(time, PlantedDefect.Kind.DAMAGE)));
        }
        return options;
    }

    private List<String> audioOptions() {
        List<String> options = new ArrayList<>();
        options.addAll(List.of("-map", content == Content.AUDIO_ONLY ? "0:a" : "1:a"));
        options.addAll(coding.audioOptions());
        if (!of(PlantedDefect.Kind.AUDIO_MISSING).isEmpty()) {
            options.add("-bsf:a");
            options.add(
                    "noise=amount=0:drop='%s'"
                            .formatted(within("(pts*tb)", PlantedDefect.Kind.AUDIO_MISSING)));
        }
        return options;
    }

    private List<String> packagingOptions(Path target, Packaging packaging) {
        return switch (packaging) {
            case MP4 -> List.of("-f", "mp4", "-movflags", "+faststart");
            case TS -> List.of("-f", "mpegts");
            case HLS_TS -> hls(target, "mpegts", "%03d.ts");
            case HLS_FMP4 -> hls(target, "fmp4", "%03d.m4s");
        };
    }

    private List<String> hls(Path target, String type, String segment) {
        String name = target.getFileName().toString();
        String stem = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
        return List.of(
                "-f",
                "hls",
                "-hls_time",
                seconds(keyFrameInterval),
                "-hls_playlist_type",
                "vod",
                "-hls_flags",
                "independent_segments",
                "-hls_segment_type",
                type,
                "-hls_fmp4_init_filename",
                stem + "-init.mp4",
                "-hls_segment_filename",
                target.resolveSibling(stem + "-" + segment).toString());
    }

    private List<PlantedDefect> of(PlantedDefect.Kind kind) {
        return defects.stream().filter(defect -> defect.kind() == kind).toList();
    }

    private long frame(long micros) {
        return Math.round(micros * framesPerSecond / MICROS_PER_SECOND);
    }

    private static PlantedDefect alignedToFrames(PlantedDefect defect, int framesPerSecond) {
        return switch (defect.kind()) {
            case SILENCE, AUDIO_MISSING -> defect;
            case BLACK, FREEZE, DAMAGE ->
                    new PlantedDefect(
                            defect.kind(),
                            aligned(defect.fromMicros(), framesPerSecond),
                            aligned(defect.toMicros(), framesPerSecond));
        };
    }

    private static long aligned(long micros, int framesPerSecond) {
        long frame = Math.round(micros * framesPerSecond / MICROS_PER_SECOND);
        return Math.round(frame * MICROS_PER_SECOND / framesPerSecond);
    }

    private static String seconds(Duration duration) {
        return Double.toString(duration.toNanos() / 1e9);
    }
}
