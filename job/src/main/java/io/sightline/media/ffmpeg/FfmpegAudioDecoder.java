package io.sightline.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_compare;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_uninit;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.ChannelRole;
import io.sightline.detector.model.TimeBase;
import io.sightline.media.AudioDecoder;
import io.sightline.media.MediaException;
import io.sightline.media.Packet;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Decodes audio of any sample format into planar floats in reused arrays.
 *
 * <p>Presentation times are strictly increasing: a block without a time, or whose time is not later
 * than the start of the last one, begins where the last one ended.
 *
 * <p>Thread: the one that opened it. Ownership: the opener closes it.
 */
final class FfmpegAudioDecoder implements AudioDecoder {

    private static final long MICROS_PER_SECOND = 1_000_000;

    private final CodecSession session; // owned
    private final DecoderLimits limits;
    private final FramePoisoning poisoning;
    private final FramePlanes planes;
    private final AVChannelLayout decodedLayout; // part of the session's frame
    private final AVChannelLayout layout = new AVChannelLayout(); // owned; what channels is of
    private List<ChannelRole> channels = List.of();
    private float[][] samples = new float[0][];
    private @Nullable FfmpegAudioBlock lent;
    private long lastTimeMicros = TimeBase.NO_TIME;
    private long lastDurationMicros;
    private boolean isClosed;

    private FfmpegAudioDecoder(
            CodecSession session, DecoderLimits limits, FramePoisoning poisoning) {
        this.session = session;
        this.planes = new FramePlanes(session.frame());
        this.decodedLayout = session.frame().ch_layout();
        this.limits = limits;
        this.poisoning = poisoning;
    }

    static FfmpegAudioDecoder open(
            FfmpegTrack track, DecoderLimits limits, FramePoisoning poisoning)
            throws MediaException {
        return new FfmpegAudioDecoder(CodecSession.open(track, limits), limits, poisoning);
    }

    @Override
    public boolean send(Packet packet) {
        endBorrow();
        return session.send(packet);
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
    }

    @Override
    public @Nullable AudioBlock receive() {
        endBorrow();
        while (session.receive()) {
            AVFrame decoded = session.frame();
            if (decoded.nb_samples() <= 0) {
                continue; // priming that was trimmed entirely
            }
            if (prepare(decoded) && SampleReader.read(planes, samples, channels.size())) {
                lent = lend(decoded);
                return lent;
            }
            session.refuseLate();
        }
        if (session.hasEnded()) {
            reset();
        }
        return null;
    }

    /** Makes roles and arrays fit; false when the format exceeds a limit or makes no sense. */
    private boolean prepare(AVFrame decoded) {
        int count = decodedLayout.nb_channels();
        if (count <= 0 || count > limits.maxChannels() || decoded.sample_rate() <= 0) {
            return false;
        }
        if (channels.size() != count || av_channel_layout_compare(decodedLayout, layout) != 0) {
            FfmpegErrors.require(
                    av_channel_layout_copy(layout, decodedLayout), "av_channel_layout_copy");
            channels = ChannelRoles.of(decodedLayout);
            samples = new float[count][0];
        }
        int sampleCount = decoded.nb_samples();
        if (samples[0].length < sampleCount || poisoning == FramePoisoning.ON) {
            samples = new float[count][sampleCount];
        }
        return true;
    }

    private FfmpegAudioBlock lend(AVFrame decoded) {
        long timeMicros = decoded.best_effort_timestamp();
        if (lastTimeMicros == TimeBase.NO_TIME) {
            timeMicros = timeMicros == TimeBase.NO_TIME ? 0 : timeMicros;
        } else if (timeMicros == TimeBase.NO_TIME || timeMicros <= lastTimeMicros) {
            timeMicros = lastTimeMicros + lastDurationMicros;
        }
        int sampleCount = decoded.nb_samples();
        int sampleRateHz = decoded.sample_rate();
        lastTimeMicros = timeMicros;
        lastDurationMicros = Math.max(1, sampleCount * MICROS_PER_SECOND / sampleRateHz);
        return new FfmpegAudioBlock(timeMicros, sampleRateHz, sampleCount, channels, samples);
    }

    private void endBorrow() {
        FfmpegAudioBlock ending = lent;
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
        if (!isClosed) {
            isClosed = true;
            endBorrow();
            session.close();
            av_channel_layout_uninit(layout);
            layout.close();
        }
    }
}
