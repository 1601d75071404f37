package io.sightline.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;

import java.util.TreeSet;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.jspecify.annotations.Nullable;

/**
 * Tells which pictures of H.264 were predicted from ones that never came, from the packets on to
 * when they are shown. Thread: the decoder's.
 */
final class MissingPictures {

    /** In which the first slice begins, after parameters and messages. */
    private static final int HEAD_BYTES = 4_096;

    private final FrameNumbers numbers;
    private final byte[] head = new byte[HEAD_BYTES]; // of an access unit
    private final TreeSet<Long> afterGaps = new TreeSet<>(); // when pictures are to be shown

    private MissingPictures(byte[] extradata) {
        numbers = new FrameNumbers(extradata);
    }

    /** Null of codecs whose pictures have no numbers. */
    static @Nullable MissingPictures of(AVCodecParameters parameters) {
        if (parameters.codec_id() != AV_CODEC_ID_H264) {
            return null;
        }
        byte[] extradata = new byte[parameters.extradata_size()];
        if (extradata.length > 0) {
            parameters.extradata().get(extradata);
        }
        return new MissingPictures(extradata);
    }

    /** Takes what is sent to the decoder. A key frame lacks nothing, also after a splice. */
    void add(FfmpegPacket packet) {
        int length = Math.min(head.length, packet.sizeBytes());
        if (length == 0) {
            return;
        }
        packet.nativePacket().data().get(head, 0, length);
        if (numbers.isGapBefore(head, length) && !packet.isKeyFrame()) {
            afterGaps.add(packet.presentationTimeMicros());
        }
    }

    /**
     * Whether a picture that is shown now is the first after a gap. Without times, which are then
     * earliest of all, it is the next one.
     */
    boolean wereBefore(long shownMicros) {
        boolean were = false;
        while (!afterGaps.isEmpty() && afterGaps.first() <= shownMicros) {
            afterGaps.pollFirst();
            were = true;
        }
        return were;
    }

    /** What comes next does not continue what came before. */
    void forget() {
        afterGaps.clear();
        numbers.forget();
    }
}
