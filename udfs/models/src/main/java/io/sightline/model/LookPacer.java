package io.sightline.model;

import io.sightline.detector.model.TimeBase;
import io.sightline.policy.Looks;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Says when a model looks: at fixed instants of the rendition's own timeline, more of them while
 * something hints at a defect, and fewer while looks at what is live take longer than their budget.
 * Task thread.
 */
final class LookPacer {

    private static final long SECOND_MICROS = 1_000_000;

    /** For how long a hint counts: what follows a loss is seen within a group of pictures. */
    private static final long SUSPICION_MICROS = 5 * SECOND_MICROS;

    /** One look in sixteen still finds what lasts. */
    private static final int THINNEST = 16;

    /** So many looks within half the budget before there are more again. */
    private static final int QUICK_LOOKS = 16;

    private static final double NEWEST = 0.25; // weight of the newest look in the mean

    private Looks looks;
    private final long budgetNanos;

    private long interval = TimeBase.NO_TIME; // number of the interval looked at last
    private long intervalMicros; // that it is counted in
    private long suspiciousUntil = TimeBase.NO_TIME;
    private boolean isLive; // else nothing is late, and thinning would only cost looks
    private int thinning = 1; // every so many looks is taken; not kept: a process of its own
    private double meanNanos;
    private int quickLooks;

    LookPacer(Looks looks, long budgetNanos) {
        this.looks = looks;
        this.budgetNanos = budgetNanos;
    }

    void follow(Looks wanted) {
        looks = wanted;
    }

    /** What waits for its looks gets all of them, however long they take. */
    void onLive(boolean live) {
        isLive = live;
        thinning = 1;
        meanNanos = 0;
        quickLooks = 0;
    }

    /** Whether to look at what is shown now; asked once for each picture. */
    boolean isDue(long presentationMicros) {
        boolean suspicious =
                suspiciousUntil != TimeBase.NO_TIME && presentationMicros < suspiciousUntil;
        double pace = suspicious ? looks.suspicious() : looks.usual();
        if (pace == 0) {
            return false;
        }
        long micros = Math.round(SECOND_MICROS / pace) * thinning;
        long now = Math.floorDiv(presentationMicros, micros);
        if (micros == intervalMicros && now == interval) {
            return false;
        }
        intervalMicros = micros;
        interval = now;
        return true;
    }

    /** Something hints at a defect at this instant. */
    void suspect(long presentationMicros) {
        suspiciousUntil = presentationMicros + SUSPICION_MICROS;
    }

    /** A look took so long. */
    void took(long nanos) {
        if (!isLive) {
            return;
        }
        meanNanos = meanNanos == 0 ? nanos : meanNanos + NEWEST * (nanos - meanNanos);
        if (meanNanos > budgetNanos) {
            thinning = Math.min(THINNEST, thinning * 2);
            meanNanos = 0;
            quickLooks = 0;
        } else if (thinning > 1 && meanNanos < budgetNanos / 2.0 && ++quickLooks >= QUICK_LOOKS) {
            thinning /= 2;
            quickLooks = 0;
        }
    }

    /** How many of the looks that are due are taken: one in so many. */
    int thinning() {
        return thinning;
    }

    void forget() {
        interval = TimeBase.NO_TIME;
        suspiciousUntil = TimeBase.NO_TIME;
    }

    void save(DataOutput out) throws IOException {
        out.writeLong(interval);
        out.writeLong(intervalMicros);
        out.writeLong(suspiciousUntil);
    }

    void restore(DataInput in) throws IOException {
        interval = in.readLong();
        intervalMicros = in.readLong();
        suspiciousUntil = in.readLong();
    }
}
