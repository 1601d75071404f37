package io.sightline.media.ffmpeg;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.avutil.AVFrame.FF_DECODE_ERROR_CONCEALMENT_ACTIVE;
import static org.bytedeco.ffmpeg.avutil.AVFrame.FF_DECODE_ERROR_DECODE_SLICES;
import static org.bytedeco.ffmpeg.avutil.AVFrame.FF_DECODE_ERROR_INVALID_BITSTREAM;
import static org.bytedeco.ffmpeg.avutil.AVFrame.FF_DECODE_ERROR_MISSING_REFERENCE;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_DEFAULT;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_NONREF;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_I;

import io.sightline.detector.api.PictureDamage;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.FrameFeatures;
import io.sightline.detector.model.TimeBase;
import io.sightline.media.MediaException;
import io.sightline.media.Packet;
import io.sightline.media.VideoDecoder;
import java.util.Objects;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;

/**
 * Decodes video and shows each picture's planes where the decoder put it.
 *
 * <p>Presentation times are strictly increasing: a picture without a time follows the last one by
 * its duration, and one whose time is not later than the last is moved to 1 microsecond after it,
 * so that every picture is examined and none is dropped here.
 *
 * <p>Thread: the one that opened it. Ownership: the opener closes it. Per-frame code: it allocates
 * the frame and little else.
 */
final class FfmpegVideoDecoder implements VideoDecoder {

    private static final long DEFAULT_PICTURE_MICROS = 40_000;

    private final CodecSession session; // owned
    private final FramePlanes decodedPlanes;
    private final TrackFacts facts;
    private final FramePoisoning poisoning;
    private final FrameFeatures features = new FrameFeatures();
    private final PictureBuffers buffers = new PictureBuffers(); // owned, closed in close()
    private final @Nullable MissingPictures missing; // where the codec tells
    private @Nullable PictureConverter converter; // owned, opened when first needed
    private @Nullable FfmpegVideoFrame lent;
    private long lastTimeMicros = TimeBase.NO_TIME;
    private long lastDurationMicros;

    private final AVRational aspect; // of the frame's samples: part of it, borrowed
    private PictureTraits traits = PictureTraits.PLAIN;
    private @Nullable PictureLayout layout; // of the picture before
    private int formatToConvert = -1; // the pixel format last seen that has no luma plane

    private FfmpegVideoDecoder(
            CodecSession session,
            TrackFacts facts,
            @Nullable MissingPictures missing,
            FramePoisoning poisoning) {
        this.session = session;
        this.missing = missing;
        this.decodedPlanes = new FramePlanes(session.frame());
        this.aspect = session.frame().sample_aspect_ratio();
        this.facts = facts;
        this.poisoning = poisoning;
    }

    static FfmpegVideoDecoder open(
            FfmpegTrack track, DecoderLimits limits, FramePoisoning poisoning)
            throws MediaException {
        return new FfmpegVideoDecoder(
                CodecSession.open(track, limits),
                track.facts(),
                MissingPictures.of(track.parameters()),
                poisoning);
    }

    @Override
    public boolean send(Packet packet) {
        endBorrow();
        if (missing != null) {
            missing.add((FfmpegPacket) packet);
        }
        return session.send(packet);
    }

    @Override
    public void skip(Skip what) {
        session.skip(what == Skip.NON_REFERENCE ? AVDISCARD_NONREF : AVDISCARD_DEFAULT);
    }

    @Override
    public void drain() {
        endBorrow();
        session.drain();
    }

    @Override
    public void reset() {
        endBorrow();
        session.reset();
        lastTimeMicros = TimeBase.NO_TIME;
        if (missing != null) {
            missing.forget();
        }
    }

    @Override
    public @Nullable VideoFrame receive() {
        endBorrow();
        while (session.receive()) {
            FfmpegVideoFrame frame = lend(session.frame());
            if (frame != null) {
                lent = frame;
                features.reset(frame);
                return frame;
            }
        }
        if (session.hasEnded()) {
            reset();
        }
        return null;
    }

