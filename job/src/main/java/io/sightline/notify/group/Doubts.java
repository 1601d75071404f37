package io.sightline.notify.group;

import io.sightline.table.Alert;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Of one kind only one incident of a rendition is open at a time: when the next begins, a former
 * one is over, though its end may come late. It never comes if the process that would have told it
 * was killed and the live media that it had seen are gone. Thread: the desk's.
 */
final class Doubts {

    /** How late an end may be. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Map<String, Case> latestOf = new HashMap<>(); // by subject
    private final LinkedHashMap<String, Case> doubted = new LinkedHashMap<>(); // oldest doubt first

    /** The one that began last, of those that are open. */
    @Nullable Case latestOf(String subject) {
        return latestOf.get(subject);
    }

    void opened(Case one, long nowMillis) {
        Case other = latestOf.get(one.subject());
        if (other == null) {
            latestOf.put(one.subject(), one);
            return;
        }
        long laterMillis = one.opening.startedAtMillis() - other.opening.startedAtMillis();
        if (laterMillis == 0) { // which is over is not known
            return;
        }
        boolean isLater = laterMillis > 0;
        Case later = isLater ? one : other;
        Case former = isLater ? other : one;
        latestOf.put(one.subject(), later);
        if (former.doubtedAtMillis == Case.NEVER) {
            former.doubtedAtMillis = nowMillis;
            former.doubtedEventMillis = later.opening.startedAtMillis();
            doubted.put(former.id(), former);
        }
    }

    void closed(Case one) {
        latestOf.remove(one.subject(), one);
        doubted.remove(one.id());
    }

    /** Those that have been doubted for so long that they are over. */
    List<Case> due(long nowMillis) {
        List<Case> due = new ArrayList<>();
        for (Case one : doubted.values()) {
            if (nowMillis - one.doubtedAtMillis < PATIENCE.toMillis()) {
                break;
            }
            due.add(one);
        }
        due.forEach(one -> doubted.remove(one.id()));
        return due;
    }

    /** The end that never came. */
    static Alert endOf(Case one) {
        return MadeAlert.cleared(
                one.opening,
                one.severity,
                one.doubtedEventMillis,
                one.opening.message()
                        + " (taken to be over: its end was not told, and a newer incident has"
                        + " begun)");
    }

    long wakeAtMillis() {
        for (Case one : doubted.values()) { // only the first
            return one.doubtedAtMillis + PATIENCE.toMillis();
        }
        return Long.MAX_VALUE;
    }

    /** Takes one that was kept; those with the oldest doubt first. */
    void restore(Case one) {
        latestOf.merge(
                one.subject(),
                one,
                (a, b) -> a.opening.startedAtMillis() > b.opening.startedAtMillis() ? a : b);
        if (one.doubtedAtMillis != Case.NEVER) {
            doubted.put(one.id(), one);
        }
    }
}
