package io.sightline.media.ffmpeg;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_INTERLACED;
import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_TOP_FIELD_FIRST;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_ARIB_STD_B67;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_SMPTE2084;

import io.sightline.detector.api.Transfer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;

/** What a decoder says about the signal of a picture: seldom anything new. */
record PictureTraits(
        boolean isInterlaced,
        boolean isTopFieldFirst,
        Transfer transfer,
        double sampleAspectRatio) {

    static final PictureTraits PLAIN = new PictureTraits(false, false, Transfer.SDR, 1);

    /**
     * The traits of a picture, for garbage's sake the very same as before while they are.
     *
     * @param aspect of the frame's samples
     */
    PictureTraits next(AVFrame frame, AVRational aspect) {
        boolean interlaced = (frame.flags() & AV_FRAME_FLAG_INTERLACED) != 0;
        boolean topFirst = (frame.flags() & AV_FRAME_FLAG_TOP_FIELD_FIRST) != 0;
        Transfer light = transfer(frame.color_trc());
        double ratio = ratio(aspect);
        boolean isSame =
                interlaced == isInterlaced
                        && topFirst == isTopFieldFirst
                        && light == transfer
                        && ratio == sampleAspectRatio;
        return isSame ? this : new PictureTraits(interlaced, topFirst, light, ratio);
    }

    private static Transfer transfer(int characteristic) {
        if (characteristic == AVCOL_TRC_SMPTE2084) {
            return Transfer.PQ;
        }
        return characteristic == AVCOL_TRC_ARIB_STD_B67 ? Transfer.HLG : Transfer.SDR;
    }

    private static double ratio(AVRational aspect) {
        return aspect.num() > 0 && aspect.den() > 0 ? (double) aspect.num() / aspect.den() : 1;
    }
}
