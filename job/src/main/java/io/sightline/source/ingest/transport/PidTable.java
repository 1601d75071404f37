package io.sightline.source.ingest.transport;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The PIDs that occurred or that a table names. One thread; allocates for new ones only. */
final class PidTable {

    private final @Nullable PidState[] byPid = new @Nullable PidState[1 << 13];
    private final List<PidState> known = new ArrayList<>();

    /** The state of a PID, made now if need be. */
    PidState of(int pid) {
        PidState state = byPid[pid];
        if (state == null) {
            state = new PidState(pid);
            byPid[pid] = state;
            known.add(state);
        }
        return state;
    }

    @Nullable PidState ifKnown(int pid) {
        return byPid[pid];
    }

    int size() {
        return known.size();
    }

    /** In the order in which they became known. */
    PidState get(int index) {
        return known.get(index);
    }
}
