package io.sightline.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;

/**
 * Converts pictures without a luma plane of their own, such as RGB, to 8-bit limited-range YUV.
 *
 * <p>Thread: the decoder's. Ownership: the opener closes it.
 */
final class PictureConverter implements AutoCloseable {

    private final SwsContext context = sws_alloc_context(); // owned
    private final AVFrame converted = av_frame_alloc(); // owned
    private final FramePlanes planes = new FramePlanes(converted);

    /**
     * Converts one picture.
     *
     * @return borrowed until the next call, or a frame of no size when it cannot be converted
     */
    FramePlanes convert(AVFrame picture) {
        if (converted.width() != picture.width() || converted.height() != picture.height()) {
            av_frame_unref(converted);
            converted.width(picture.width());
            converted.height(picture.height());
            converted.format(AV_PIX_FMT_YUV420P);
            converted.color_range(AVCOL_RANGE_MPEG);
        }
        int code = sws_scale_frame(context, converted, picture);
        FfmpegErrors.requireMemory(code);
        if (code < 0) {
            av_frame_unref(converted);
        }
        return planes;
    }

    @Override
    public void close() {
        av_frame_free(converted);
        sws_free_context(context);
    }
}
