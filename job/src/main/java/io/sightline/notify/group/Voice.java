package io.sightline.notify.group;

import io.sightline.notify.Page;
import io.sightline.notify.control.InForce;
import io.sightline.table.Alert;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a target may be told at this moment: not what a control holds back, nor what comes and goes.
 * Thread: the desk's.
 */
final class Voice {

    private final Outbox out;
    private final @Nullable Damper damper;
    private InForce controls = InForce.NOTHING;

    Voice(Outbox out, @Nullable FlapSettings settings) {
        this.out = out;
        this.damper = settings == null ? null : new Damper(settings);
    }

    /** Takes what operators say; whether it is anything new. */
    boolean hears(InForce next) {
        boolean isNew = !next.equals(controls);
        controls = next;
        return isNew;
    }

    Optional<String> silencerOf(Case one) {
        return controls.silencerOf(one.latest());
    }

    Optional<String> silencerOf(Alert alert) {
        return controls.silencerOf(alert);
    }

    /** A control that names the group, or that holds back all that is left of it. */
    Optional<String> silencerOf(Group group, Alert alert) {
        Optional<String> by = controls.silencerOfIncident(alert);
        if (by.isPresent()) {
            return by;
        }
        for (Case one : group.open()) {
            by = controls.silencerOf(one.opening);
            if (by.isEmpty()) {
                return by;
            }
        }
        return by;
    }

    void page(Alert alert) {
        out.page(Page.of(alert));
    }

    void page(Page page) {
        out.page(page);
    }

    void untold(Alert alert, @Nullable String groupId, String reason, long nowMillis) {
        out.untold(new Untold(alert, groupId, reason, nowMillis));
    }

    /** Counts an opening, and tells if it is one too many; whether it is not to be told itself. */
    boolean isDamped(String subject, Alert opening, long nowMillis) {
        if (damper == null) {
            return false;
        }
        damper.opens(subject, opening, nowMillis).ifPresent(this::page);
        return damper.isFlapping(subject);
    }

    boolean isFlapping(String subject) {
        return damper != null && damper.isFlapping(subject);
    }

    /** Something that is open became worse, or is over. */
    void moved(String subject, Alert alert, long nowMillis) {
        if (damper != null) {
            damper.moves(subject, alert, nowMillis).ifPresent(this::page);
        }
    }

    /** Tells of what no longer comes and goes. */
    List<String> calmed(long nowMillis) {
        if (damper == null) {
            return List.of();
        }
        List<Damper.Flap> quiet = damper.quiet(nowMillis);
        quiet.forEach(flap -> page(damper.cleared(flap)));
        return quiet.stream().map(flap -> flap.subject).toList();
    }

    /** Wall time at which something may have become quiet; {@link Long#MAX_VALUE} if never. */
    long wakeAtMillis() {
        return damper == null ? Long.MAX_VALUE : damper.wakeAtMillis();
    }

    boolean isDamping() {
        return damper != null;
    }

    List<Damper.Flap> flaps() {
        return damper == null ? List.of() : damper.all();
    }

    /** Goes on from what was kept; what is no longer damped is told to be over. */
    void restore(List<Damper.Flap> flaps) {
        for (Damper.Flap flap : flaps) {
            if (damper != null) {
                damper.restore(flap);
            } else if (flap.opening != null) {
                page(
                        MadeAlert.cleared(
                                flap.opening,
                                flap.severity,
                                flap.lastEventMillis,
                                "What comes and goes is told each time from now on"));
            }
        }
    }
}
