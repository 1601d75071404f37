package io.sightline.media.ffmpeg;

import io.sightline.detector.api.ChromaFormat;
import io.sightline.detector.api.LumaFormat;
import io.sightline.media.ffmpeg.SamplePlane.Layout;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * How the pictures of one pixel format and size lie in memory: worked out once, for garbage's sake.
 *
 * @param chroma nothing where there are no colour planes
 */
record PictureLayout(
        int pixelFormat,
        int colourRange,
        int width,
        int height,
        LumaFormat lumaFormat,
        Layout luma,
        @Nullable Chroma chroma) {

    record Chroma(ChromaFormat format, Layout cb, Layout cr) {}

    /** Of a decoded picture; nothing when it has to be converted first. */
    static Optional<PictureLayout> of(AVFrame frame) {
        return PictureFormats.lumaInPlace(frame.format(), frame.color_range())
                .map(luma -> of(frame, luma));
    }

    private static PictureLayout of(AVFrame frame, LumaFormat luma) {
        return new PictureLayout(
                frame.format(),
                frame.color_range(),
                frame.width(),
                frame.height(),
                luma,
                Layout.ofLuma(frame, luma.bytesPerSample()),
                PictureFormats.chromaInPlace(frame.format())
                        .filter(planes -> isOneStride(frame, planes))
                        .map(planes -> chroma(planes, frame, luma.bytesPerSample()))
                        .orElse(null));
    }

    private static Chroma chroma(ChromaPlanes planes, AVFrame frame, int bytesPerSample) {
        return new Chroma(
                planes.format(),
                planes.cb(frame.width(), frame.height(), bytesPerSample),
                planes.cr(frame.width(), frame.height(), bytesPerSample));
    }

    private static boolean isOneStride(AVFrame frame, ChromaPlanes planes) {
        return frame.linesize(planes.cbPlane()) == frame.linesize(planes.crPlane());
    }

    boolean fits(AVFrame frame) {
        return frame.format() == pixelFormat
                && frame.color_range() == colourRange
                && frame.width() == width
                && frame.height() == height;
    }
}
