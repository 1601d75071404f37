package io.sightline.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT470BG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import io.sightline.media.Still;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.swscale.SwsContext;

/**
 * A decoded picture as a JPEG: with square pixels, not wider than asked for, as the library's own
 * encoder writes it. Any thread; holds nothing between calls.
 */
final class JpegPicture {

    /** Of the encoder's 2 (best) to 31: artefacts of the stream are seen, those of JPEG are not. */
    private static final int QUANTISER = 4;

    private static final int LEAST_SIDE = 16;

    private JpegPicture() {}

    /**
     * @param picture borrowed; its field order is forgotten
     * @throws IllegalStateException when the library cannot convert such a picture
     */
    static Still of(AVFrame picture, int mostWidth, long timeMicros) {
        AVFrame scaled = av_frame_alloc();
        SwsContext scaler = sws_alloc_context();
        try {
            fit(scaled, picture, mostWidth);
            scaled.format(AV_PIX_FMT_YUVJ420P);
            scaled.color_range(AVCOL_RANGE_JPEG);
            scaled.colorspace(AVCOL_SPC_BT470BG); // what JPEG means
            scaled.color_primaries(picture.color_primaries());
            scaled.color_trc(picture.color_trc());
            // A whole picture is wanted: both fields as they lie.
            picture.flags(picture.flags() & ~AVFrame.AV_FRAME_FLAG_INTERLACED);
            FfmpegErrors.require(sws_scale_frame(scaler, scaled, picture), "sws_scale_frame");
            return new Still(encode(scaled), scaled.width(), scaled.height(), timeMicros);
        } finally {
            sws_free_context(scaler);
            av_frame_free(scaled);
        }
    }

    private static void fit(AVFrame scaled, AVFrame picture, int mostWidth) {
        AVRational aspect = picture.sample_aspect_ratio();
        double pixel =
                aspect.num() > 0 && aspect.den() > 0 ? aspect.num() / (double) aspect.den() : 1;
        double width = picture.width() * pixel;
        double height = picture.height();
        double scale = Math.min(1, mostWidth / Math.max(width, height));
        scaled.width(even(width * scale));
        scaled.height(even(height * scale));
    }

    private static int even(double length) {
        return Math.max(LEAST_SIDE, 2 * (int) Math.round(length / 2));
    }

    private static byte[] encode(AVFrame picture) {
        AVCodec codec = avcodec_find_encoder(AV_CODEC_ID_MJPEG);
        AVCodecContext context = avcodec_alloc_context3(codec);
        AVPacket packet = av_packet_alloc();
        try {
            context.width(picture.width());
            context.height(picture.height());
            context.pix_fmt(picture.format());
            context.color_range(AVCOL_RANGE_JPEG);
            context.time_base(av_make_q(1, 1));
            context.thread_count(1);
            context.flags(context.flags() | AV_CODEC_FLAG_QSCALE | AV_CODEC_FLAG_BITEXACT);
            context.global_quality(FF_QP2LAMBDA * QUANTISER);
            picture.quality(context.global_quality());
            picture.pts(0);
            FfmpegErrors.require(
                    avcodec_open2(context, codec, (AVDictionary) null), "avcodec_open2");
            FfmpegErrors.require(avcodec_send_frame(context, picture), "avcodec_send_frame");
            FfmpegErrors.require(avcodec_receive_packet(context, packet), "avcodec_receive_packet");
            byte[] bytes = new byte[packet.size()];
            packet.data().get(bytes);
            return bytes;
        } finally {
            av_packet_free(packet);
            avcodec_free_context(context);
        }
    }
}
