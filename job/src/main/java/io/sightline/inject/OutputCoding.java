package io.sightline.inject;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The coders of the new clip: those of the old one where the bundled FFmpeg (LGPL) can write them,
 * else H.264 and AAC; MPEG-2 where pictures are interlaced, which its H.264 coder cannot do.
 */
final class OutputCoding {

    private static final int AUDIO_BITS_PER_CHANNEL = 128_000;

    /**
     * A fine quantiser that stays the same, whatever bits that takes: what is planted is often what
     * a coder takes out first (noise, single lines, faint steps), and at a fixed rate it takes the
     * bits away from everything around it.
     */
    private static final Map<String, String> FINE =
            Map.ofEntries(
                    // The coder has no constant quantiser but these limits; the rate is out of
                    // reach.
                    Map.entry("h264", "-b:v 250M -qmin 18 -qmax 18"),
                    Map.entry("mpeg2video", "-q:v 2"),
                    Map.entry("mpeg1video", "-q:v 2"),
                    Map.entry("mpeg4", "-q:v 2"),
                    Map.entry("mjpeg", "-q:v 2"),
                    Map.entry("vp8", "-b:v 100M -crf 8 -qmin 8 -qmax 8"),
                    Map.entry("vp9", "-b:v 0 -crf 16"),
                    Map.entry("av1", "-crf 16"),
                    Map.entry("ffv1", ""));

    /** Coders by the names of codecs, with what makes them repeatable and keeps all pictures. */
    private static final Map<String, String> VIDEO =
            Map.ofEntries(
                    Map.entry(
                            "h264",
                            "libopenh264 -profile:v high -allow_skip_frames 0 -rc_mode bitrate"),
                    Map.entry("mpeg2video", "mpeg2video -sc_threshold 1000000000 -bf 2"),
                    Map.entry("mpeg1video", "mpeg1video -sc_threshold 1000000000 -bf 2"),
                    Map.entry("mpeg4", "mpeg4 -bf 0"),
                    Map.entry("mjpeg", "mjpeg"),
                    Map.entry("vp8", "libvpx -deadline realtime -cpu-used 8"),
                    Map.entry("vp9", "libvpx-vp9 -deadline realtime -cpu-used 8 -row-mt 0"),
                    Map.entry("av1", "libsvtav1 -preset 12 -svtav1-params lp=1"),
                    Map.entry("ffv1", "ffv1"));

    private static final Map<String, String> AUDIO =
            Map.ofEntries(
                    // Perceptual noise substitution would turn quiet bands into random noise.
                    Map.entry("aac", "aac -aac_pns 0"),
                    Map.entry("mp2", "mp2"),
                    Map.entry("mp3", "libmp3lame"),
                    Map.entry("ac3", "ac3"),
                    Map.entry("eac3", "eac3"),
                    Map.entry("opus", "libopus"),
                    Map.entry("vorbis", "libopus"),
                    Map.entry("flac", "flac"),
                    Map.entry("pcm_s16le", "pcm_s16le"),
                    Map.entry("pcm_f32le", "pcm_f32le"));

    /** Formats of samples that coders with more than eight bits take. */
    private static final List<String> DEEP = List.of("ffv1", "av1", "vp9");

    private final InjectionRequest request;
    private final Clip clip;

    OutputCoding(InjectionRequest request, Clip clip) {
        this.request = request;
        this.clip = clip;
    }

    static boolean writesVideo(String codec) {
        return VIDEO.containsKey(codec);
    }

    static boolean writesAudio(String codec) {
        return AUDIO.containsKey(codec);
    }

    static List<String> videoCodecs() {
        return VIDEO.keySet().stream().sorted().toList();
    }

    static List<String> audioCodecs() {
        return AUDIO.keySet().stream().sorted().toList();
    }

