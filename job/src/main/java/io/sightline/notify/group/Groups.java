package io.sightline.notify.group;

import io.sightline.notify.group.Case.Stage;
import io.sightline.table.Alert;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What waits to be told as one, and what was. An incident is a member of one group at most. Thread:
 * the desk's.
 */
final class Groups {

    /** What becomes of incidents beyond their group. */
    interface Singles {

        /** It is in no group: it is told by itself, if it may be. */
        void single(Case one, long nowMillis);

        /** Its last alert, which it brought along, is to be taken now. */
        void over(Case one, Alert clearing, long nowMillis);

        /** Neither can an id be used again, nor is anything that is still said under it new. */
        void gone(String groupId, long nowMillis);
    }

    private final GroupSettings settings;
    private final Voice voice;
    private final Singles singles;
    private final Predicate<String> wasUsed; // as the id of a group
    private final Gathering gathering;
    private final Map<String, Group> groups = new LinkedHashMap<>(); // by id
    private final Map<Bucket, Group> groupOf = new HashMap<>();

    Groups(GroupSettings settings, Voice voice, Singles singles, Predicate<String> wasUsed) {
        this.settings = settings;
        this.voice = voice;
        this.singles = singles;
        this.wasUsed = wasUsed;
        this.gathering = new Gathering(settings);
    }

    /** Whether an incident has anything that it could have in common with others. */
    boolean concerns(Case one) {
        return gathering.concerns(one);
    }

    /** Into its group, or among those that wait for others. */
    void take(Case one, long nowMillis) {
        Group largest = null;
        for (Bucket bucket : Bucket.of(one.opening, settings)) {
            Group group = groupOf.get(bucket);
            if (group != null && (largest == null || group.openStreams() > largest.openStreams())) {
                largest = group;
            }
        }
        if (largest != null) {
            join(largest, one, nowMillis);
            return;
        }
        one.stage = Stage.WAITING;
        one.waitingSinceMillis = nowMillis;
        gathering.add(one);
    }

    /** It waits no longer. */
    void drop(Case one) {
        gathering.remove(one);
    }

    List<Case> waiting() {
        return gathering.all();
    }

    Collection<Group> all() {
        return groups.values();
    }

    /** Time passes. */
    void time(long nowMillis) {
        release(nowMillis, settings.patience().toMillis());
        for (Group group : List.copyOf(groups.values())) {
            if (group.lookAtMillis != Case.NEVER && group.lookAtMillis <= nowMillis) {
                group.lookAtMillis = Case.NEVER;
                if (group.isTold && group.isDoubled()) {
                    update(group, nowMillis);
                }
            }
            if (group.belowSinceMillis != Case.NEVER
                    && nowMillis - group.belowSinceMillis >= settings.clear().toMillis()) {
                end(group, nowMillis);
            }
        }
    }

    /** Nobody who waited so long waits any longer. */
    void release(long nowMillis, long patienceMillis) {
        Case oldest = gathering.oldest();
        while (oldest != null && nowMillis - oldest.waitingSinceMillis >= patienceMillis) {
            Bucket bucket = gathering.explanationOf(oldest);
            if (bucket == null) {
                gathering.remove(oldest);
                singles.single(oldest, nowMillis);
            } else {
                form(bucket, nowMillis);
            }
            oldest = gathering.oldest();
        }
    }

    long wakeAtMillis() {
        long wake = Long.MAX_VALUE;
        Case oldest = gathering.oldest();
        if (oldest != null) {
            wake = oldest.waitingSinceMillis + settings.patience().toMillis();
        }
        for (Group group : groups.values()) {
            if (group.lookAtMillis != Case.NEVER) {
                wake = Math.min(wake, group.lookAtMillis);
            }
            if (group.belowSinceMillis != Case.NEVER) {
                wake = Math.min(wake, group.belowSinceMillis + settings.clear().toMillis());
            }
        }
        return wake;
    }

    private void form(Bucket bucket, long nowMillis) {
        List<Case> members = gathering.in(bucket);
        Group group = Group.of(bucket, members, id -> groups.containsKey(id) || wasUsed.test(id));
        groups.put(group.id(), group);
        groupOf.put(bucket, group);
        for (Case one : members) {
            gathering.remove(one);
            enter(group, one, nowMillis);
        }
        if (voice.isDamped(group.subject(), group.opening, nowMillis)) {
            silence(group, Untold.FLAPPING, nowMillis);
        } else {
            open(group, nowMillis);
        }
        members.forEach(one -> clearIfOver(one, nowMillis));
    }

