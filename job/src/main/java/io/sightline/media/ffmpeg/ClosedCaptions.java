package io.sightline.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_A53_CC;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_side_data;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.javacpp.BytePointer;

/** Captions in the user data of a picture: ATSC A/53 part 4, CEA-608 and CEA-708. */
final class ClosedCaptions {

    private static final int TRIPLET_BYTES = 3;
    private static final int VALID = 0x04;
    private static final int TYPE = 0x03;
    private static final int FIRST_OF_708 = 2;
    private static final int WITHOUT_PARITY = 0x7f;

    private ClosedCaptions() {}

    /** Bytes of captions in a picture, padding aside; borrows the frame. */
    static int bytesIn(AVFrame frame) {
        AVFrameSideData data = av_frame_get_side_data(frame, AV_FRAME_DATA_A53_CC);
        if (data == null || data.isNull()) {
            return 0;
        }
        BytePointer triplets = data.data();
        int bytes = 0;
        for (long at = 0; at + TRIPLET_BYTES <= data.size(); at += TRIPLET_BYTES) {
            bytes += bytesOf(triplets.get(at), triplets.get(at + 1), triplets.get(at + 2));
        }
        return bytes;
    }

    /** CEA-608 is padded with zeros and their parity, CEA-708 with triplets that are not valid. */
    static int bytesOf(byte flags, byte first, byte second) {
        boolean is708 = (flags & TYPE) >= FIRST_OF_708;
        int mask = is708 ? 0xff : WITHOUT_PARITY;
        boolean isPadding = ((first | second) & mask) == 0;
        return (flags & VALID) == 0 || isPadding ? 0 : TRIPLET_BYTES - 1;
    }
}
