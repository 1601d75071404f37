package io.sightline.notify.group;

import io.sightline.policy.Severity;
import io.sightline.table.Alert;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One open incident of the record, and how far its target has been told. Thread: the desk's. */
final class Case {

    /** Appended to, never renamed: they are in checkpoints. */
    enum Stage {
        /** A control holds it back: nobody was told. */
        HELD,
        /** For others like it, to be told as a group. */
        WAITING,
        /** By a page of its own. */
        TOLD,
        /** By its group. */
        MEMBER,
        /** By the page that says that it comes and goes. */
        SILENT
    }

    /** Of times that are not set. */
    static final long NEVER = Long.MIN_VALUE;

    private static final int MOST_SEEN = 16; // severities only rise: an incident has few alerts

    final Alert opening; // the first alert that was seen of it
    final List<String> seen = new ArrayList<>(); // alert ids, to tell repeats
    Stage stage = Stage.HELD;
    Severity severity;
    @Nullable String reason; // HELD: the control
    @Nullable Alert escalation; // the latest that the target was not told
    @Nullable Alert clearing; // WAITING: it is over already
    @Nullable String groupId; // MEMBER
    long waitingSinceMillis = NEVER; // WAITING
    long doubtedAtMillis = NEVER; // since when a newer incident says that this one is over
    long doubtedEventMillis = NEVER; // event time at which that one began

    Case(Alert opening) {
        this.opening = opening;
        this.severity = opening.severity();
    }

    String id() {
        return opening.incidentId();
    }

    String stream() {
        return opening.streamId();
    }

    /** Where only one incident can be open at a time. */
    String subject() {
        return subjectOf(opening);
    }

    static String subjectOf(Alert alert) {
        return String.join("\0", alert.streamId(), alert.rendition(), alert.defect());
    }

    /** What its target should know by now. */
    Alert latest() {
        return escalation == null ? opening : escalation;
    }

    /** Whether the alert is new; a repeat is to be dropped. */
    boolean isNew(Alert alert) {
        if (seen.contains(alert.alertId())) {
            return false;
        }
        if (seen.size() < MOST_SEEN) {
            seen.add(alert.alertId());
        }
        return true;
    }
}
