package io.sightline.demo.media;

import java.util.List;

/** Which codecs synthetic media uses. */
public enum Coding {
    H264_AAC,
    MPEG2_MP2;

    List<String> videoOptions() {
        return switch (this) {
            case H264_AAC ->
                    List.of("-c:v", "libopenh264", "-profile:v", "high", "-allow_skip_frames", "0");
            case MPEG2_MP2 ->
                    List.of("-c:v", "mpeg2video", "-sc_threshold", "1000000000", "-bf", "2");
        };
    }

    List<String> audioOptions() {
        return switch (this) {
            // Perceptual noise substitution would turn quiet bands into random noise.
            case H264_AAC -> List.of("-c:a", "aac", "-aac_pns", "0", "-b:a", "128k");
            case MPEG2_MP2 -> List.of("-c:a", "mp2", "-b:a", "192k");
        };
    }
}
