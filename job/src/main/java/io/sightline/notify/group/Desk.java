package io.sightline.notify.group;

import io.sightline.notify.control.InForce;
import io.sightline.notify.group.Case.Stage;
import io.sightline.table.Alert;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what one target is told of the alerts that its routes give it. In this order:
 *
 * <ol>
 *   <li>A repeat of an alert is dropped: the pager lane may say everything twice.
 *   <li>A control holds an incident back, or an escalation. When none does any longer and the
 *       incident is still open, what is owed is told then, once.
 *   <li>Incidents that have a label in common wait for others like them. Enough of them become a
 *       group; the others are told singly.
 *   <li>What comes and goes is told once, as flapping.
 * </ol>
 *
 * <p>What was told to be open is told to be over, whatever holds: a pager never stays red. So every
 * incident, group and flapping that was told to be open has exactly one closing page.
 *
 * <p>Everything is in memory: an entry for each open incident, and for a day the ids of those that
 * are over. Wall time is an argument. Thread: one.
 */
final class Desk implements Groups.Singles {

    /** How long the ids of what is over are known, to tell repeats after a long outage. */
    static final Duration REMEMBERED = Duration.ofDays(1);

    /** And how many of them; the oldest are forgotten. */
    static final int MOST_REMEMBERED = 100_000;

    private final Voice voice;
    private final @Nullable Groups groups;
    private final Doubts doubts = new Doubts();
    private final Map<String, Case> cases = new LinkedHashMap<>(); // open incidents by id
    private final Map<String, Case> held = new LinkedHashMap<>(); // of which something is held back
    private final Map<String, Long> over = new LinkedHashMap<>(); // when, by id; the oldest first

    Desk(DeskSettings settings, Outbox out) {
        voice = new Voice(out, settings.flap());
        groups =
                settings.group() == null
                        ? null
                        : new Groups(settings.group(), voice, this, over::containsKey);
    }

    /** Takes what operators say from now on, and tells what is no longer held back. */
    void controls(InForce next, long nowMillis) {
        if (!voice.hears(next)) {
            return;
        }
        if (groups != null) {
            for (Case one : groups.waiting()) {
                voice.silencerOf(one).ifPresent(by -> hold(one, by, nowMillis));
            }
        }
        for (Case one : List.copyOf(held.values())) {
            Optional<String> by = voice.silencerOf(one);
            if (by.isPresent()) {
                one.reason = by.get();
            } else {
                release(one, nowMillis);
            }
        }
        if (groups != null) {
            groups.openOwed(nowMillis);
        }
    }

    private void release(Case one, long nowMillis) {
        held.remove(one.id());
        one.reason = null;
        if (one.stage == Stage.HELD) {
            place(one, nowMillis);
        } else {
            tellEscalation(one, nowMillis);
        }
    }

    /** Takes an alert. */
    void alert(Alert alert, long nowMillis) {
        forget(nowMillis);
        if (over.containsKey(alert.incidentId())) {
            return;
        }
        Case one = cases.get(alert.incidentId());
        if (one == null && alert.event() == Alert.Event.CLEARED) {
            // Whether it was ever told is not known, as after a start without a checkpoint.
            voice.page(alert);
            over.put(alert.incidentId(), nowMillis);
        } else if (one == null) {
            opened(new Case(alert), nowMillis);
        } else if (one.isNew(alert)) {
            if (alert.event() == Alert.Event.CLEARED) {
                over(one, alert, nowMillis);
            } else {
                escalated(one, alert, nowMillis);
            }
        }
    }

    private void opened(Case one, long nowMillis) {
        one.isNew(one.opening);
        cases.put(one.id(), one);
        doubts.opened(one, nowMillis);
        Optional<String> by = voice.silencerOf(one);
        if (by.isPresent()) {
            hold(one, by.get(), nowMillis);
        } else {
            place(one, nowMillis);
        }
    }

    private void escalated(Case one, Alert alert, long nowMillis) {
        one.severity = Group.worst(one.severity, alert.severity());
        Optional<String> by = voice.silencerOf(alert);
        if (by.isPresent()) {
            voice.untold(alert, one.groupId, by.get(), nowMillis);
            if (one.stage != Stage.MEMBER) { // a group says what its members are worth
                one.escalation = alert;
                one.reason = by.get();
                held.put(one.id(), one);
            }
            return;
        }
        switch (one.stage) {
            case HELD, TOLD, SILENT -> { // held ones: it is too severe for what holds them back
                one.escalation = alert;
                release(one, nowMillis);
            }
            case WAITING -> one.escalation = alert; // told with its opening
            case MEMBER -> groups.escalated(one, alert, nowMillis);
        }
    }

    @Override
    public void over(Case one, Alert alert, long nowMillis) {
        switch (one.stage) {
            case HELD -> voice.untold(alert, null, String.valueOf(one.reason), nowMillis);
            case WAITING -> {
                one.clearing = alert; // told with its opening, alone or in a group
                return;
            }
            case TOLD -> {
                voice.page(alert);
                voice.moved(one.subject(), alert, nowMillis);
            }
            case SILENT -> {
                voice.untold(alert, null, Untold.FLAPPING, nowMillis);
                voice.moved(one.subject(), alert, nowMillis);
            }
            case MEMBER -> groups.cleared(one, alert, nowMillis);
        }
        close(one, nowMillis);
    }

    private void close(Case one, long nowMillis) {
        cases.remove(one.id());
        held.remove(one.id());
        doubts.closed(one);
        over.put(one.id(), nowMillis);
    }

    @Override
    public void gone(String groupId, long nowMillis) {
        over.put(groupId, nowMillis);
    }

