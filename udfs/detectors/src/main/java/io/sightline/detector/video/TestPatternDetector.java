package io.sightline.detector.video;

import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.ChromaView;
import io.sightline.detector.features.LumaView;
import io.sightline.detector.model.DefectId;
import java.io.DataInput;
import java.io.DataOutput;
import java.util.List;

/**
 * Measures how much of a picture's height shows colour bars. Keeps nothing from picture to picture,
 * on the task thread; allocates nothing.
 *
 * <p>All bar patterns (SMPTE ECR 1-1978 and RP 219, EBU Tech 3281 with 75 or 100 %, ITU-R BT.471
 * and BT.2111) have yellow, cyan, green, magenta, red and blue side by side in this order, which is
 * that of falling luma, as wide as each other. Hues are looked at, not values, so the matrix
 * (BT.601, BT.709, BT.2020) and the amplitude do not matter. A row that shows this order counts;
 * what is written over some bars or some rows, and what stands above, below or beside the bars,
 * does not hide it.
 */
public final class TestPatternDetector implements VideoDetector {

    public static final Metric BARS_RATIO =
            new Metric(
                    "colour_bars_ratio",
                    Unit.RATIO,
                    Fold.MIN,
                    "Share of the picture's height, from 32 rows, that shows the six colour bars in"
                            + " their order and as wide as each other, 0 to 1.");

    private static final List<Metric> METRICS = List.of(BARS_RATIO);
    private static final int STATE_VERSION = 1;

    private static final int ROWS = 32;
    private static final int COLUMNS = 96; // looked at in each row: over eight in a bar
    private static final int BARS = 6;

    /**
     * Hues of the bars in the plane of blue and red differences, in degrees from the blue axis: the
     * means of those in BT.601 and BT.709, which differ by 6 at most.
     */
    private static final double[] HUE_DEGREES = {172.5, -74.5, -129.5, 50.5, 105.5, -7.5};

    /** Neighbouring hues are 49 apart or more. */
    private static final double HUE_TOLERANCE_DEGREES = 14;

    /**
     * The least saturation, in levels. Bars of 75 % have 84 to 90, those of BT.2111 in 58 % have
     * 65; nature seldom reaches it.
     */
    private static final double LEAST_SATURATION_LEVELS = 40;

    /** Luma falls from bar to bar by at least 9 levels in bars of 58 %. */
    private static final double LEAST_STEP_LEVELS = 4;

    /** A bar that is partly hidden may be so much narrower than the widest. */
    private static final double LEAST_WIDTH_RATIO = 0.5;

    /**
     * The six bars fill 9/14 of a row in RP 219, 6/8 in most others, 9/16 of one with 4:3 in it.
     */
    private static final double LEAST_COVER = 0.45;

    private static final double COSINE_OF_TOLERANCE =
            Math.cos(Math.toRadians(HUE_TOLERANCE_DEGREES));

    /** Two rows that show bars in every pattern, as shares of the height. */
    private static final double UPPER_ROW = 0.2;

    private static final double LOWER_ROW = 0.45;

    /** Cells of a bar are alike, but for coding and analogue noise. */
    private static final int ALIKE_UNITS = 4 * LumaView.UNITS_PER_LEVEL;

    /** From yellow to blue luma falls by 100 levels, in bars of 58 % by 60. */
    private static final int LEAST_RANGE_UNITS = 40 * LumaView.UNITS_PER_LEVEL;

    private static final int NO_BAR = -1;

    private final double[] axisCb = new double[BARS];
    private final double[] axisCr = new double[BARS];
    private final int[] starts = new int[BARS]; // where each bar of the row at hand is seen first
    private final int[] seen = new int[BARS]; // how often
    private final long[] lumaSums = new long[BARS];

    public TestPatternDetector() {
        for (int bar = 0; bar < BARS; bar++) {
            axisCb[bar] = Math.cos(Math.toRadians(HUE_DEGREES[bar]));
            axisCr[bar] = Math.sin(Math.toRadians(HUE_DEGREES[bar]));
        }
    }

    @Override
    public String id() {
        return DefectId.VIDEO_TEST_PATTERN.value();
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
        double ratio = 0;
        if (mayHaveBars(luma)) {
            ChromaView chroma = frame.features().smallChroma();
            ratio = chroma == null ? 0 : barsRatio(luma, chroma);
        }
        out.measure(BARS_RATIO, ratio);
    }

