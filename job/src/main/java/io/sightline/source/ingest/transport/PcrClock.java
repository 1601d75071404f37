package io.sightline.source.ingest.transport;

import org.jspecify.annotations.Nullable;

/**
 * The time that passes by the PCRs of one PID, in ticks of 27 MHz from 0. The PID is the first one
 * that has PCRs; another takes over when it has told of two more seconds than that one. One thread.
 */
final class PcrClock {

    /** How a PCR follows the one before it on its PID. */
    enum Step {
        FIRST,
        EVEN,
        /** Over 100 ms: ISO/IEC 13818-1, 2.7.2 allows no more. DVB recommends 40 ms. */
        LATE,
        /** Back, or by over a second, without a word. */
        JUMP,
        ANNOUNCED
    }

    private static final long TICKS_PER_SECOND = 27_000_000;
    private static final long MAX_INTERVAL = TICKS_PER_SECOND / 10;
    private static final long MAX_LATENESS = TICKS_PER_SECOND;
    private static final long MAX_PASSED = 10 * TICKS_PER_SECOND;
    private static final long TAKE_OVER = 2 * TICKS_PER_SECOND;
    private static final long WRAP = (1L << 33) * 300;

    private @Nullable PidState teller;
    private @Nullable PidState rival;
    private long rivalPassed; // since the teller's last PCR
    private long now;

    long now() {
        return now;
    }

    boolean isToldBy(PidState pid) {
        return pid == teller;
    }

    Step step(PidState pid, long pcr) {
        long before = pid.lastPcr;
        boolean announced = pid.clockBreakAnnounced;
        pid.lastPcr = pcr;
        pid.clockBreakAnnounced = false;
        if (before == PidState.UNKNOWN) {
            teller = teller == null ? pid : teller;
            return Step.FIRST;
        } else if (announced) {
            return Step.ANNOUNCED;
        }
        long passed = Math.floorMod(pcr - before, WRAP);
        boolean isBack = passed > WRAP / 2;
        if (!isBack && passed <= MAX_PASSED) {
            pass(pid, passed);
        }
        return isBack || passed > MAX_LATENESS
                ? Step.JUMP
                : passed > MAX_INTERVAL ? Step.LATE : Step.EVEN;
    }

    private void pass(PidState pid, long passed) {
        if (pid == teller) {
            now += passed;
            rival = null;
            return;
        } else if (rival == null) {
            rival = pid;
            rivalPassed = 0;
        }
        if (pid == rival) {
            rivalPassed += passed;
            if (rivalPassed > TAKE_OVER) {
                now += rivalPassed;
                teller = pid;
                rival = null;
            }
        }
    }
}
