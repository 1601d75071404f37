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
import java.io.DataInput;
import java.io.DataOutput;
import java.util.List;

/**
 * Measures how much of a picture is black. Keeps nothing from picture to picture, on the task
 * thread; allocates nothing.
 *
 * <p>Cell means rather than samples are compared with the level of black, so that sensor and coding
 * noise around black cancels out while a single thin letter still lifts its cell. The level follows
 * the darkest cell within narrow limits: a source whose black is lifted as a whole, most often
 * limited-range video marked as full range, is black too, while a dark scene, which has true black
 * somewhere, is not.
 */
public final class BlackDetector implements VideoDetector {

    public static final Metric BLACK_RATIO =
            new Metric(
                    "black_ratio",
                    Unit.RATIO,
                    Fold.MIN,
                    "Share of the picture's area whose local mean is at black, 0 to 1; of the luma.");
    public static final Metric LUMA_MEAN =
            new Metric(
                    "luma_mean",
                    Unit.RATIO,
                    Fold.MEAN,
                    "Mean luma of the picture, 0 at nominal black to 1 at nominal white.");

    public static final Metric BLACK_CORE_RATIO =
            new Metric(
                    "black_core_ratio",
                    Unit.RATIO,
                    Fold.MIN,
                    "As black_ratio, but what a channel leaves on a black picture is taken for black:"
                            + " up to a twenty-fifth of the area in the corners where logos are, 0 to"
                            + " 1.");

    private static final List<Metric> METRICS = List.of(BLACK_RATIO, LUMA_MEAN, BLACK_CORE_RATIO);
    private static final int STATE_VERSION = 1;

    /** With less of it black, a logo makes no difference. */
    private static final double MOSTLY_BLACK = 0.9;

    private static final int STRETCH = 1_024; // cells

    private final BlackSettings settings;
    private final CellArea area = new CellArea();

    public BlackDetector() {
        this(BlackSettings.DEFAULTS);
    }

    public BlackDetector(BlackSettings settings) {
        this.settings = settings;
    }

    @Override
    public String id() {
        return DefectId.VIDEO_BLACK.value();
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public List<Metric> metrics() {
        return METRICS;
    }

    @Override
    public CostClass cost() {
        return CostClass.LOW;
    }

    @Override
    public void onFrame(VideoFrame frame, MeasurementSink out) {
        LumaView luma = frame.features().smallLuma();
        short[] cells = luma.cells();
        int count = luma.columns() * luma.rows();
        boolean isBright = !hasUpTo(cells, count, units(settings.pedestalLevel()));
        int black = isBright ? 0 : blackUnits(cells, count);
        long blackArea = 0;
        long sumUnits = 0;
        int columns = luma.columns();
        int lastColumn = columns - 1;
        int lastWidth = luma.cellWidth(lastColumn);
        for (int row = 0; row < luma.rows(); row++) {
            int at = row * columns;
            int last = cells[at + lastColumn];
            int height = luma.cellHeight(row);
            long rowUnits = (long) sum(cells, at, at + lastColumn) * LumaView.CELL_SIZE;
            sumUnits += (rowUnits + (long) last * lastWidth) * height;
            if (!isBright) {
                long blackCells = countUpTo(cells, at, at + lastColumn, black);
                blackArea +=
                        (blackCells * LumaView.CELL_SIZE + (last <= black ? lastWidth : 0))
                                * height;
            }
        }
        double samples = (double) luma.width() * luma.height();
        double ratio = blackArea / samples;
        out.measure(BLACK_RATIO, ratio);
        out.measure(LUMA_MEAN, nominalRatio(sumUnits / samples));
        boolean mayHaveLogo = ratio < 1 && ratio >= MOSTLY_BLACK;
        out.measure(BLACK_CORE_RATIO, mayHaveLogo ? ratio + logoShare(luma, black) : ratio);
    }

    /** The share of the area that is not black and where logos are, up to that of a logo. */
    private double logoShare(LumaView luma, int black) {
        short[] cells = luma.cells();
        area.setWhole(luma);
        long lit = 0;
        for (int row = 0; row < luma.rows(); row++) {
            for (int column = 0; column < luma.columns(); column++) {
                if (cells[row * luma.columns() + column] > black
                        && area.isInLogoCorner(column, row)) {
                    lit += (long) luma.cellWidth(column) * luma.cellHeight(row);
                }
            }
        }
        return Math.min((double) lit / luma.width() / luma.height(), settings.logoArea());
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

    /** The darkest cell matters within narrow limits only. */
    private int blackUnits(short[] cells, int count) {
        double spread = settings.pedestalSpreadLevels();
        if (hasUpTo(cells, count, units(settings.blackLevel() - spread))) {
            return units(settings.blackLevel());
        }
        double level = darkest(cells, count) / (double) LumaView.UNITS_PER_LEVEL + spread;
        return units(Math.min(Math.max(level, settings.blackLevel()), settings.pedestalLevel()));
    }

    /** In four lanes that do not wait for each other. */
    private static int darkest(short[] cells, int count) {
        int first = cells[0];
        int second = first;
        int third = first;
        int fourth = first;
        int i = 0;
        for (; i + 4 <= count; i += 4) {
            first = Math.min(first, cells[i]);
            second = Math.min(second, cells[i + 1]);
            third = Math.min(third, cells[i + 2]);
            fourth = Math.min(fourth, cells[i + 3]);
        }
        for (; i < count; i++) {
            first = Math.min(first, cells[i]);
        }
        return Math.min(Math.min(first, second), Math.min(third, fourth));
    }

    /**
     * Whether there are cells of at most so much. They are counted a stretch at a time, because the
     * compiler turns counting, unlike searching, into vector instructions.
     */
    private static boolean hasUpTo(short[] cells, int count, int most) {
        for (int from = 0; from < count; from += STRETCH) {
            if (countUpTo(cells, from, Math.min(from + STRETCH, count), most) > 0) {
                return true;
            }
        }
        return false;
    }

    /** How many cells are of at most so much. */
    private static int countUpTo(short[] cells, int from, int to, int most) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += cells[i] <= most ? 1 : 0;
        }
        return count;
    }

    private static int sum(short[] cells, int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            sum += cells[i];
        }
        return sum;
    }

    private static int units(double levels) {
        return (int) (levels * LumaView.UNITS_PER_LEVEL);
    }

    private static double nominalRatio(double units) {
        double range = LumaView.WHITE_UNITS - LumaView.BLACK_UNITS;
        return Math.min(Math.max((units - LumaView.BLACK_UNITS) / range, 0), 1);
    }
}
