package io.sightline.decode;

import io.sightline.flow.MediaUnit;
import io.sightline.media.Track;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;

/**
 * How much media was shown to decode, and what became of it: pictures where a rendition has them,
 * else blocks of sound, as the coverage of measurements is. Counts for one rendition or, as the sum
 * of them, for a subtask. Thread: the task's; reporters read the counters.
 */
final class FrameCounts {

    private final Counter presented = new SimpleCounter();
    private final Counter decoded = new SimpleCounter();
    private final Counter wanted = new SimpleCounter(); // presented, less what nobody asked for
    private final Counter errors = new SimpleCounter();

    /**
     * What decode tells of a rendition.
     *
     * @param counted what is counted of it
     */
    void count(MediaUnit unit, Track.Kind counted) {
        if (unit instanceof MediaUnit.Picture) {
            countDecoded(Track.Kind.VIDEO, counted);
        } else if (unit instanceof MediaUnit.Sound) {
            countDecoded(Track.Kind.AUDIO, counted);
        } else if (unit instanceof MediaUnit.Undecodable refused) {
            errors.inc();
            if (refused.kind() == counted) {
                lacks();
            }
        } else if (unit instanceof MediaUnit.NotDecoded left && left.kind() == counted) {
            presented.inc();
            if (left.shed()) {
                wanted.inc();
            }
        }
    }

    private void countDecoded(Track.Kind kind, Track.Kind counted) {
        if (kind == counted) {
            presented.inc();
            wanted.inc();
            decoded.inc();
        }
    }

    /** One was presented and asked for, and did not come out. */
    void lacks() {
        presented.inc();
        wanted.inc();
    }

    Counter presented() {
        return presented;
    }

    Counter decoded() {
        return decoded;
    }

    Counter wanted() {
        return wanted;
    }

    Counter errors() {
        return errors;
    }
}