    private String video(Clip.Pictures pictures) {
        String asked = request.coding().video();
        if (asked != null) {
            return asked;
        }
        boolean interlaced = pictures.scan() != Clip.Scan.PROGRESSIVE;
        if (request.extension().equals("webm")) {
            return pictures.codec().equals("vp8") ? "vp8" : "vp9";
        }
        boolean can = VIDEO.containsKey(pictures.codec());
        if (interlaced && !pictures.codec().equals("ffv1")) {
            return "mpeg2video";
        }
        return can ? pictures.codec() : "h264";
    }

    private String audio(Clip.Sound sound) {
        String asked = request.coding().audio();
        if (asked != null) {
            return asked;
        }
        if (request.extension().equals("webm")) {
            return "opus";
        }
        return AUDIO.containsKey(sound.codec()) ? sound.codec() : "aac";
    }

    /** Options of the pictures; the key interval is two seconds. */
    List<String> videoOptions() {
        Clip.@Nullable Pictures pictures = clip.pictures();
        if (pictures == null) {
            return List.of();
        }
        String codec = video(pictures);
        List<String> options = new ArrayList<>(List.of("-c:v"));
        options.addAll(List.of(VIDEO.get(codec).split(" ", -1)));
        options.addAll(List.of("-fps_mode", "passthrough", "-threads:v", "1"));
        long interval = Math.max(1, Math.round(2 * pictures.rate().perSecond()));
        options.addAll(List.of("-g", Long.toString(interval)));
        options.addAll(List.of("-pix_fmt", pixelFormat(codec, pictures.pixelFormat())));
        long asked = request.coding().videoBitsPerSecond();
        String quality = asked > 0 ? "-b:v " + asked : FINE.get(codec);
        if (!quality.isEmpty()) {
            options.addAll(List.of(quality.split(" ", -1)));
        }
        if (codec.equals("mpeg2video") && pictures.scan() != Clip.Scan.PROGRESSIVE) {
            options.addAll(List.of("-flags:v", "+ildct+ilme+bitexact"));
        } else {
            options.addAll(List.of("-flags:v", "+bitexact"));
        }
        return options;
    }

    private static String pixelFormat(String codec, String wanted) {
        boolean deep = wanted.contains("10") || wanted.contains("12");
        if (codec.equals("mjpeg")) {
            return "yuvj420p";
        }
        if (codec.equals("ffv1") && wanted.startsWith("yuv")) {
            return wanted;
        }
        if (codec.equals("mpeg2video") && wanted.equals("yuv422p")) {
            return wanted;
        }
        return deep && DEEP.contains(codec) ? "yuv420p10le" : "yuv420p";
    }

    /** Options of the sound. */
    List<String> audioOptions() {
        Clip.@Nullable Sound sound = clip.sound();
        if (sound == null) {
            return List.of();
        }
        String codec = audio(sound);
        List<String> options = new ArrayList<>(List.of("-c:a"));
        options.addAll(List.of(AUDIO.get(codec).split(" ", -1)));
        if (!List.of("flac", "pcm_s16le", "pcm_f32le").contains(codec)) {
            int usual = AUDIO_BITS_PER_CHANNEL * Math.max(1, sound.channels());
            long bits = Math.max(sound.bitsPerSecond(), usual);
            bits = Math.min(bits, codec.equals("mp2") ? 384_000 : 512_000);
            if (codec.equals("mp2")) {
                // Rates that layer II has; a single channel has none above 192 kbit/s.
                long most = sound.channels() == 1 ? 192_000 : 384_000;
                bits = bits <= 64_000 ? 64_000 : bits <= 128_000 ? 128_000 : most;
            }
            if (!codec.equals("aac") && sound.rateHz() < 24_000 && !codec.equals("opus")) {
                bits = Math.min(bits, 64_000);
            }
            options.addAll(List.of("-b:a", Long.toString(bits)));
        }
        options.addAll(List.of("-flags:a", "+bitexact"));
        return options;
    }

    /** Options of the container. */
    List<String> containerOptions() {
        return switch (request.extension()) {
            case "mp4", "m4v", "mov" -> List.of("-movflags", "+faststart");
            case "ts", "mts", "m2ts", "mpegts" -> List.of("-f", "mpegts");
            default -> List.of();
        };
    }
}
