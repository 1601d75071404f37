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

    /**
     * A quarter of a second: damage that a viewer sees lasts at least that long, and a look that
     * takes half a millisecond costs a tenth of it for each picture at 30 a second.
     */
    static final long MICROS = 250_000;

    private long current = TimeBase.NO_TIME;

    boolean isDue(long presentationTimeMicros) {
        long interval = Math.floorDiv(presentationTimeMicros, MICROS);
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
