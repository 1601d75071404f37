package io.sightline.model;

import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.VideoFrame;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@link ModelContract#BLOCK_MAP}: where two pictures in a row show damage. A look takes the
 * picture that is due and the one after it, and tells of the latter. Key pictures alone are too far
 * apart to be compared: then it does not look.
 */
final class BlockMapDetector extends LearnedPictureDetector {

    private static final int HIGHEST = 16;

    private final Pictures pictures;
    private final ThreadLocal<float[]> planes;
    private final Metric ratio;
    private final Metric score;

    private float @Nullable [] before; // owned, scaled; only between the pictures of a look

    /**
     * @param pictures shared by all detectors of this model, and so are {@code planes}
     */
    BlockMapDetector(
            ModelDescription description,
            ModelSession session,
            Pictures pictures,
            ThreadLocal<float[]> planes,
            LongSupplier clock) {
        super(description, session, clock);
        this.pictures = pictures;
        this.planes = planes;
        this.ratio = description.metrics().get(0);
        this.score = description.metrics().get(1);
    }

    @Override
    void onPicture(VideoFrame frame, boolean isDue, MeasurementSink out) {
        if (before != null) {
            if (areInARow()) {
                look(before, frame, out);
            }
            pictures.giveBack(before);
            before = null;
        }
        if (isDue && areInARow()) {
            before = pictures.scaled(frame);
        }
    }

    private void look(float[] earlier, VideoFrame frame, MeasurementSink out) {
        float[] now = pictures.scaled(frame);
        float[] input = planes.get();
        int size = pictures.size();
        for (int i = 0; i < size; i++) {
            input[i] = now[i] - 0.5f;
            input[size + i] = earlier[i] - 0.5f;
            input[2 * size + i] = 2 * Math.abs(now[i] - earlier[i]);
        }
        pictures.giveBack(now);
        float[] cells = model.ask(frame.presentationTimeMicros(), out, input);
        if (cells != null) {
            out.measure(ratio, shareOver(cells, description.threshold()));
            out.measure(score, meanOfHighest(cells));
        }
    }

    private static double shareOver(float[] cells, double threshold) {
        int over = 0;
        for (float cell : cells) {
            over += cell >= threshold ? 1 : 0;
        }
        return (double) over / cells.length;
    }

    static double meanOfHighest(float[] cells) {
        float[] highest = Arrays.copyOf(cells, Math.min(HIGHEST, cells.length)); // lowest first
        Arrays.sort(highest);
        for (int i = highest.length; i < cells.length; i++) {
            if (cells[i] > highest[0]) {
                int at = 1;
                for (; at < highest.length && highest[at] < cells[i]; at++) {
                    highest[at - 1] = highest[at];
                }
                highest[at - 1] = cells[i];
            }
        }
        double sum = 0;
        for (float cell : highest) {
            sum += cell;
        }
        return sum / highest.length;
    }

    /** With the picture before, where a look is under way, which is seldom. */
    @Override
    public void save(DataOutput out) throws IOException {
        super.save(out);
        out.writeBoolean(before != null);
        if (before != null) {
            for (float value : before) {
                out.writeFloat(value);
            }
        }
    }

    @Override
    public void restore(int stateVersion, DataInput in) throws IOException {
        super.restore(stateVersion, in);
        if (stateVersion > 1 && in.readBoolean()) {
            before = new float[pictures.size()];
            for (int i = 0; i < before.length; i++) {
                before[i] = in.readFloat();
            }
        }
    }

    @Override
    public void onDiscontinuity() {
        super.onDiscontinuity();
        if (before != null) {
            pictures.giveBack(before);
            before = null;
        }
    }
}
