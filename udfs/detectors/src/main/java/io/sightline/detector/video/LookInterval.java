package io.sightline.detector.video;

import io.sightline.detector.model.TimeBase;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Says which pictures a detector looks at that need not see all of them: the first of each interval
 * of the rendition's own timeline. Intervals begin at the same instants for all, so detectors that
 * share a feature share its pictures, whatever was restarted or cut.
 */
final class LookInterval {

    /** Four looks a second: damage that a viewer sees lasts at least that long. */
    private static final long QUARTER_MICROS = 250_000;

    /** For what is wrong for seconds, if at all. */
    private static final long HALF_MICROS = 500_000;

    /** For what is dear to look at and stays for a while. */
    private static final long SECOND_MICROS = 1_000_000;

    private final long micros;
    private long current = TimeBase.NO_TIME;

    private LookInterval(long micros) {
        this.micros = micros;
    }

    static LookInterval fourTimesASecond() {
        return new LookInterval(QUARTER_MICROS);
    }

    static LookInterval twiceASecond() {
        return new LookInterval(HALF_MICROS);
    }

    static LookInterval onceASecond() {
        return new LookInterval(SECOND_MICROS);
    }

    long micros() {
        return micros;
    }

    boolean isDue(long presentationTimeMicros) {
        long interval = Math.floorDiv(presentationTimeMicros, micros);
        if (interval == current) {
            return false;
        }
        current = interval;
        return true;
    }

    void forget() {
        current = TimeBase.NO_TIME;
    }

    void save(DataOutput out) throws IOException {
        out.writeLong(current);
    }

    void restore(DataInput in) throws IOException {
        current = in.readLong();
    }
}
