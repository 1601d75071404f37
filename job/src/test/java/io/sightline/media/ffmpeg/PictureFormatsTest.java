package io.sightline.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.api.LumaFormat;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PictureFormatsTest {

    @BeforeAll
    static void load() {
        FfmpegLibrary.load();
    }

    @ParameterizedTest
    @CsvSource({
        "yuv420p, unknown, 8, 0, false",
        "yuv420p, pc, 8, 0, true",
        "yuvj422p, unknown, 8, 0, true",
        "nv12, tv, 8, 0, false",
        "p010le, tv, 10, 6, false",
        "p012le, tv, 12, 4, false",
        "p016le, pc, 16, 0, true",
        "yuv444p9le, tv, 9, 0, false",
        "yuva420p10le, tv, 10, 0, false",
        "gray12le, tv, 12, 0, false",
        "gray12le, unknown, 12, 0, true"
    })
    void readsLumaInPlace(String name, String range, int bitDepth, int shift, boolean isFull) {
        assertThat(PictureFormats.lumaInPlace(format(name), avutil.av_color_range_from_name(range)))
                .contains(new LumaFormat(bitDepth, shift, isFull));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yuv420p10be",
                "p010be",
                "gray16be",
                "grayf32le",
                "ya8",
                "yuyv422",
                "uyvy422",
                "rgb24",
                "gbrp",
                "gbrp10le",
                "pal8",
                "monob",
                "xyz12le",
                "bayer_rggb8",
                "vaapi",
                "y210le"
            })
    void convertsTheRest(String name) {
        assertThat(PictureFormats.lumaInPlace(format(name), avutil.AVCOL_RANGE_UNSPECIFIED))
                .isEmpty();
    }

    private static int format(String name) {
        int format = avutil.av_get_pix_fmt(name);
        assertThat(format).as(name).isNotNegative();
        return format;
    }
}
