package io.sightline.detector.video;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How much the last pictures moved, from one to the next, in 8-bit levels. */
final class RecentMovement {

    /** Weight of the newest step: a memory of about five pictures. */
    private static final double NEWEST_WEIGHT = 0.2;

    private final FreezeSettings settings;
    private double meanLevels; // 0 while nothing is known
    private double lastLevels;

    RecentMovement(FreezeSettings settings) {
        this.settings = settings;
    }

    /** The mean step, 0 where nothing is known. */
    double levels() {
        return meanLevels;
    }

    /** The next step will tell. */
    void forget() {
        meanLevels = 0;
    }

    void clear() {
        meanLevels = 0;
        lastLevels = 0;
    }

    /** A cut says nothing about the movement in the scene that it leads to. */
    void learn(double step) {
        lastLevels = step;
        if (meanLevels > 0 && step > settings.cutRatio() * meanLevels + settings.codingLevels()) {
            meanLevels = 0;
        } else {
            meanLevels += (step - meanLevels) * (meanLevels == 0 ? 1 : NEWEST_WEIGHT);
        }
    }

    /** Whether it is movement that stops now, and not a still scene that was cut to. */
    boolean stopsAbruptly() {
        return meanLevels > settings.codingLevels()
                && meanLevels <= settings.mostMovementLevels()
                && lastLevels <= settings.evenMovementRatio() * meanLevels;
    }

    void save(DataOutput out) throws IOException {
        out.writeDouble(meanLevels);
        out.writeDouble(lastLevels);
    }

    void restore(DataInput in) throws IOException {
        meanLevels = in.readDouble();
        lastLevels = in.readDouble();
    }
}