    /** Nobody is told for now. */
    private void hold(Case one, String by, long nowMillis) {
        if (groups != null) {
            groups.drop(one);
        }
        one.stage = Stage.HELD;
        one.reason = by;
        voice.untold(one.opening, null, by, nowMillis);
        if (one.clearing != null) { // it was over before it could be told
            voice.untold(one.clearing, null, by, nowMillis);
            close(one, nowMillis);
        } else {
            held.put(one.id(), one);
        }
    }

    /** Nothing holds it back: into its group, among those that wait for others, or told. */
    private void place(Case one, long nowMillis) {
        if (groups != null && groups.concerns(one)) {
            groups.take(one, nowMillis);
        } else {
            tell(one, nowMillis);
        }
    }

    @Override
    public void single(Case one, long nowMillis) {
        Optional<String> by = voice.silencerOf(one);
        if (by.isPresent()) {
            hold(one, by.get(), nowMillis);
        } else {
            tell(one, nowMillis);
        }
    }

    /** By a page of its own, unless it comes and goes. */
    private void tell(Case one, long nowMillis) {
        if (voice.isDamped(one.subject(), one.opening, nowMillis)) {
            one.stage = Stage.SILENT;
            voice.untold(one.opening, null, Untold.FLAPPING, nowMillis);
        } else {
            one.stage = Stage.TOLD;
            if (voice.silencerOf(one.opening).isEmpty()) { // or else only how it became worse
                voice.page(one.opening);
            }
        }
        tellEscalation(one, nowMillis);
        Alert clearing = one.clearing;
        if (clearing != null) {
            one.clearing = null;
            over(one, clearing, nowMillis);
        }
    }

    private void tellEscalation(Case one, long nowMillis) {
        Alert alert = one.escalation;
        if (alert == null) {
            return;
        }
        if (one.stage == Stage.TOLD) {
            one.escalation = null;
            voice.page(alert);
        } else { // owed until it no longer comes and goes
            voice.untold(alert, null, Untold.FLAPPING, nowMillis);
        }
        voice.moved(one.subject(), alert, nowMillis);
    }

    /** Time passes: tells what has waited long enough. */
    void time(long nowMillis) {
        forget(nowMillis);
        if (groups != null) {
            groups.time(nowMillis);
        }
        doubts.due(nowMillis).forEach(one -> over(one, Doubts.endOf(one), nowMillis));
        Set<String> calmed = new LinkedHashSet<>(voice.calmed(nowMillis));
        for (String subject : calmed) {
            Case one = doubts.latestOf(subject);
            if (one != null && one.stage == Stage.SILENT) { // open still: it is told like any other
                held.remove(one.id());
                single(one, nowMillis);
            }
        }
        if (groups != null && !calmed.isEmpty()) {
            groups.openOwed(nowMillis);
        }
    }

    /** Nothing more will come: nobody waits for others any longer. */
    void end(long nowMillis) {
        if (groups != null) {
            groups.release(nowMillis, /* patienceMillis= */ 0);
        }
    }

    /** When time must be told next; {@link Long#MAX_VALUE} if nothing waits for it. */
    long wakeAtMillis() {
        long wake = Math.min(voice.wakeAtMillis(), doubts.wakeAtMillis());
        return groups == null ? wake : Math.min(wake, groups.wakeAtMillis());
    }

    private void forget(long nowMillis) {
        Iterator<Long> closed = over.values().iterator();
        int tooMany = over.size() - MOST_REMEMBERED;
        while (closed.hasNext()) {
            long closedAtMillis = closed.next();
            if (tooMany-- <= 0 && nowMillis - closedAtMillis <= REMEMBERED.toMillis()) {
                return;
            }
            closed.remove();
        }
    }

    /** All that is to be kept. */
    DeskState state() {
        return new DeskState(
                List.copyOf(cases.values()),
                groups == null ? List.of() : List.copyOf(groups.all()),
                voice.flaps(),
                new LinkedHashMap<>(over));
    }

    /**
     * Goes on from what was kept, as a new desk that knows what operators say. What other settings
     * had begun, such as groups where none are made any longer, is ended.
     */
    void restore(DeskState state, long nowMillis) {
        over.putAll(state.over());
        voice.restore(state.flaps());
        List<Case> byDoubt = new ArrayList<>(state.cases());
        byDoubt.sort(Comparator.comparingLong(one -> one.doubtedAtMillis));
        byDoubt.forEach(doubts::restore);
        List<Case> waiting = new ArrayList<>();
        for (Case one : state.cases()) {
            cases.put(one.id(), one);
            if (one.stage == Stage.WAITING) {
                waiting.add(one);
            } else if (one.stage == Stage.HELD
                    || (one.escalation != null && one.stage != Stage.MEMBER)) {
                held.put(one.id(), one);
            }
        }
        waiting.sort(Comparator.comparingLong(one -> one.waitingSinceMillis));
        Groups restored =
                groups != null
                        ? groups
                        : new Groups(GroupSettings.NONE, voice, this, over::containsKey);
        state.groups().forEach(restored::restore);
        waiting.forEach(restored::restore);
        if (groups == null) {
            restored.dissolve(nowMillis);
        }
        if (!voice.isDamping()) {
            for (Case one : state.cases()) {
                if (one.stage == Stage.SILENT) {
                    held.remove(one.id());
                    single(one, nowMillis);
                }
            }
        }
        // What was held back is looked at again: nothing may hold it any longer.
        for (Case one : List.copyOf(held.values())) {
            Optional<String> by = voice.silencerOf(one);
            if (by.isPresent()) {
                one.reason = by.get();
            } else {
                release(one, nowMillis);
            }
        }
    }
}
