package io.sightline.verify;

import java.util.Locale;

/** What a record must fulfil. Appended to, never renamed: the names are in reports. */
public enum Rule {
    /** A row can be read, and has every column that its table promises. */
    READABLE("rows that cannot be read"),
    /** All rows of a stream are in one partition. */
    ONE_PARTITION(
            "rows of one stream in two partitions",
            "Partitions that were added to a topic look like this too."),
    /** An alert id is there once. */
    ALERT_ONCE(
            "the same alert twice",
            "Two runs over one file, written into the same record, look like this too."),
    /** An alert's id begins with that of its incident. */
    ALERT_ID("alerts whose id is not of their incident"),
    /** All events of an incident tell of the same defect and the same begin. */
    SAME_INCIDENT("events that contradict their incident"),
    /** An incident opens before anything else is told of it. */
    OPENED_FIRST("incidents that never opened"),
    /** An incident opens once and clears at most once. */
    OPENED_AND_CLEARED_ONCE("incidents that opened or cleared twice"),
    /** OPENED, then ESCALATED, then CLEARED. */
    EVENT_ORDER("events in the wrong order"),
    /** Each escalation raises the severity, and nothing else changes it. */
    SEVERITY_RISES("severities that do not rise"),
    /** Begin, end, duration and the event's own time agree. */
    TIMES_AGREE("times that contradict each other"),
    /** No time is in the future, or in 1970 unless it counts from the begin of a file. */
    TIMES_POSSIBLE("times that cannot be", "An encoder whose clock is wrong looks like this too."),
    /** Incidents of one defect of one rendition follow one another. */
    NO_OVERLAP("incidents that overlap"),
    /** An incident clears before the next of the same defect opens. */
    CLEARED_BEFORE_NEXT(
            "incidents that never cleared before the next",
            "A run that was stopped, and another begun without --restore, look like this too."),
    /** A rendition has one row for a second. */
    SECOND_ONCE(
            "the same second measured twice",
            "Two runs over one file, written into the same record, look like this too."),
    /** Seconds of a rendition follow one another. */
    SECOND_ORDER("measurements in the wrong order"),
    /** A change of a state is told once. */
    STATE_ONCE("the same change of state twice"),
    /** Changes of a state are told in order. */
    STATE_ORDER(
            "changes of state in the wrong order",
            "A machine's clock that was set back looks like this too.");

    private final String broken;
    private final String otherCause;

    Rule(String broken) {
        this(broken, "");
    }

    Rule(String broken, String otherCause) {
        this.broken = broken;
        this.otherCause = otherCause;
    }

    /** As reports for machines call it: {@code second-once}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What is there where it does not hold, for people. */
    public String broken() {
        return broken;
    }

    /** What looks the same and is no fault of the job's, one sentence; empty if nothing does. */
    public String otherCause() {
        return otherCause;
    }
}
