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
 * Measures how late sound is by a line-up pattern of flashes and beeps, exactly: from the
 * presentation time of the first bright picture to the sample where the beep begins. Nothing is
 * measured of what is no such pattern.
 *
 * <p>Positive where sound is late, negative where it is early: ITU-R BT.1359 counts the other way,
 * its +45 ms is -45 here. One instance for each rendition, on the task thread; allocates nothing.
 */
public final class FlashBeepDetector implements SyncDetector {

    public static final Metric OFFSET =
            new Metric(
                    "av_offset_ms",
                    Unit.MILLISECONDS,
                    Fold.LAST,
                    "How late sound is by a flash-and-beep pattern, positive late, negative early;"
                            + " null without such a pattern.");

    private static final int STATE_VERSION = 1;

    private final FlashFinder flashes = new FlashFinder(FlashSettings.DEFAULT);
    private final BeepFinder beeps = new BeepFinder();
    private final SyncPattern pattern = new SyncPattern();
    private final BeepFinder.Listener onBeep = this::beep; // made once, for garbage's sake
    private double beepOffsetMs = SyncPattern.NO_OFFSET; // what the block in hand showed

    @Override
    public String id() {
        return DefectId.AV_SYNC.value();
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(OFFSET);
    }

    @Override
    public CostClass cost() {
        return CostClass.NEGLIGIBLE;
    }

    @Override
    public void onTracks(TrackPresence tracks, MeasurementSink out) {
        // Without pictures or without sound there are no pairs.
    }

    @Override
    public void onFrame(VideoFrame frame, MeasurementSink out) {
        long flashMicros = flashes.onFrame(frame);
        if (flashMicros != FlashFinder.NONE) {
            measure(pattern.flash(flashMicros), out);
        }
    }

    @Override
    public void onBlock(AudioBlock block, MeasurementSink out) {
        beepOffsetMs = SyncPattern.NO_OFFSET;
        beeps.onBlock(block, onBeep);
        measure(beepOffsetMs, out);
    }

    private void beep(long onsetMicros) {
        beepOffsetMs = pattern.beep(onsetMicros);
    }

    private void measure(double offsetMs, MeasurementSink out) {
        if (!Double.isNaN(offsetMs)) {
            out.measure(OFFSET, offsetMs, pattern.lastMicros());
        }
    }

    @Override
    public void onDiscontinuity() {
        flashes.forget();
        beeps.forget();
        pattern.forget();
    }

    @Override
    public int stateVersion() {
        return STATE_VERSION;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        flashes.save(out);
        beeps.save(out);
        pattern.save(out);
    }

    @Override
    public void restore(int stateVersion, DataInput in) throws IOException {
        flashes.restore(in);
        beeps.restore(in);
        pattern.restore(in);
    }
}
