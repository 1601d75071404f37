package io.sightline.detector.sync;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.SyncDetector;
import io.sightline.detector.api.TrackPresence;
import io.sightline.detector.api.Unit;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.model.DefectId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Measures for how long sound has been missing while pictures go on, in media time: how far a
 * picture is ahead of the end of the sound received so far. Silence that arrives is sound.
 *
 * <p>Multiplexers send the sound of an instant some time after its picture, so a lag within an
 * allowance counts as none. Beyond it the whole lag is given, from where the sound ended. Before
 * any sound has come, the lag counts from the first picture.
 *
 * <p>Without announced or expected sound, and without pictures, nothing is measured: no pictures is
 * a stall, which only a clock on the wall can see. One instance for each rendition, on the task
 * thread; allocates nothing.
 */
public final class MissingAudioDetector implements SyncDetector {

    public static final Metric MISSING =
            new Metric(
                    "audio_missing_ms",
                    Unit.MILLISECONDS,
                    Fold.MAX,
                    "How far the picture is ahead of the end of the sound received, in media time; 0"
                            + " within the interleave allowance of 2000 ms.");

    private static final int STATE_VERSION = 1;
    private static final long NO_TIME = Long.MIN_VALUE;
    private static final double MICROS_PER_MILLI = 1_000;

    private final Settings settings;
    private boolean expectsAudio;
    private long soundEndMicros = NO_TIME; // or, before any sound, the first picture's time
    private long lastFrameMicros = NO_TIME;
    private boolean lastWasMissing;

    public MissingAudioDetector() {
        this(Settings.DEFAULT);
    }

    public MissingAudioDetector(Settings settings) {
        this.settings = settings;
    }

    /**
     * What may be chosen.
     *
     * @param interleaveAllowanceMicros the lag of sound behind pictures that is no defect, at least
     *     0
     */
    public record Settings(long interleaveAllowanceMicros) {

        /**
         * 2 s: real broadcasts lag by up to 1.25 s, since an H.264 picture waits longer in the
         * receiver's buffer than sound does; ISO/IEC 13818-1 allows 10 s, rarely used.
         */
        public static final Settings DEFAULT = new Settings(2_000_000);

        public Settings {
            if (interleaveAllowanceMicros < 0) {
                throw new IllegalArgumentException(
                        "interleaveAllowanceMicros is not negative: " + interleaveAllowanceMicros);
            }
        }
    }

    @Override
    public String id() {
        return DefectId.AUDIO_MISSING.value();
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(MISSING);
    }

    @Override
    public CostClass cost() {
        return CostClass.NEGLIGIBLE;
    }

    @Override
    public void onTracks(TrackPresence tracks, MeasurementSink out) {
        boolean expected = tracks.audio() && tracks.video();
        if (expected && !expectsAudio) {
            soundEndMicros = lastFrameMicros; // a track that appears has its allowance from here
        }
        if (!expected && lastWasMissing) {
            out.measure(
                    MISSING, 0, lastFrameMicros); // sound that is no longer announced is not missed
            lastWasMissing = false;
        }
        expectsAudio = expected;
    }

    @Override
    public void onFrame(VideoFrame frame, MeasurementSink out) {
        lastFrameMicros = frame.presentationTimeMicros();
        if (!expectsAudio) {
            return;
        }
        if (soundEndMicros == NO_TIME) {
            soundEndMicros = lastFrameMicros;
        }
        long lagMicros = lastFrameMicros - soundEndMicros;
        boolean isMissing = lagMicros > settings.interleaveAllowanceMicros();
        if (isMissing && !lastWasMissing) {
            out.measure(MISSING, lagMicros / MICROS_PER_MILLI, soundEndMicros); // it began there
        }
        lastWasMissing = isMissing;
        out.measure(MISSING, isMissing ? lagMicros / MICROS_PER_MILLI : 0);
    }

    @Override
    public void onBlock(AudioBlock block, MeasurementSink out) {
        if (block.sampleCount() > 0 && block.sampleRateHz() > 0) {
            soundEndMicros = block.presentationTimeMicros() + block.durationMicros();
        }
    }

    @Override
    public void onDiscontinuity() {
        soundEndMicros = NO_TIME;
        lastFrameMicros = NO_TIME;
        lastWasMissing = false;
    }

    @Override
    public int stateVersion() {
        return STATE_VERSION;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeBoolean(expectsAudio);
        out.writeLong(soundEndMicros);
        out.writeLong(lastFrameMicros);
        out.writeBoolean(lastWasMissing);
    }

    @Override
    public void restore(int stateVersion, DataInput in) throws IOException {
        expectsAudio = in.readBoolean();
        soundEndMicros = in.readLong();
        lastFrameMicros = in.readLong();
        lastWasMissing = in.readBoolean();
    }
}
