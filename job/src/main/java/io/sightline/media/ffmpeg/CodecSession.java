package io.sightline.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_OUTPUT_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_CRCCHECK;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import io.sightline.media.MediaException;
import io.sightline.media.MediaException.Reason;
import io.sightline.media.NativeLedger;
import io.sightline.media.Packet;
import io.sightline.media.Track;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * One open codec context and the frame it decodes into: what video and audio have in common.
 *
 * <p>Times go in and come out in microseconds. Errors are found and concealed rather than hidden:
 * checksums are verified, and pictures that the decoder does not trust come out, marked. Pictures
 * that MPEG-2 cannot decode at all because the stream was entered midway are not asked for ({@code
 * show_all}): entering midway is no defect.
 *
 * <p>Thread: the one that opened it. Ownership: the opener closes it.
 */
final class CodecSession implements AutoCloseable {

    private static final int MICROS_PER_SECOND = 1_000_000;

    private final AVCodecContext context; // owned
    private final AVFrame frame; // owned, overwritten by each receive
    private boolean isDraining;
    private boolean hasEnded;
    private boolean hasLateRefusal;
    private boolean isClosed;

    private CodecSession(AVCodecContext context) {
        this.context = context;
        frame = av_frame_alloc();
        NativeLedger.opened();
    }

    static CodecSession open(FfmpegTrack track, DecoderLimits limits) throws MediaException {
        FfmpegLibrary.load();
        AVCodecParameters parameters = track.parameters();
        long pixels = (long) parameters.width() * parameters.height();
        if (pixels > limits.maxPixels()) {
            throw unsupported(track, "a picture has %d pixels, the limit is %d", pixels, limits);
        }
        int channels = parameters.ch_layout().nb_channels();
        if (channels > limits.maxChannels()) {
            throw unsupported(track, "there are %d channels, the limit is %d", channels, limits);
        }
        AVCodec codec = RepeatableDecoding.decoderOf(parameters.codec_id());
        if (codec == null || codec.isNull()) {
            throw new MediaException(
                    Reason.UNSUPPORTED,
                    "Cannot decode track %s: this build has no decoder for it.".formatted(track));
        }
        AVCodecContext context = avcodec_alloc_context3(codec);
        CodecSession session = new CodecSession(context);
        try {
            FfmpegErrors.require(
                    avcodec_parameters_to_context(context, parameters),
                    "avcodec_parameters_to_context");
            context.pkt_timebase(av_make_q(1, MICROS_PER_SECOND));
            context.thread_count(1); // slots give parallelism
            context.max_pixels(limits.maxPixels());
            context.flags(context.flags() | AV_CODEC_FLAG_OUTPUT_CORRUPT);
            context.err_recognition(context.err_recognition() | AV_EF_CRCCHECK);
            RepeatableDecoding.prepare(context);
            int code = avcodec_open2(context, codec, (AVDictionary) null);
            FfmpegErrors.requireMemory(code);
            if (code < 0) {
                throw new MediaException(
                        Reason.UNSUPPORTED,
                        "Cannot decode track %s: the decoder refuses it: %s."
                                .formatted(track, FfmpegErrors.describe(code)));
            }
            return session;
        } catch (MediaException | RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    /** Borrowed: what the last successful {@link #receive()} gave. */
    AVFrame frame() {
        return frame;
    }

    /**
     * Gives one packet to the decoder.
     *
     * @return false when it was refused, or when the rest of the one before was found to be damaged
     *     only while its frames were received
     */
    boolean send(Packet packet) {
        requireOpen();
        if (isDraining) {
            throw new IllegalStateException("Frames are left from draining: receive them first");
        }
        boolean wasRefusedLate = hasLateRefusal;
        hasLateRefusal = false;
        if (packet.sizeBytes() == 0) {
            return !wasRefusedLate; // to the library an empty packet would mean draining
        }
        AVPacket nativePacket = ((FfmpegPacket) packet).nativePacket();
        int code = avcodec_send_packet(context, nativePacket);
        if (code == AVERROR_EAGAIN()) {
            throw new IllegalStateException("Frames are left: receive them before sending on");
        }
        FfmpegErrors.requireMemory(code);
        return code >= 0 && !wasRefusedLate;
    }

    /** Decodes the next frame into {@link #frame()}; false when there is none. */
    boolean receive() {
        requireOpen();
        while (true) {
            int code = avcodec_receive_frame(context, frame);
            if (code >= 0) {
                return true;
            }
            if (code == AVERROR_EAGAIN()) {
                return false;
            }
            if (code == AVERROR_EOF) {
                hasEnded = true;
                return false;
            }
            FfmpegErrors.requireMemory(code);
            hasLateRefusal = true;
        }
    }

    /** Everything drained came out: {@link #reset()} makes it ready for more. */
    boolean hasEnded() {
        return hasEnded;
    }

    /** Books a frame that came out but cannot be used as a refusal, told by the next send. */
    void refuseLate() {
        hasLateRefusal = true;
    }

    /** Leaves undecoded what the library's {@code AVDISCARD} level says. */
    void skip(int discard) {
        requireOpen();
        context.skip_frame(discard);
    }

    void drain() {
        requireOpen();
        if (!isDraining) {
            isDraining = true;
            avcodec_send_packet(context, null); // fails only when already draining
        }
    }

    void reset() {
        requireOpen();
        isDraining = false;
        hasEnded = false;
        hasLateRefusal = false;
        avcodec_flush_buffers(context);
    }

    /** How long one picture lasts by the decoder's or else the container's rate; 0 if unknown. */
    long pictureMicros(TrackFacts facts) {
        int numerator = context.framerate().num();
        return numerator > 0
                ? (long) MICROS_PER_SECOND * context.framerate().den() / numerator
                : facts.pictureMicros();
    }

    private void requireOpen() {
        if (isClosed) {
            throw new IllegalStateException("This decoder is closed");
        }
    }

    private static MediaException unsupported(
            FfmpegTrack track, String what, long found, DecoderLimits limits) {
        long limit = track.kind() == Track.Kind.VIDEO ? limits.maxPixels() : limits.maxChannels();
        return new MediaException(
                Reason.UNSUPPORTED,
                "Cannot decode track %s: %s.".formatted(track, what.formatted(found, limit)));
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            av_frame_free(frame);
            avcodec_free_context(context);
            NativeLedger.closed();
        }
    }
}
