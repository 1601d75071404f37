package io.sightline.accuracy;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One programme with nothing wrong, in every way that a picture or a sound can be stored: all are
 * made from the same samples, without loss where there is a codec for it.
 *
 * @param folder where the files are put
 */
record FormatVariants(Path folder) {

    private static final int SECONDS = 8;

    /** By name, the options that make a variant of the picture from the 4:2:0 8-bit source. */
    private static final Map<String, String> PICTURES = new LinkedHashMap<>();

    static {
        PICTURES.put("plain", "-vf format=yuv420p -c:v ffv1");
        PICTURES.put("10-bit", "-vf format=yuv420p10le -c:v ffv1");
        PICTURES.put("12-bit", "-vf format=yuv420p12le -c:v ffv1");
        PICTURES.put("16-bit", "-vf format=yuv444p16le -c:v ffv1");
        PICTURES.put("4-2-2", "-vf format=yuv422p10le -c:v ffv1");
        PICTURES.put("4-4-4", "-vf format=yuv444p -c:v ffv1");
        PICTURES.put("nv12", "-vf format=nv12 -c:v rawvideo");
        PICTURES.put(
                "full-range", "-vf scale=out_range=full,format=yuv420p -color_range pc -c:v ffv1");
        PICTURES.put("rgb", "-vf format=bgr0 -c:v ffv1");
        PICTURES.put("anamorphic", "-vf setsar=64/45 -c:v ffv1");
        PICTURES.put("wide-854x480", "-vf scale=854:480,format=yuv420p -c:v ffv1");
        PICTURES.put("odd-481x271", "-vf scale=481:271,format=yuv420p -c:v ffv1");
        PICTURES.put(
                "large-4096x2304", "-t 3 -vf scale=4096:2304,format=yuv420p -c:v mpeg4 -q:v 4");
        PICTURES.put("tiny-16x16", "-vf scale=16:16,format=yuv420p -c:v ffv1");
        PICTURES.put("tiny-1x1", "-vf scale=1:1,format=yuv444p -c:v ffv1");
        PICTURES.put("pq", "-vf setparams=color_trc=smpte2084,format=yuv420p10le -c:v ffv1");
        PICTURES.put("hlg", "-vf setparams=color_trc=arib-std-b67,format=yuv420p10le -c:v ffv1");
        PICTURES.put("gray", "-vf format=gray -color_range tv -c:v ffv1");
    }

    /** From 50 pictures a second: the top lines of one and the bottom lines of the next. */
    private static final String INTERLACED =
            ",separatefields,select='eq(mod(n\\,4)\\,0)+eq(mod(n\\,4)\\,3)',weave,setfield=tff";

    /** Channels, sample rate, codec. */
    private static final List<String> SOUNDS =
            List.of(
                    "1 48000 pcm_s16le",
                    "2 48000 pcm_s16le",
                    "2 48000 pcm_s24le",
                    "2 48000 pcm_f32le",
                    "2 48000 aac",
                    "3 48000 pcm_s16le",
                    "4 48000 pcm_s16le",
                    "6 48000 pcm_s16le",
                    "6 48000 ac3",
                    "8 48000 pcm_s16le",
                    "16 48000 pcm_s16le",
                    "2 8000 pcm_s16le",
                    "2 11025 pcm_s16le",
                    "2 16000 pcm_s16le",
                    "2 22050 pcm_s16le",
                    "2 32000 pcm_s16le",
                    "2 44100 pcm_s16le",
                    "2 96000 pcm_s24le",
                    "2 192000 pcm_s24le");

    /** Makes all of them. */
    Map<String, Path> write() throws IOException {
        Map<String, Path> files = new LinkedHashMap<>();
        Path source = folder.resolve("source.mkv");
        run("-f", "lavfi", "-i", scene(25), "-t", "" + SECONDS, "-c:v", "ffv1", source.toString());
        for (Map.Entry<String, String> variant : PICTURES.entrySet()) {
            Path file = folder.resolve("picture-" + variant.getKey() + ".mkv");
            List<String> arguments = new ArrayList<>(List.of("-i", source.toString()));
            arguments.addAll(List.of(variant.getValue().split(" ")));
            arguments.add(file.toString());
            run(arguments.toArray(String[]::new));
            files.put("picture-" + variant.getKey(), file);
        }
        Path interlaced = folder.resolve("picture-interlaced.ts");
        run(
                "-f",
                "lavfi",
                "-i",
                scene(50) + INTERLACED,
                "-t",
                "" + SECONDS,
                "-c:v",
                "mpeg2video",
                "-flags",
                "+ildct+ilme",
                "-b:v",
                "8M",
                interlaced.toString());
        files.put("picture-interlaced", interlaced);
        for (String variant : SOUNDS) {
            String[] parts = variant.split(" ");
            String name = "sound-%s-channels-%s-%s".formatted((Object[]) parts);
            Path file = folder.resolve(name + ".mkv");
            run(
                    "-f",
                    "lavfi",
                    "-i",
                    music(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])),
                    "-t",
                    "" + SECONDS,
                    "-c:a",
                    parts[2],
                    file.toString());
            files.put(name, file);
        }
        return files;
    }

    /** A ground that pans, a thing that moves before it, and the noise of a sensor; in colour. */
    private static String scene(int framesPerSecond) {
        return ("perlin=size=720x405:rate=%1$d:octaves=8:persistence=0.7:xscale=5:yscale=5:random_mode=seed:random_seed=1"
                        + ",trim=end_frame=1,loop=loop=-1:size=1:start=0,setpts=N/%1$d/TB,format=yuv420p"
                        + ",crop=480:270:x='(iw-ow)/2*(1+sin(t*0.9))':y='(ih-oh)/2*(1+cos(t*0.7))'"
                        + ",lutyuv=u='118+val/16':v='140-val/16'[ground];"
                        + "perlin=size=150x90:rate=%1$d:octaves=5:persistence=0.6:random_mode=seed:random_seed=3"
                        + ",trim=end_frame=1,loop=loop=-1:size=1:start=0,setpts=N/%1$d/TB,format=yuv420p"
                        + ",hue=h=40:s=1[thing];"
                        + "[ground][thing]overlay=x='165*(1+sin(t*1.3))':y='90*(1+cos(t*1.1))'"
                        + ",noise=c0_seed=7:c0_strength=5:c0_flags=t+u")
                .formatted(framesPerSecond);
    }

    /** Tones that swell and change, and a little noise: other ones in each channel. */
    private static String music(int channels, int sampleRateHz) {
        List<String> expressions = new ArrayList<>();
        for (int channel = 0; channel < channels; channel++) {
            expressions.add(
                    ("0.1*sin(2*PI*%d*t)*(0.6+0.4*sin(2*PI*0.7*t))"
                                    + "+0.06*sin(2*PI*%d*t)*(0.5+0.5*sin(2*PI*1.3*t+%d))"
                                    + "+0.01*(random(%d)-0.5)")
                            .formatted(220 + 31 * channel, 557 + 43 * channel, channel, channel));
        }
        return "aevalsrc='%s':sample_rate=%d:channel_layout=%s"
                .formatted(String.join("|", expressions), sampleRateHz, layout(channels));
    }

    private static String layout(int channels) {
        return switch (channels) {
            case 1 -> "mono";
            case 2 -> "stereo";
            case 6 -> "5.1";
            case 8 -> "7.1";
            case 16 -> "hexadecagonal";
            default -> channels + "c";
        };
    }

    private static void run(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("-v", "error", "-nostdin", "-y"));
        all.addAll(List.of(arguments));
        FfmpegProgram.ffmpeg().run(all);
    }
}
