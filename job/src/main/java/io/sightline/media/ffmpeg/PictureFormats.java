package io.sightline.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_BAYER;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_BE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_BITSTREAM;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_FLOAT;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_HWACCEL;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_PAL;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_XYZ;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ411P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ422P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ440P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ444P;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import io.sightline.detector.api.ChromaFormat;
import io.sightline.detector.api.LumaFormat;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVComponentDescriptor;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;

/** Which pixel formats have planes that can be read in place, and how they are stored. */
final class PictureFormats {

    private static final int MAX_BIT_DEPTH = 16;

    private static final long NOT_LUMA_FLAGS =
            AV_PIX_FMT_FLAG_RGB
                    | AV_PIX_FMT_FLAG_PAL
                    | AV_PIX_FMT_FLAG_BITSTREAM
                    | AV_PIX_FMT_FLAG_HWACCEL
                    | AV_PIX_FMT_FLAG_BAYER
                    | AV_PIX_FMT_FLAG_FLOAT
                    | AV_PIX_FMT_FLAG_XYZ;

    private PictureFormats() {}

    /**
     * The luma plane of a pixel format, or nothing when the picture has to be converted first.
     *
     * @param pixelFormat of the library
     * @param colourRange of the library
     */
    static Optional<LumaFormat> lumaInPlace(int pixelFormat, int colourRange) {
        AVPixFmtDescriptor format = av_pix_fmt_desc_get(pixelFormat);
        if (format == null || format.isNull() || (format.flags() & NOT_LUMA_FLAGS) != 0) {
            return Optional.empty();
        }
        AVComponentDescriptor luma = format.comp(0);
        int depth = luma.depth();
        boolean isBigEndian = (format.flags() & AV_PIX_FMT_FLAG_BE) != 0;
        if (luma.plane() != 0
                || luma.offset() != 0
                || depth < Byte.SIZE
                || depth > MAX_BIT_DEPTH
                || luma.step() != (depth > Byte.SIZE ? Short.BYTES : Byte.BYTES)
                || (isBigEndian && depth > Byte.SIZE)) {
            return Optional.empty();
        }
        boolean isGray = format.nb_components() == 1;
        return Optional.of(
                new LumaFormat(depth, luma.shift(), isFullRange(pixelFormat, colourRange, isGray)));
    }

    /**
     * The colour planes of a pixel format whose luma is read in place, or nothing where there are
     * none or they are stored in another way than luma.
     */
    static Optional<ChromaPlanes> chromaInPlace(int pixelFormat) {
        AVPixFmtDescriptor format = av_pix_fmt_desc_get(pixelFormat);
        if (format == null || format.isNull() || format.nb_components() < 3) {
            return Optional.empty();
        }
        AVComponentDescriptor luma = format.comp(0);
        AVComponentDescriptor cb = format.comp(1);
        AVComponentDescriptor cr = format.comp(2);
        if (!isLike(luma, cb)
                || !isLike(luma, cr)
                || cb.step() != cr.step()
                || cb.plane() == luma.plane()) {
            return Optional.empty();
        }
        return Optional.of(
                new ChromaPlanes(
                        new ChromaFormat(format.log2_chroma_w(), format.log2_chroma_h(), cb.step()),
                        cb.plane(),
                        cb.offset(),
                        cr.plane(),
                        cr.offset()));
    }

    private static boolean isLike(AVComponentDescriptor luma, AVComponentDescriptor other) {
        return other.depth() == luma.depth() && other.shift() == luma.shift();
    }

    private static boolean isFullRange(int pixelFormat, int colourRange, boolean isGray) {
        // Gray of unknown range comes from still-image-like codecs; swscale takes it as full, too.
        // Codecs of moving pictures say which range their gray has.
        return colourRange == AVCOL_RANGE_JPEG
                || (isGray && colourRange == AVCOL_RANGE_UNSPECIFIED)
                || pixelFormat == AV_PIX_FMT_YUVJ420P
                || pixelFormat == AV_PIX_FMT_YUVJ422P
                || pixelFormat == AV_PIX_FMT_YUVJ444P
                || pixelFormat == AV_PIX_FMT_YUVJ440P
                || pixelFormat == AV_PIX_FMT_YUVJ411P;
    }
}
