package io.sightline.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AC3;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_EAC3;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MP1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MP2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set_int;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;

/**
 * Chooses decoders, and sets them up, so that entering a stream midway soon gives the same samples
 * as decoding it from its beginning: what is measured after a restart must not differ.
 */
final class RepeatableDecoding {

    private RepeatableDecoding() {}

    /**
     * The decoder of a codec; null or a null pointer where this build has none. For MPEG audio of
     * layers I and II it is the one in floating point: the default one carries a rounding remainder
     * from sample to sample for ever.
     */
    static AVCodec decoderOf(int codecId) {
        AVCodec exact =
                switch (codecId) {
                    case AV_CODEC_ID_MP1 -> avcodec_find_decoder_by_name("mp1float");
                    case AV_CODEC_ID_MP2 -> avcodec_find_decoder_by_name("mp2float");
                    default -> null;
                };
        return exact == null || exact.isNull() ? avcodec_find_decoder(codecId) : exact;
    }

    /**
     * Before the context is opened: the noise with which AC-3 fills quiet bands is drawn from each
     * frame's own bytes, not from a generator that runs from the start of decoding.
     */
    static void prepare(AVCodecContext context) {
        int codecId = context.codec_id();
        if (codecId == AV_CODEC_ID_AC3 || codecId == AV_CODEC_ID_EAC3) {
            FfmpegErrors.require(
                    av_opt_set_int(context.priv_data(), "cons_noisegen", 1, 0), "av_opt_set_int");
        }
    }
}