    /**
     * Bars are upright: rows repeat, and are not flat. Colour is looked at only where luma is so.
     */
    private static boolean mayHaveBars(LumaView luma) {
        int alike = 0;
        int darkest = Short.MAX_VALUE;
        int brightest = 0;
        int upper = ((int) (UPPER_ROW * luma.rows())) * luma.columns();
        int lower = ((int) (LOWER_ROW * luma.rows())) * luma.columns();
        short[] cells = luma.cells();
        for (int column = 0; column < luma.columns(); column++) {
            int value = cells[upper + column];
            alike += Math.abs(value - cells[lower + column]) <= ALIKE_UNITS ? 1 : 0;
            darkest = Math.min(darkest, value);
            brightest = Math.max(brightest, value);
        }
        return alike >= LEAST_COVER * luma.columns() && brightest - darkest >= LEAST_RANGE_UNITS;
    }

    private double barsRatio(LumaView luma, ChromaView chroma) {
        int rows = Math.min(ROWS, luma.rows());
        int found = 0;
        for (int i = 0; i < rows; i++) {
            int row = (int) ((i + 0.5) * luma.rows() / rows);
            found += hasBars(luma, chroma, row) ? 1 : 0;
        }
        return (double) found / rows;
    }

    /** Walks from left to right: a bar may begin once the one before it has been seen. */
    private boolean hasBars(LumaView luma, ChromaView chroma, int row) {
        int columns = Math.min(COLUMNS, luma.columns());
        for (int bar = 0; bar < BARS; bar++) {
            seen[bar] = 0;
            lumaSums[bar] = 0;
        }
        int last = NO_BAR;
        int end = 0;
        for (int i = 0; i < columns; i++) {
            int at = row * luma.columns() + (int) ((i + 0.5) * luma.columns() / columns);
            int bar = barAt(chroma, at);
            if (bar == NO_BAR || isAtEdge(luma, chroma, at, bar)) {
                continue; // between bars, beside them, or written over them
            }
            if (bar < last || bar > last + 1) {
                return false;
            }
            if (bar > last) {
                starts[bar] = i;
            }
            last = bar;
            end = i + 1;
            seen[bar]++;
            lumaSums[bar] += luma.cells()[at];
        }
        return last == BARS - 1 && areAlike(columns, end) && lumaFalls();
    }

    /** A cell between two bars has a hue between theirs, which may be that of a third. */
    private boolean isAtEdge(LumaView luma, ChromaView chroma, int at, int bar) {
        int column = at % luma.columns();
        return (column > 0 && barAt(chroma, at - 1) != bar)
                || (column < luma.columns() - 1 && barAt(chroma, at + 1) != bar);
    }

    private boolean areAlike(int columns, int end) {
        int widest = 0;
        int narrowest = columns;
        for (int bar = 0; bar < BARS; bar++) {
            int width = (bar < BARS - 1 ? starts[bar + 1] : end) - starts[bar];
            widest = Math.max(widest, width);
            narrowest = Math.min(narrowest, width);
        }
        return narrowest >= LEAST_WIDTH_RATIO * widest && end - starts[0] >= LEAST_COVER * columns;
    }

    private boolean lumaFalls() {
        double limit = LEAST_STEP_LEVELS * LumaView.UNITS_PER_LEVEL;
        for (int bar = 1; bar < BARS; bar++) {
            double before = (double) lumaSums[bar - 1] / seen[bar - 1];
            if (before - (double) lumaSums[bar] / seen[bar] < limit) {
                return false;
            }
        }
        return true;
    }

    private int barAt(ChromaView chroma, int at) {
        double cb = chroma.cb()[at] - ChromaView.NEUTRAL_UNITS;
        double cr = chroma.cr()[at] - ChromaView.NEUTRAL_UNITS;
        double squared = cb * cb + cr * cr;
        double least = LEAST_SATURATION_LEVELS * LumaView.UNITS_PER_LEVEL;
        if (squared < least * least) {
            return NO_BAR;
        }
        double close = COSINE_OF_TOLERANCE * Math.sqrt(squared);
        for (int bar = 0; bar < BARS; bar++) {
            if (cb * axisCb[bar] + cr * axisCr[bar] >= close) {
                return bar;
            }
        }
        return NO_BAR;
    }

    /** Nothing is remembered, so there is nothing to forget. */
    @Override
    public void onDiscontinuity() {}

    @Override
    public int stateVersion() {
        return STATE_VERSION;
    }

    /** Version 1: no bytes. */
    @Override
    public void save(DataOutput out) {}

    @Override
    public void restore(int stateVersion, DataInput in) {
        StateVersions.check(id(), stateVersion, STATE_VERSION);
    }
}