    private void join(Group group, Case one, long nowMillis) {
        group.add(one);
        group.lastEventMillis = Math.max(group.lastEventMillis, one.latest().eventAtMillis());
        enter(group, one, nowMillis);
        if (group.openStreams() >= settings.min()) {
            group.belowSinceMillis = Case.NEVER;
        }
        look(group, nowMillis);
        clearIfOver(one, nowMillis);
    }

    private void enter(Group group, Case one, long nowMillis) {
        one.stage = Stage.MEMBER;
        one.groupId = group.id();
        voice.untold(one.opening, group.id(), Untold.GROUPED, nowMillis);
        if (one.escalation != null) {
            voice.untold(one.escalation, group.id(), Untold.GROUPED, nowMillis);
        }
    }

    private void clearIfOver(Case one, long nowMillis) {
        Alert clearing = one.clearing;
        if (clearing != null) {
            one.clearing = null;
            singles.over(one, clearing, nowMillis);
        }
    }

    /** A member became worse. */
    void escalated(Case one, Alert alert, long nowMillis) {
        Group group = groups.get(one.groupId);
        voice.untold(alert, group.id(), Untold.GROUPED, nowMillis);
        group.severity = Group.worst(group.severity, alert.severity());
        group.lastEventMillis = Math.max(group.lastEventMillis, alert.eventAtMillis());
        look(group, nowMillis);
    }

    /** A member is over. */
    void cleared(Case one, Alert clearing, long nowMillis) {
        Group group = groups.get(one.groupId);
        voice.untold(clearing, group.id(), Untold.GROUPED, nowMillis);
        group.remove(one);
        group.lastEventMillis = Math.max(group.lastEventMillis, clearing.eventAtMillis());
        if (group.open().isEmpty()) {
            end(group, nowMillis);
        } else if (group.belowSinceMillis == Case.NEVER && group.openStreams() < settings.min()) {
            group.belowSinceMillis = nowMillis;
        }
    }

    /** Tells of groups that were not told, if they may be now. */
    void openOwed(long nowMillis) {
        List.copyOf(groups.values()).forEach(group -> open(group, nowMillis));
    }

    private void open(Group group, long nowMillis) {
        if (group.isTold || voice.isFlapping(group.subject())) {
            return;
        }
        Optional<String> by = voice.silencerOf(group, group.opening);
        if (by.isPresent()) {
            silence(group, by.get(), nowMillis);
            return;
        }
        group.isTold = true;
        group.toldStreams = group.openStreams();
        voice.page(group.pageOfOpen(group.opening));
        look(group, nowMillis);
    }

    private void silence(Group group, String by, long nowMillis) {
        if (!by.equals(group.silencedBy)) {
            group.silencedBy = by;
            voice.untold(group.opening, group.id(), by, nowMillis);
        }
    }

    /** Tells at once when it is worse, and after a while when it has become twice as large. */
    private void look(Group group, long nowMillis) {
        if (group.isTold && group.severity.compareTo(group.toldSeverity) > 0) {
            update(group, nowMillis);
        } else if (group.lookAtMillis == Case.NEVER && group.isDoubled()) {
            group.lookAtMillis = nowMillis + settings.patience().toMillis();
        }
    }

    private void update(Group group, long nowMillis) {
        Alert alert = group.escalated();
        Optional<String> by = voice.silencerOf(group, alert);
        if (by.isPresent()) {
            voice.untold(alert, group.id(), by.get(), nowMillis);
        } else {
            voice.page(group.pageOfOpen(alert));
        }
    }

    /** What is left is told singly, or a pager would be green while something fails. */
    private void end(Group group, long nowMillis) {
        groups.remove(group.id());
        groupOf.remove(group.bucket, group);
        singles.gone(group.id(), nowMillis);
        List<Case> left = List.copyOf(group.open());
        Alert clearing = group.cleared();
        if (group.isTold) {
            voice.page(group.pageOfAll(clearing));
        } else {
            voice.untold(clearing, group.id(), String.valueOf(group.silencedBy), nowMillis);
        }
        voice.moved(group.subject(), clearing, nowMillis);
        for (Case one : left) {
            one.groupId = null;
            singles.single(one, nowMillis);
        }
    }

    /** Takes what was kept of a group. */
    void restore(Group group) {
        groups.put(group.id(), group);
        groupOf.put(group.bucket, group);
    }

    /** Takes what was kept of one that waits. */
    void restore(Case one) {
        gathering.add(one);
    }

    /** Ends everything: groups are no longer made. */
    void dissolve(long nowMillis) {
        for (Case one : gathering.all()) {
            gathering.remove(one);
            singles.single(one, nowMillis);
        }
        List.copyOf(groups.values()).forEach(group -> end(group, nowMillis));
    }
}
