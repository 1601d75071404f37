package io.sightline.detector.video;

import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.EdgeWidths;
import io.sightline.detector.model.DefectId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Measures how blurred a picture is: by the width of its sharpest edges, beside what is usual in
 * this stream. One instance for each rendition, on the task thread; looks at two pictures a second;
 * keeps the widths of a minute, one a second; allocates nothing.
 *
 * <p>Sharpness has no absolute scale: upscaled material, film and shallow focus are soft by nature.
 * So two things are asked at once: edges wider than sharp material has, and much wider than this
 * stream had in its last minute. A picture with hardly any edge says nothing; what was measured
 * last fades.
 */
public final class BlurDetector extends LookDetector {

    public static final Metric BLUR =
            new Metric(
                    "blur",
                    Unit.RATIO,
                    Fold.MIN,
                    "Width of the picture's sharpest edges by the width at which it is blurred, which"
                            + " follows from its size and what is usual in the stream; 1 is the limit.");
    public static final Metric EDGE_WIDTH =
            new Metric(
                    "edge_width",
                    Unit.COUNT,
                    Fold.MEAN,
                    "Width in samples that the sharpest twentieth of the picture's edges stays below,"
                            + " 1 to 16; after Marziliano et al.");

    private static final int USUAL_SECONDS = 60;
    private static final int LOOKS_A_SECOND = 2;
    private static final int FULL_SIZE = 1280; // samples in a row

    /** Of the last value, where a picture says nothing: gone after two seconds. */
    private static final double KEPT = 0.6;

    /** Below this a picture is as sharp as usual, and its width is learnt. */
    private static final double CLEAR = 0.9;

    private final BlurSettings settings;
    private final EdgeWidths widths = new EdgeWidths();
    private final UsualValue usual = new UsualValue(USUAL_SECONDS);
    private int looks;
    private double last;

    public BlurDetector() {
        this(BlurSettings.DEFAULTS);
    }

    public BlurDetector(BlurSettings settings) {
        super(DefectId.VIDEO_BLUR, CostClass.LOW, LookInterval.twiceASecond(), BLUR, EDGE_WIDTH);
        this.settings = settings;
    }

    @Override
    void look(VideoFrame frame, MeasurementSink out) {
        widths.measure(frame);
        if (widths.edges() < settings.leastEdges()) {
            last *= KEPT;
            out.measure(BLUR, last);
            return;
        }
        double width = widths.sharpestSamples();
        double soft =
                settings.softSamples() * Math.sqrt(Math.max(1, frame.width() / (double) FULL_SIZE));
        last = width / Math.max(soft, settings.usualFactor() * usualSamples(soft));
        out.measure(BLUR, last);
        out.measure(EDGE_WIDTH, width);
        if (last < CLEAR && looks++ % LOOKS_A_SECOND == 0) {
            usual.learn(width);
        }
    }

    private double usualSamples(double soft) {
        double most = settings.mostUsual() * soft;
        return usual.count() < settings.leastLearnt() ? most : Math.min(most, usual.median());
    }

    @Override
    void forget() {
        usual.forget();
        looks = 0;
        last = 0;
    }

    /** Version 1: usual widths, looks, last value. */
    @Override
    void saveLooks(DataOutput out) throws IOException {
        usual.save(out);
        out.writeInt(looks);
        out.writeDouble(last);
    }

    @Override
    void restoreLooks(int stateVersion, DataInput in) throws IOException {
        usual.restore(id(), in);
        looks = in.readInt();
        last = in.readDouble();
    }
}
