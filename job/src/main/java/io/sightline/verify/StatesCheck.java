package io.sightline.verify;

import io.sightline.flow.StreamState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks changes of state: each is told once, in order within a part. That the same state is told
 * again later is right: after a restart, which tells the first one anew, and when only the reason
 * is new. Memory: one row for each rendition; of files, where a repeat may be anywhere, a few words
 * for each row.
 */
final class StatesCheck {

    private final Layout layout;
    private final EventClock clock;
    private final Violations violations;
    private final Map<RenditionKey, Rendition> renditions = new HashMap<>();
    private long repeated;

    StatesCheck(Layout layout, EventClock clock, Violations violations) {
        this.layout = layout;
        this.clock = clock;
        this.violations = violations;
    }

    void row(RowPlace place, StateRow row) {
        RenditionKey key = new RenditionKey(row.streamId(), row.rendition());
        String change = row.state() + " of " + key + " since " + EventClock.text(row.sinceMillis());
        Optional<String> objection = clock.objectionToClock(row.sinceMillis());
        if (objection.isPresent()) {
            violations.add(Rule.TIMES_POSSIBLE, change + " is " + objection.get(), place);
        }
        Rendition rendition = renditions.computeIfAbsent(key, k -> new Rendition());
        Change told = new Change(row.sinceMillis(), row.state(), row.reason().hashCode());
        boolean inOrder = place.part().equals(rendition.lastPart);
        if (told.equals(rendition.last) || rendition.others.contains(told)) {
            violations.add(Rule.STATE_ONCE, change + " was there before", place);
        } else if (inOrder && told.sinceMillis() < rendition.last.sinceMillis()) {
            violations.add(
                    Rule.STATE_ORDER,
                    change + " comes after " + EventClock.text(rendition.last.sinceMillis()),
                    place);
        } else if (inOrder && told.state() == rendition.last.state()) {
            repeated++;
        }
        if (layout == Layout.FILES) {
            rendition.others.add(told);
        }
        rendition.last = told;
        rendition.lastPart = place.part();
    }

    long repeated() {
        return repeated;
    }

    private record Change(long sinceMillis, StreamState state, int reasonHash) {}

    private static final class Rendition {
        private static final Change NONE =
                new Change(Long.MIN_VALUE, StreamState.NOT_WATCHED, 0); // before any

        private final Set<Change> others = new HashSet<>();
        private Change last = NONE;
        private String lastPart = "";
    }
}
