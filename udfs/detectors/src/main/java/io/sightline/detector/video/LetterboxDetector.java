package io.sightline.detector.video;

import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.LumaView;
import io.sightline.detector.model.DefectId;
import io.sightline.detector.model.TimeBase;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Measures black bars around the picture, and the area that they take and need not. One instance
 * for each rendition, on the task thread; allocates nothing.
 *
 * <p>A single picture often does not tell: it may be dark, or fade, or hold a title on black. So
 * only those count in which each border is sharp and straight, see {@link BarEdges}; others leave
 * things as they were. Bars that differ from those known must be seen so for {@link
 * #CONFIRM_MICROS}, and are then measured from where they began.
 *
 * <p>Bars that are there from the start are meant: a film in its own shape. What a viewer would
 * call wrong is a picture that became smaller than it was, and one with bars on all four sides,
 * which could be larger in either shape of screen. Both are {@code lost_area_ratio}.
 */
public final class LetterboxDetector implements VideoDetector {

    public static final Metric LOST_AREA =
            new Metric(
                    "lost_area_ratio",
                    Unit.RATIO,
                    Fold.MAX,
                    "Share of the screen that bars take and need not: how much smaller the picture"
                            + " is than it was, or than it would be enlarged until one pair of its"
                            + " bars is gone, whichever is more; 0 to 1.");
    public static final Metric ACTIVE_AREA =
            new Metric(
                    "active_area_ratio",
                    Unit.RATIO,
                    Fold.LAST,
                    "Share of the screen inside of black bars, 0 to 1.");
    public static final Metric BARS_HEIGHT =
            new Metric(
                    "bars_height_ratio",
                    Unit.RATIO,
                    Fold.LAST,
                    "Height of the bars above and below together, as a share of the screen's.");
    public static final Metric BARS_WIDTH =
            new Metric(
                    "bars_width_ratio",
                    Unit.RATIO,
                    Fold.LAST,
                    "Width of the bars left and right together, as a share of the screen's.");

    /** Longer than a transition. Held back so long, values still reach the row of their second. */
    static final long CONFIRM_MICROS = 1_000_000;

    /** A new shape is the programme's own after so long: longer than a block of advertisements. */
    static final long ADOPT_MICROS = 300_000_000;

    /** Two pictures may differ by a cell on either side, which a border may cut in two. */
    private static final int SAME_CELLS = 1;

    private static final List<Metric> METRICS =
            List.of(LOST_AREA, ACTIVE_AREA, BARS_HEIGHT, BARS_WIDTH);
    private static final int STATE_VERSION = 1;

    private final BarEdges seen = new BarEdges();
    private final BarEdges current = new BarEdges(); // as measured
    private final BarEdges next = new BarEdges(); // seen, and not confirmed yet
    private long nextSinceMicros = TimeBase.NO_TIME;
    private double usualArea; // the active area that the programme has, 0 until known
    private double changedArea; // that of another shape since changedMicros
    private long changedMicros = TimeBase.NO_TIME;
    private int width;
    private int height;

    @Override
    public String id() {
        return DefectId.VIDEO_LETTERBOX.value();
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public List<Metric> metrics() {
        return METRICS;
    }

    @Override
    public CostClass cost() {
        return CostClass.NEGLIGIBLE;
    }

    @Override
    public void onFrame(VideoFrame frame, MeasurementSink out) {
        LumaView luma = frame.features().smallLuma();
        if (luma.width() != width || luma.height() != height) {
            onDiscontinuity();
            usualArea = 0;
            width = luma.width();
            height = luma.height();
        }
        long nowMicros = frame.presentationTimeMicros();
        seen.look(luma);
        if (!current.isKnown()) {
            usualArea = Math.max(usualArea, seen.shownArea());
        }
        seen.keepUnknown(nextSinceMicros == TimeBase.NO_TIME ? current : next);
        if (seen.isKnown() && !seen.isAlike(current, SAME_CELLS)) {
            if (nextSinceMicros == TimeBase.NO_TIME || !seen.isAlike(next, SAME_CELLS)) {
                nextSinceMicros = nowMicros;
                next.set(seen);
            }
            if (nowMicros - nextSinceMicros < CONFIRM_MICROS) {
                return; // held back
            }
            current.set(next);
            long sinceMicros = nextSinceMicros;
            nextSinceMicros = TimeBase.NO_TIME;
            measure(out, sinceMicros);
        } else {
            nextSinceMicros = TimeBase.NO_TIME;
        }
        if (current.isKnown()) {
            measure(out, nowMicros);
        }
    }

    private void measure(MeasurementSink out, long atMicros) {
        double barsHeight = current.heightShare(height);
        double barsWidth = current.widthShare(width);
        double area = (1 - barsHeight) * (1 - barsWidth);
        follow(area, atMicros);
        out.measure(LOST_AREA, lostArea(barsHeight, barsWidth, area), atMicros);
        out.measure(ACTIVE_AREA, area, atMicros);
        out.measure(BARS_HEIGHT, barsHeight, atMicros);
        out.measure(BARS_WIDTH, barsWidth, atMicros);
    }

    /** A picture that grows is the usual one at once; one that shrinks has to last. */
    private void follow(double area, long atMicros) {
        if (area >= usualArea) {
            usualArea = area;
            changedMicros = TimeBase.NO_TIME;
            return;
        }
        if (changedMicros == TimeBase.NO_TIME || area != changedArea) {
            changedArea = area;
            changedMicros = atMicros;
        } else if (atMicros - changedMicros >= ADOPT_MICROS) {
            usualArea = area;
            changedMicros = TimeBase.NO_TIME;
        }
    }

    private double lostArea(double barsHeight, double barsWidth, double area) {
        double enlarged = 1 / Math.max(1 - barsHeight, 1 - barsWidth);
        double lostAround = area * (enlarged * enlarged - 1);
        return Math.max(usualArea - area, lostAround);
    }

    /** The shape of the programme most often goes on; what has been seen of a change does not. */
    @Override
    public void onDiscontinuity() {
        current.clear();
        next.clear();
        nextSinceMicros = TimeBase.NO_TIME;
        changedMicros = TimeBase.NO_TIME;
    }

    @Override
    public int stateVersion() {
        return STATE_VERSION;
    }

    /**
     * Version 1: the bars as measured and as seen since when, the usual area, a changed one, size.
     */
    @Override
    public void save(DataOutput out) throws IOException {
        current.save(out);
        next.save(out);
        out.writeLong(nextSinceMicros);
        out.writeDouble(usualArea);
        out.writeDouble(changedArea);
        out.writeLong(changedMicros);
        out.writeInt(width);
        out.writeInt(height);
    }

    @Override
    public void restore(int stateVersion, DataInput in) throws IOException {
        StateVersions.check(id(), stateVersion, STATE_VERSION);
        current.restore(in);
        next.restore(in);
        nextSinceMicros = in.readLong();
        usualArea = in.readDouble();
        changedArea = in.readDouble();
        changedMicros = in.readLong();
        width = in.readInt();
        height = in.readInt();
    }
}
