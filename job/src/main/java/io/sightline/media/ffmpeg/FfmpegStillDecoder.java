package io.sightline.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.sightline.detector.model.TimeBase;
import io.sightline.media.MediaException;
import io.sightline.media.NativeLedger;
import io.sightline.media.Packet;
import io.sightline.media.Still;
import io.sightline.media.StillDecoder;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Decodes as detectors see it: with the same settings of the same decoder.
 *
 * <p>Thread: the one that opened it. Ownership: the opener closes it.
 */
final class FfmpegStillDecoder implements StillDecoder {

    private final CodecSession session; // owned
    private final int mostWidth;
    private final AVFrame held = av_frame_alloc(); // owned; of no size while nothing is held
    private long timeMicros = TimeBase.NO_TIME;
    private long heldMicros = TimeBase.NO_TIME;
    private boolean isClosed;

    private FfmpegStillDecoder(CodecSession session, int mostWidth) {
        this.session = session;
        this.mostWidth = mostWidth;
        NativeLedger.opened();
    }

    static FfmpegStillDecoder open(FfmpegTrack track, DecoderLimits limits, int mostWidth)
            throws MediaException {
        return new FfmpegStillDecoder(CodecSession.open(track, limits), mostWidth);
    }

    @Override
    public void send(Packet packet) {
        session.send(packet); // what is refused shows nothing
    }

    @Override
    public boolean receive() {
        if (!session.receive()) {
            return false;
        }
        timeMicros = session.frame().best_effort_timestamp();
        return true;
    }

    @Override
    public long presentationTimeMicros() {
        return timeMicros;
    }

    @Override
    public void hold() {
        av_frame_unref(held);
        av_frame_move_ref(held, session.frame());
        heldMicros = timeMicros;
    }

    @Override
    public @Nullable Still held() {
        return held.width() == 0 ? null : JpegPicture.of(held, mostWidth, heldMicros);
    }

    @Override
    public void drain() {
        session.drain();
    }

    @Override
    public void reset() {
        session.reset();
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            av_frame_free(held);
            NativeLedger.closed();
            session.close();
        }
    }
}
