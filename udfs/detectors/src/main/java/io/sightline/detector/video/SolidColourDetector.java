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
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Measures how much of a picture is one colour other than black. Keeps nothing from picture to
 * picture, on the task thread; allocates nothing.
 *
 * <p>A generated colour stays within a level after coding; fog, walls and skies, flat as they look,
 * shade by several from one side of the picture to the other. Black edges, as around a 4:3 picture,
 * are left out. In a large one, one cell in 64 is looked at first: most pictures are done with
 * that.
 */
public final class SolidColourDetector implements VideoDetector {

    public static final Metric SOLID_RATIO =
            new Metric(
                    "solid_ratio",
                    Unit.RATIO,
                    Fold.MIN,
                    "Share of the picture inside of black edges that is of its most frequent colour,"
                            + " logos in corners taken for it, 0 to 1; 0 where that is black.");

    private static final List<Metric> METRICS = List.of(SOLID_RATIO);
    private static final int STATE_VERSION = 1;
    private static final int LEVELS = 256;
    private static final int MANY_CELLS = 8192;
    private static final int FIRST_LOOK = 8; // every eighth cell of every eighth row

    private final SolidColourSettings settings;
    private final int[] histogram = new int[LEVELS];
    private final CellArea area = new CellArea();

    public SolidColourDetector() {
        this(SolidColourSettings.DEFAULTS);
    }

    public SolidColourDetector(SolidColourSettings settings) {
        this.settings = settings;
    }

    @Override
    public String id() {
        return DefectId.VIDEO_SOLID_COLOUR.value();
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
        out.measure(SOLID_RATIO, solidRatio(frame));
    }

    private double solidRatio(VideoFrame frame) {
        LumaView luma = frame.features().smallLuma();
        if (luma.columns() * luma.rows() < settings.leastCells()) {
            return 0;
        }
        int black = units(settings.blackLevel());
        area.setWithoutBlackEdges(luma, black);
        long all = (long) luma.columns() * luma.rows();
        if (area.isEmpty() || area.columns() * (long) area.rows() < settings.leastArea() * all) {
            return 0;
        }
        int step = area.columns() * area.rows() > MANY_CELLS ? FIRST_LOOK : 1;
        int colour = mostFrequent(luma, step);
        if (colour <= black) {
            return 0;
        }
        double first = share(luma, null, colour, 0, 0, step);
        if (first < settings.firstLookRatio()) {
            return first;
        }
        ChromaView chroma = frame.features().smallChroma();
        if (chroma == null) {
            return share(luma, null, colour, 0, 0, 1);
        }
        int cb = mostFrequentChroma(luma, chroma.cb(), colour, step);
        int cr = mostFrequentChroma(luma, chroma.cr(), colour, step);
        return share(luma, chroma, colour, cb, cr, 1);
    }

    /** The mean of the cells around the most frequent level. */
    private int mostFrequent(LumaView luma, int step) {
        Arrays.fill(histogram, 0);
        short[] cells = luma.cells();
        for (int row = area.top; row < area.bottom; row += step) {
            for (int column = area.left; column < area.right; column += step) {
                histogram[cells[row * luma.columns() + column] / LumaView.UNITS_PER_LEVEL]++;
            }
        }
        return meanAround(luma, cells, units(settings.toleranceLevels()), step);
    }

    private int mostFrequentChroma(LumaView luma, short[] plane, int colour, int step) {
        Arrays.fill(histogram, 0);
        short[] cells = luma.cells();
        int tolerance = units(settings.toleranceLevels());
        for (int row = area.top; row < area.bottom; row += step) {
            for (int column = area.left; column < area.right; column += step) {
                int at = row * luma.columns() + column;
                if (Math.abs(cells[at] - colour) <= tolerance) {
                    histogram[plane[at] / LumaView.UNITS_PER_LEVEL]++;
                }
            }
        }
        return meanAround(luma, plane, units(settings.chromaToleranceLevels()), step);
    }

    private int peak() {
        int peak = 0;
        for (int level = 1; level < LEVELS; level++) {
            if (histogram[level] > histogram[peak]) {
                peak = level;
            }
        }
        return peak;
    }

    /** The mean of the cells around the level that most of them have. */
    private int meanAround(LumaView luma, short[] plane, int tolerance, int step) {
        int centre = peak() * LumaView.UNITS_PER_LEVEL + LumaView.UNITS_PER_LEVEL / 2;
        long sum = 0;
        int count = 0;
        for (int row = area.top; row < area.bottom; row += step) {
            for (int column = area.left; column < area.right; column += step) {
                int value = plane[row * luma.columns() + column];
                if (Math.abs(value - centre) <= tolerance) {
                    sum += value;
                    count++;
                }
            }
        }
        return (int) (sum / Math.max(count, 1));
    }

    /** The share of cells of this colour; others in corners are taken for it, up to a limit. */
    private double share(
            LumaView luma, @Nullable ChromaView chroma, int colour, int cb, int cr, int step) {
        short[] cells = luma.cells();
        int tolerance = units(settings.toleranceLevels());
        int chromaTolerance = units(settings.chromaToleranceLevels());
        int count = 0;
        int same = 0;
        int inCorners = 0;
        for (int row = area.top; row < area.bottom; row += step) {
            for (int column = area.left; column < area.right; column += step) {
                int at = row * luma.columns() + column;
                count++;
                boolean isSame = Math.abs(cells[at] - colour) <= tolerance;
                if (isSame && chroma != null) {
                    isSame =
                            Math.abs(chroma.cb()[at] - cb) <= chromaTolerance
                                    && Math.abs(chroma.cr()[at] - cr) <= chromaTolerance;
                }
                if (isSame) {
                    same++;
                } else if (area.isInLogoCorner(column, row)) {
                    inCorners++;
                }
            }
        }
        double logos = Math.min(inCorners, settings.logoArea() * count);
        return (same + logos) / count;
    }

    private static int units(double levels) {
        return (int) (levels * LumaView.UNITS_PER_LEVEL);
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
