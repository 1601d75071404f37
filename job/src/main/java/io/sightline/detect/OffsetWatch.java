package io.sightline.detect;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.model.TimeBase;
import io.sightline.detector.sync.ProgrammeFingerprint;
import io.sightline.detector.sync.ProgrammeOffset;
import io.sightline.flow.RenditionRef;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How far the sound of one rendition is from its pictures, against another of the same programme.
 * Each {@value #PERIOD_MICROS} µs of event time it compares what it showed a while ago, when the
 * other has had time to show the same: so the value depends on what the two show and not on which
 * of them was examined first.
 *
 * <p>Thread: the task's. State: none in checkpoints; after a restart it is seen and heard anew for
 * half a minute. One that nobody is compared with keeps nothing.
 */
final class OffsetWatch {

    /** A comparison takes less than 2 % of what decoding so much of 1080p30 does. */
    static final long PERIOD_MICROS = 5_000_000;

    /** Renditions that come in segments are up to one of them apart. */
    static final long PATIENCE_MICROS = 10_000_000;

    private static final long DELAY_MICROS = ProgrammeOffset.RANGE_MICROS + PATIENCE_MICROS;

    private static final Metric METRIC = SourceMetrics.AV_OFFSET_TO_REFERENCE_MS;

    private final RenditionRef origin;
    private final Programme programme;
    private @Nullable ProgrammeFingerprint fingerprint; // while there is somebody to compare with
    private MediaClock clock = new MediaClock(); // of its analysis, once there is one
    private long area; // of its pictures
    private long periods = Long.MIN_VALUE; // of event time that have passed

    OffsetWatch(RenditionRef origin, Programme programme) {
        this.origin = origin;
        this.programme = programme;
    }

    RenditionRef origin() {
        return origin;
    }

    Programme programme() {
        return programme;
    }

    /** Where its times are known from. */
    void follow(MediaClock known) {
        clock = known;
    }

    /** Goes on for the same rendition under another entry, if that is compared too. */
    void handOver(OffsetWatch next) {
        if (next.fingerprint != null) {
            next.fingerprint = fingerprint == null ? next.fingerprint : fingerprint;
            next.area = area;
            next.periods = periods;
        }
    }

    /** Remembers from here on, or forgets. */
    void compared(boolean isCompared) {
        if (!isCompared) {
            fingerprint = null;
        } else if (fingerprint == null) {
            fingerprint = new ProgrammeFingerprint();
        }
    }

    boolean isCompared() {
        return fingerprint != null;
    }

    /** Samples of a picture; 0 until one came. */
    long area() {
        return area;
    }

    void onPicture(VideoFrame frame, MetricBoard board) {
        if (fingerprint != null) {
            area = (long) frame.width() * frame.height();
            fingerprint.add(frame);
        }
        tell(board);
    }

    void onSound(AudioBlock block, MetricBoard board) {
        if (fingerprint != null) {
            fingerprint.add(block);
        }
        tell(board);
    }

    void onDiscontinuity() {
        if (fingerprint != null) {
            fingerprint.onDiscontinuity();
        }
    }

    /** Compares once both pictures and sound have come to the end of a period. */
    private void tell(MetricBoard board) {
        long reachedMicros = Math.min(clock.lastPictureMicros(), clock.lastSoundMicros());
        if (reachedMicros == TimeBase.NO_TIME) {
            return;
        }
        long passed = Math.floorDiv(clock.eventMicros(reachedMicros), PERIOD_MICROS);
        boolean isNew = passed > periods && periods != Long.MIN_VALUE;
        periods = passed;
        if (isNew) {
            compare(clock.mediaMicros(passed * PERIOD_MICROS), board);
        }
    }

    private void compare(long atMicros, MetricBoard board) {
        OffsetWatch reference = programme.reference();
        if (fingerprint == null || reference == this) {
            board.withdraw(METRIC, atMicros); // what may be open from when it was compared
            return;
        }
        OptionalDouble offset = against(reference, fingerprint, atMicros - DELAY_MICROS);
        if (offset.isPresent()) {
            board.measure(METRIC, offset.getAsDouble(), atMicros);
        } else {
            board.unknown(METRIC, atMicros);
        }
    }

    private OptionalDouble against(
            @Nullable OffsetWatch reference, ProgrammeFingerprint own, long endMicros) {
        ProgrammeFingerprint other = reference == null ? null : reference.fingerprint;
        if (reference == null || other == null) {
            return OptionalDouble.empty();
        }
        long eventMicros = clock.eventMicros(endMicros);
        long apartMicros = endMicros - reference.clock.mediaMicros(eventMicros);
        return ProgrammeOffset.soundAfterPictures(own, other, endMicros, apartMicros);
    }
}
