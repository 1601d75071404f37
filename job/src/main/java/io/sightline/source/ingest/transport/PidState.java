package io.sightline.source.ingest.transport;

import org.jspecify.annotations.Nullable;

/** What is remembered of one PID; times are ticks of 27 MHz on the meter's clock. */
final class PidState {

    static final int UNKNOWN = -1;

    final int pid;

    int continuity = UNKNOWN;
    boolean hadDuplicate;
    long lastBytes; // the end of the last payload: a duplicate has the same

    long lastPcr = UNKNOWN;
    boolean clockBreakAnnounced;

    boolean isReferred; // a PMT names it as pictures, sound or clock
    boolean isClock; // a PMT names it as clock
    boolean isTimed; // pictures or sound, which need a PTS
    boolean isSubtitle; // DVB subtitles or teletext
    boolean isSplice; // SCTE 35
    boolean seen; // since the last PCR
    long lastSeen;
    boolean ptsSeen; // since the last PCR
    long lastPts = UNKNOWN;

    @Nullable SectionAssembler sections; // for tables
    boolean isMap; // the PAT names it as carrying a PMT
    boolean tableSeen; // since the last PCR
    long lastTable;

    PidState(int pid) {
        this.pid = pid;
    }

    /** Expected to carry tables from now on. */
    void beginTables(long now) {
        if (sections == null) {
            sections = new SectionAssembler();
            lastTable = now;
        }
    }

    void setReferred(boolean referred, long now) {
        if (referred && !isReferred) {
            lastSeen = now;
        }
        isReferred = referred;
    }

    /** How many errors there are: one for each full period without a table. */
    int tablesOverdue(long now, long period) {
        if (tableSeen) {
            tableSeen = false;
            lastTable = now;
            return 0;
        }
        int overdue = (int) ((now - lastTable) / period);
        lastTable += overdue * period;
        return overdue;
    }

    /** How many errors there are: one for each full period without a PTS. */
    int ptsOverdue(long now, long period) {
        if (ptsSeen) {
            ptsSeen = false;
            lastPts = now;
            return 0;
        } else if (lastPts == UNKNOWN || !isTimed) {
            return 0;
        }
        int overdue = (int) ((now - lastPts) / period);
        lastPts += overdue * period;
        return overdue;
    }
}
