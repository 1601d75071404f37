package io.sightline.notify.group;

import io.sightline.notify.Page;
import io.sightline.policy.Severity;
import io.sightline.table.Alert;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Incidents that are told as one: a parent incident and its members. Thread: the desk's. */
final class Group {

    /** Of members that a page lists; their rows in {@code notifications} list all. */
    static final int MOST_LISTED = 1_000;

    private static final String SEVERAL = "several"; // defects, in the column of one
    private static final String RENDITION = "all";

    /** A member that was listed: an incident and its stream. */
    record Member(String incidentId, String streamId) {}

    final Bucket bucket;
    final Alert opening; // the parent's; its severity and numbers are those of the beginning
    final List<Member> listed; // the first ones, whether open or not
    private final LinkedHashMap<String, Case> open = new LinkedHashMap<>(); // by incident id
    private final Map<String, Integer> openByStream = new HashMap<>();
    int members; // ever
    boolean isTold; // or else silenced so far
    @Nullable String silencedBy; // why it was not told
    int toldStreams; // when the target was told last
    Severity toldSeverity;
    Severity severity;
    int escalations;
    long lookAtMillis = Case.NEVER; // when to see whether it has doubled
    long belowSinceMillis = Case.NEVER; // since when it is smaller than a group
    long lastEventMillis; // event time of what happened last

    Group(Bucket bucket, Alert opening, List<Member> listed) {
        this.bucket = bucket;
        this.opening = opening;
        this.listed = new ArrayList<>(listed);
        this.severity = opening.severity();
        this.toldSeverity = opening.severity();
        this.lastEventMillis = opening.eventAtMillis();
    }

    /**
     * A group of those, which are not empty.
     *
     * @param isTaken whether an id is that of another group: where media have no times of their
     *     own, many things begin at the same one
     */
    static Group of(Bucket bucket, Collection<Case> cases, Predicate<String> isTaken) {
        Alert first = null;
        long eventAt = Long.MIN_VALUE;
        Severity severity = Severity.INFO;
        Set<String> defects = new LinkedHashSet<>();
        List<Member> listed = new ArrayList<>();
        Map<String, String> common = null;
        for (Case one : cases) {
            Alert alert = one.opening;
            if (first == null
                    || alert.startedAtMillis() < first.startedAtMillis()
                    || (alert.startedAtMillis() == first.startedAtMillis()
                            && alert.incidentId().compareTo(first.incidentId()) < 0)) {
                first = alert; // whatever the order of arrival
            }
            eventAt = Math.max(eventAt, one.latest().eventAtMillis());
            severity = worst(severity, one.severity);
            defects.add(alert.defect());
            if (listed.size() < MOST_LISTED) {
                listed.add(new Member(one.id(), one.stream()));
            }
            if (common == null) {
                common = new HashMap<>(alert.labels());
            } else {
                common.entrySet().retainAll(alert.labels().entrySet());
            }
        }
        if (first == null) {
            throw new IllegalArgumentException("A group has members");
        }
        String defect = defects.size() == 1 ? first.defect() : SEVERAL;
        int streams = (int) cases.stream().map(Case::stream).distinct().count();
        Alert opening =
                MadeAlert.open(
                        new MadeAlert.Subject(
                                id(bucket, first.startedAtMillis(), isTaken),
                                bucket.text(),
                                RENDITION,
                                defect,
                                common),
                        Alert.Event.OPENED,
                        1,
                        severity,
                        first.startedAtMillis(),
                        eventAt,
                        new MadeAlert.Extent(streams, Double.NaN, "streams", 1),
                        streams + " streams with " + bucket.text() + ": " + defect,
                        first);
        Group group = new Group(bucket, opening, listed);
        group.members = cases.size();
        group.toldStreams = streams;
        cases.forEach(group::putOpen);
        return group;
    }

    private static String id(Bucket bucket, long startedAtMillis, Predicate<String> isTaken) {
        for (int again = 0; ; again++) {
            String start = startedAtMillis + (again == 0 ? "" : "#" + again);
            String id = MadeAlert.id(bucket.label(), bucket.value(), bucket.defect(), start);
            if (!isTaken.test(id)) {
                return id;
            }
        }
    }

    String id() {
        return opening.incidentId();
    }

    /** Under which it may come and go. */
    String subject() {
        return "\0" + bucket.label() + "\0" + bucket.value() + "\0" + bucket.defect();
    }

    void add(Case member) {
        members++;
        if (listed.size() < MOST_LISTED) {
            listed.add(new Member(member.id(), member.stream()));
        }
        putOpen(member);
        severity = worst(severity, member.severity);
    }

    /** One that is counted already. */
    void putOpen(Case member) {
        open.put(member.id(), member);
        openByStream.merge(member.stream(), 1, Integer::sum);
    }

    void remove(Case member) {
        if (open.remove(member.id()) != null) {
            openByStream.computeIfPresent(member.stream(), (s, n) -> n == 1 ? null : n - 1);
        }
    }

    Collection<Case> open() {
        return open.values();
    }

    int openStreams() {
        return openByStream.size();
    }

    /** What there is to be told since the last time. */
    boolean isDoubled() {
        return openStreams() >= 2 * toldStreams;
    }

    /** What is told next, which then counts as told. */
    Alert escalated() {
        escalations++;
        int streams = openStreams();
        toldStreams = Math.max(toldStreams, streams);
        toldSeverity = severity;
        return MadeAlert.open(
                new MadeAlert.Subject(
                        id(),
                        opening.streamId(),
                        opening.rendition(),
                        opening.defect(),
                        opening.labels()),
                Alert.Event.ESCALATED,
                escalations,
                severity,
                opening.startedAtMillis(),
                lastEventMillis,
                new MadeAlert.Extent(streams, Double.NaN, "streams", 1),
                streams + " streams with " + bucket.text() + ": " + opening.defect(),
                opening);
    }

    /** The end, with what is left of it. */
    Alert cleared() {
        String left =
                openByStream.keySet().stream().sorted().limit(10).collect(Collectors.joining(", "));
        String message =
                bucket.text()
                        + ": "
                        + opening.defect()
                        + " is over in "
                        + (members - open.size())
                        + " of "
                        + members
                        + " cases"
                        + (left.isEmpty() ? "" : "; told singly from now on: " + left);
        return MadeAlert.cleared(opening, severity, lastEventMillis, message);
    }

    /** A page about it that lists those that are open. */
    Page pageOfOpen(Alert alert) {
        List<String> incidents = new ArrayList<>();
        List<String> streams = new ArrayList<>();
        for (Case one : open.values()) {
            if (incidents.size() == MOST_LISTED) {
                break;
            }
            incidents.add(one.id());
            streams.add(one.stream());
        }
        return new Page(alert, incidents, streams);
    }

    /** A page about it that lists all that were ever in it. */
    Page pageOfAll(Alert alert) {
        return new Page(
                alert,
                listed.stream().map(Member::incidentId).toList(),
                listed.stream().map(Member::streamId).toList());
    }

    static Severity worst(Severity a, Severity b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