    private @Nullable FfmpegVideoFrame lend(AVFrame decoded) {
        long durationMicros = durationMicros(decoded);
        long timeMicros = timeMicros(decoded.best_effort_timestamp());
        PictureDamage damage = damage(decoded);
        if (missing != null && missing.wereBefore(decoded.best_effort_timestamp())) {
            damage = new PictureDamage(damage.concealed(), true, damage.corrupt());
        }
        FramePlanes planes = decodedPlanes;
        buffers.saw(planes);
        PictureLayout known = layoutOf(decoded);
        if (known == null) {
            planes = converter().convert(decoded);
            if (planes.frame().width() == 0) {
                session.refuseLate();
                return null;
            }
            known = Objects.requireNonNull(layoutOf(planes.frame()));
        }
        lastTimeMicros = timeMicros;
        lastDurationMicros = durationMicros;
        traits = traits.next(decoded, aspect);
        PictureLayout.Chroma chroma = known.chroma();
        return new FfmpegVideoFrame(
                timeMicros,
                durationMicros,
                known,
                plane(planes, known.luma()),
                chroma == null ? null : plane(planes, chroma.cb()),
                chroma == null ? null : plane(planes, chroma.cr()),
                traits,
                decoded.pict_type() == AV_PICTURE_TYPE_I,
                ClosedCaptions.bytesIn(decoded),
                damage,
                features);
    }

    private long timeMicros(long bestEffortMicros) {
        if (lastTimeMicros == TimeBase.NO_TIME) {
            return bestEffortMicros == TimeBase.NO_TIME ? 0 : bestEffortMicros;
        }
        return bestEffortMicros == TimeBase.NO_TIME
                ? lastTimeMicros + lastDurationMicros
                : Math.max(bestEffortMicros, lastTimeMicros + 1);
    }

    private long durationMicros(AVFrame decoded) {
        long durationMicros = decoded.duration();
        if (durationMicros <= 0) {
            durationMicros = session.pictureMicros(facts);
        }
        return durationMicros > 0 ? durationMicros : DEFAULT_PICTURE_MICROS;
    }

    private static PictureDamage damage(AVFrame decoded) {
        int errors = decoded.decode_error_flags();
        boolean isCorrupt = (decoded.flags() & AV_FRAME_FLAG_CORRUPT) != 0;
        if (errors == 0 && !isCorrupt) {
            return PictureDamage.NONE;
        }
        int otherErrors = FF_DECODE_ERROR_INVALID_BITSTREAM | FF_DECODE_ERROR_DECODE_SLICES;
        return new PictureDamage(
                (errors & FF_DECODE_ERROR_CONCEALMENT_ACTIVE) != 0,
                (errors & FF_DECODE_ERROR_MISSING_REFERENCE) != 0,
                isCorrupt || (errors & otherErrors) != 0);
    }

    /** How a picture lies in memory, or nothing when it has to be converted first. */
    private @Nullable PictureLayout layoutOf(AVFrame picture) {
        PictureLayout known = layout;
        if (known != null && known.fits(picture)) {
            return known;
        }
        if (picture.format() == formatToConvert) {
            return null;
        }
        known = PictureLayout.of(picture).orElse(null);
        if (known == null) {
            formatToConvert = picture.format();
        } else {
            layout = known;
        }
        return known;
    }

    private SamplePlane plane(FramePlanes planes, SamplePlane.Layout wanted) {
        return poisoning == FramePoisoning.ON
                ? SamplePlane.copy(planes.frame(), wanted)
                : SamplePlane.view(planes, wanted);
    }

    private PictureConverter converter() {
        PictureConverter existing = converter;
        if (existing == null) {
            existing = new PictureConverter();
            converter = existing;
        }
        return existing;
    }

    private void endBorrow() {
        FfmpegVideoFrame ending = lent;
        if (ending != null) {
            lent = null;
            ending.expire();
            if (poisoning == FramePoisoning.ON) {
                ending.poison();
            }
        }
    }

    @Override
    public void close() {
        endBorrow();
        if (converter != null) {
            converter.close();
            converter = null;
        }
        session.close();
        buffers.close();
    }
}
