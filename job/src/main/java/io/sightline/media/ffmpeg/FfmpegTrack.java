package io.sightline.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_free;

import io.sightline.detector.model.TimeBase;
import io.sightline.media.NativeLedger;
import io.sightline.media.Track;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;

/**
 * A track with its own copy of the codec's parameters.
 *
 * <p>Ownership: an owner closes it. Any thread, one at a time.
 */
final class FfmpegTrack implements Track {

    private final TrackFacts facts;
    private final AVCodecParameters parameters; // owned
    private boolean isClosed;

    /**
     * @param borrowed copied
     */
    FfmpegTrack(TrackFacts facts, AVCodecParameters borrowed) {
        this.facts = facts;
        parameters = avcodec_parameters_alloc();
        FfmpegErrors.require(
                avcodec_parameters_copy(parameters, borrowed), "avcodec_parameters_copy");
        NativeLedger.opened();
    }

    /** Borrowed, for decoders that open. */
    AVCodecParameters parameters() {
        if (isClosed) {
            throw new IllegalStateException("This handle of track " + index() + " is closed");
        }
        return parameters;
    }

    TrackFacts facts() {
        return facts;
    }

    @Override
    public int index() {
        return facts.index();
    }

    @Override
    public Kind kind() {
        return facts.kind();
    }

    @Override
    public String codec() {
        return facts.codec();
    }

    @Override
    public TimeBase timeBase() {
        return facts.timeBase();
    }

    @Override
    public String description() {
        return facts.description();
    }

    @Override
    public boolean carriesParameters() {
        return facts.carriesParameters();
    }

    @Override
    public Track copyHandle() {
        return new FfmpegTrack(facts, parameters());
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            avcodec_parameters_free(parameters);
            NativeLedger.closed();
        }
    }

    @Override
    public String toString() {
        return facts.index() + ": " + facts.description();
    }
}
