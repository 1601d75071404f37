package io.sightline.source.ingest;

import io.sightline.detector.model.TimeBase;

/** Gives the event time of the first presentation time of an epoch. Reading thread. */
@FunctionalInterface
interface EventTimeRule {

    /** Bounded input: presentation time 0 is 1970-01-01T00:00:00Z. */
    EventTimeRule FIXED_EPOCH =
            (presentationMicros, programTimeMicros, previousOffsetMicros) ->
                    programTimeMicros == TimeBase.NO_TIME
                            ? presentationMicros + previousOffsetMicros
                            : programTimeMicros;

    /**
     * The event time, since the epoch, of a presentation time.
     *
     * @param presentationMicros first of the epoch
     * @param programTimeMicros what the input says, since the epoch, or {@code NO_TIME}
     * @param previousOffsetMicros event time minus presentation time before; 0 at the beginning
     */
    long eventTimeMicros(
            long presentationMicros, long programTimeMicros, long previousOffsetMicros);
}
