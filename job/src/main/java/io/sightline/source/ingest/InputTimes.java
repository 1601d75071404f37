package io.sightline.source.ingest;

import io.sightline.detector.model.TimeBase;

/**
 * The two times of a packet in its input's own time, unwrapped.
 *
 * @param ptsMicros when it is presented, or {@code NO_TIME}
 * @param dtsMicros when it is decoded, or {@code NO_TIME}
 */
record InputTimes(long ptsMicros, long dtsMicros) {

    static final InputTimes NONE = new InputTimes(TimeBase.NO_TIME, TimeBase.NO_TIME);

    /** ISO/IEC 13818-1 lets a decoder wait for so long at most, still pictures apart. */
    private static final long MAX_LEAD_MICROS = 10_000_000;

    /** Nothing is presented before it is decoded, but some multiplexers are a little careless. */
    private static final long MAX_LAG_MICROS = 500_000;

    static InputTimes of(long ptsTicks, long dtsTicks, TimeBase timeBase) {
        return new InputTimes(timeBase.toMicros(ptsTicks), timeBase.toMicros(dtsTicks));
    }

    /** What orders packets of a track. */
    long rawMicros() {
        return dtsMicros == TimeBase.NO_TIME ? ptsMicros : dtsMicros;
    }

    /** Where an epoch must begin for this packet. */
    long earliestMicros() {
        return ptsMicros == TimeBase.NO_TIME ? dtsMicros : ptsMicros;
    }

    /** Whether one of the two must be wrong, in MPEG-2 systems. */
    boolean isTorn() {
        if (ptsMicros == TimeBase.NO_TIME || dtsMicros == TimeBase.NO_TIME) {
            return false;
        }
        long lead = ptsMicros - dtsMicros;
        return lead > MAX_LEAD_MICROS || lead < -MAX_LAG_MICROS;
    }

    /** The one of the two that is nearer to where the track is, alone. */
    InputTimes mendedNear(long micros) {
        return Math.abs(ptsMicros - micros) < Math.abs(dtsMicros - micros)
                ? new InputTimes(ptsMicros, TimeBase.NO_TIME)
                : new InputTimes(TimeBase.NO_TIME, dtsMicros);
    }
}
