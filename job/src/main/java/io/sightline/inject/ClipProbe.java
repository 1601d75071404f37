package io.sightline.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Reads what is in a clip with the {@code ffprobe} program. */
final class ClipProbe {

    private static final String ENTRIES =
            "stream=codec_name,codec_type,width,height,avg_frame_rate,r_frame_rate,pix_fmt,field_order,"
                    + "bit_rate,sample_rate,channels,duration"
                    + ":stream_disposition=attached_pic:format=start_time,duration,bit_rate";

    private ClipProbe() {}

    /**
     * @param sound a file whose sound is used instead of the clip's; null: the clip's own
     */
    static Clip probe(Path file, @Nullable Path sound) throws IOException {
        JsonNode root = streams(file);
        JsonNode video = track(root, "video");
        double start = root.path("format").path("start_time").asDouble(0);
        Clip.Pictures pictures = video == null ? null : pictures(file, video, start);
        JsonNode soundRoot = sound == null ? root : streams(sound);
        JsonNode audio = track(soundRoot, "audio");
        double seconds = root.path("format").path("duration").asDouble(0);
        if (pictures == null && sound != null) {
            seconds = soundRoot.path("format").path("duration").asDouble(0);
        }
        long end = Math.round(seconds * 1e6);
        if (pictures != null) {
            end = Math.max(end, pictures.begin(pictures.micros().size()));
        }
        return new Clip(file, pictures, audio == null ? null : sound(audio), end);
    }

    private static JsonNode streams(Path file) throws IOException {
        byte[] json =
                FfmpegProgram.ffprobe()
                        .run(
                                "-v",
                                "error",
                                "-show_entries",
                                ENTRIES,
                                "-of",
                                "json",
                                file.toString());
        return new ObjectMapper().readTree(json);
    }

    private static @Nullable JsonNode track(JsonNode root, String type) {
        for (JsonNode stream : root.path("streams")) {
            boolean isCover = stream.path("disposition").path("attached_pic").asInt() != 0;
            if (stream.path("codec_type").asText().equals(type) && !isCover) {
                return stream;
            }
        }
        return null;
    }

    private static Clip.@Nullable Pictures pictures(Path file, JsonNode video, double startSeconds)
            throws IOException {
        List<String> decode =
                List.of(
                        "-v",
                        "quiet",
                        "-select_streams",
                        "V:0",
                        "-show_entries",
                        "frame=best_effort_timestamp_time",
                        "-of",
                        "csv=p=0",
                        file.toString());
        String rows = new String(FfmpegProgram.ffprobe().run(decode), StandardCharsets.US_ASCII);
        List<Long> micros =
                rows.lines()
                        .map(row -> row.replace(",", "").strip())
                        .filter(row -> !row.isEmpty() && !row.equals("N/A"))
                        .mapToLong(
                                row -> Math.round((Double.parseDouble(row) - startSeconds) * 1e6))
                        .sorted()
                        .distinct()
                        .boxed()
                        .toList();
        if (micros.isEmpty()) {
            return null;
        }
        Clip.Scan scan =
                switch (video.path("field_order").asText("")) {
                    case "tt", "tb" -> Clip.Scan.TOP_FIELD_FIRST;
                    case "bb", "bt" -> Clip.Scan.BOTTOM_FIELD_FIRST;
                    default -> Clip.Scan.PROGRESSIVE;
                };
        return new Clip.Pictures(
                video.path("codec_name").asText(),
                video.path("width").asInt(),
                video.path("height").asInt(),
                rate(video, micros),
                video.path("pix_fmt").asText("yuv420p"),
                scan,
                video.path("bit_rate").asLong(0),
                micros);
    }

    /** As declared, unless the pictures themselves plainly come at another rate. */
    private static Clip.Rate rate(JsonNode video, List<Long> micros) {
        String[] declared = video.path("avg_frame_rate").asText("0/0").split("/", 2);
        int numerator = Integer.parseInt(declared[0]);
        int denominator = Integer.parseInt(declared[1]);
        double usual = 1e6 / Math.max(1, medianStep(micros));
        if (numerator <= 0
                || denominator <= 0
                || Math.abs((double) numerator / denominator / usual - 1) > 0.05) {
            return new Clip.Rate((int) Math.round(usual * 1000), 1000);
        }
        return new Clip.Rate(numerator, denominator);
    }

    private static long medianStep(List<Long> micros) {
        long[] steps =
                LongStream.range(1, micros.size())
                        .map(i -> micros.get((int) i) - micros.get((int) i - 1))
                        .sorted()
                        .toArray();
        return steps.length == 0 ? 40_000 : steps[steps.length / 2];
    }

    private static Clip.Sound sound(JsonNode audio) {
        return new Clip.Sound(
                audio.path("codec_name").asText(),
                audio.path("sample_rate").asInt(),
                audio.path("channels").asInt(),
                audio.path("bit_rate").asLong(0));
    }

    /**
     * When the coded pictures of a file are shown and where it starts, without decoding.
     *
     * @param startMicros the earliest time of any track that is not before 0, where encoders prime
     *     their decoders
     * @param pictureMicros ascending
     * @param keyMicros of the pictures that need no other, ascending
     * @param soundMicros the earliest time of sound; the largest number, if there is none
     */
    record Written(
            long startMicros, List<Long> pictureMicros, List<Long> keyMicros, long soundMicros) {

        Written {
            pictureMicros = List.copyOf(pictureMicros);
            keyMicros = List.copyOf(keyMicros);
        }
    }

    static Written written(Path file) throws IOException {
        List<String> read =
                List.of(
                        "-v",
                        "error",
                        "-show_entries",
                        "packet=codec_type,pts_time,flags",
                        "-of",
                        "csv=p=0",
                        file.toString());
        String rows = new String(FfmpegProgram.ffprobe().run(read), StandardCharsets.US_ASCII);
        LongStream.Builder pictures = LongStream.builder();
        LongStream.Builder keys = LongStream.builder();
        long start = Long.MAX_VALUE;
        long sound = Long.MAX_VALUE;
        for (String row : rows.lines().toList()) {
            String[] columns = row.split(",", -1);
            if (columns.length < 3 || columns[1].equals("N/A")) {
                continue;
            }
            long micros = Math.round(Double.parseDouble(columns[1]) * 1e6);
            if (columns[0].equals("video")) {
                pictures.add(micros);
                if (columns[2].startsWith("K")) {
                    keys.add(micros);
                }
                start = Math.min(start, micros);
            } else if (columns[0].equals("audio")) {
                sound = Math.min(sound, micros);
                start = Math.min(start, micros);
            }
        }
        if (start == Long.MAX_VALUE) {
            throw new IOException("Nothing was written to " + file);
        }
        return new Written(
                Math.max(0, start),
                pictures.build().sorted().boxed().toList(),
                keys.build().sorted().boxed().toList(),
                sound);
    }
}
