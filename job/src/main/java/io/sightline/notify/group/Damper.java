package io.sightline.notify.group;

import io.sightline.policy.Severity;
import io.sightline.table.Alert;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Notices what comes and goes. Openings are counted in event time, so that a backlog which arrives
 * at once does not look like flapping; quiet is wall time, since nothing happens in it. Thread: the
 * desk's.
 */
final class Damper {

    private final FlapSettings settings;
    private final LinkedHashMap<String, Flap> calm = new LinkedHashMap<>(); // least recent first
    private final Map<String, Flap> flapping = new LinkedHashMap<>();

    /** What opened, and when. */
    static final class Flap {

        final String subject;
        final Deque<Long> openedAtMillis = new ArrayDeque<>(); // event time, the latest ones
        long lastMillis; // wall time
        long lastEventMillis; // event time
        @Nullable Alert opening; // of the flapping, while it is
        Severity severity = Severity.INFO; // as told
        int escalations;
        int silenced; // openings

        Flap(String subject) {
            this.subject = subject;
        }
    }

    Damper(FlapSettings settings) {
        this.settings = settings;
    }

    boolean isFlapping(String subject) {
        return flapping.containsKey(subject);
    }

    /**
     * Counts an opening that would be told.
     *
     * @return the page that says that it flaps now, if this is one too many
     */
    Optional<Alert> opens(String subject, Alert alert, long nowMillis) {
        forget(nowMillis);
        Flap flap = flapping.get(subject);
        if (flap != null) {
            flap.silenced++;
            flap.lastMillis = nowMillis;
            flap.lastEventMillis = Math.max(flap.lastEventMillis, alert.eventAtMillis());
            return Optional.empty();
        }
        flap = calm.remove(subject);
        if (flap == null) {
            flap = new Flap(subject);
        }
        flap.lastMillis = nowMillis;
        flap.lastEventMillis = alert.eventAtMillis();
        flap.openedAtMillis.addLast(alert.eventAtMillis());
        long oldest = alert.eventAtMillis() - settings.within().toMillis();
        while (flap.openedAtMillis.peekFirst() < oldest) {
            flap.openedAtMillis.removeFirst();
        }
        if (flap.openedAtMillis.size() <= settings.most()) {
            calm.put(subject, flap);
            return Optional.empty();
        }
        flap.opening = opening(flap, alert);
        flap.severity = alert.severity();
        flap.silenced = 1;
        flap.openedAtMillis.clear();
        flapping.put(subject, flap);
        return Optional.of(flap.opening);
    }

    private Alert opening(Flap flap, Alert alert) {
        int times = flap.openedAtMillis.size();
        return MadeAlert.open(
                new MadeAlert.Subject(
                        MadeAlert.id("flapping", flap.subject, alert.incidentId()),
                        alert.streamId(),
                        alert.rendition(),
                        alert.defect(),
                        alert.labels()),
                Alert.Event.OPENED,
                1,
                alert.severity(),
                flap.openedAtMillis.peekFirst(),
                alert.eventAtMillis(),
                new MadeAlert.Extent(times, settings.most(), "openings", times),
                alert.streamId()
                        + ": "
                        + alert.defect()
                        + " comes and goes: opened "
                        + times
                        + " times within "
                        + text(settings.within())
                        + ". Nothing more is told until it is quiet for "
                        + text(settings.quiet()),
                alert);
    }

    /** Something else happened to it; a page, if it became worse than was told while it flaps. */
    Optional<Alert> moves(String subject, Alert alert, long nowMillis) {
        Flap flap = flapping.get(subject);
        if (flap == null || flap.opening == null) {
            return Optional.empty();
        }
        flap.lastMillis = nowMillis;
        flap.lastEventMillis = Math.max(flap.lastEventMillis, alert.eventAtMillis());
        if (alert.event() == Alert.Event.CLEARED
                || alert.severity().compareTo(flap.severity) <= 0) {
            return Optional.empty();
        }
        flap.severity = alert.severity();
        flap.escalations++;
        Alert opening = flap.opening;
        return Optional.of(
                MadeAlert.open(
                        new MadeAlert.Subject(
                                opening.incidentId(),
                                opening.streamId(),
                                opening.rendition(),
                                opening.defect(),
                                opening.labels()),
                        Alert.Event.ESCALATED,
                        flap.escalations,
                        flap.severity,
                        opening.startedAtMillis(),
                        alert.eventAtMillis(),
                        new MadeAlert.Extent(
                                opening.peak(),
                                opening.level(),
                                opening.unit(),
                                opening.occurrences()),
                        opening.message() + "; worse now: " + alert.message(),
                        opening));
    }

    /** Ends the flapping of what has been quiet for long enough. */
    List<Flap> quiet(long nowMillis) {
        forget(nowMillis);
        List<Flap> over = new ArrayList<>();
        for (Iterator<Flap> all = flapping.values().iterator(); all.hasNext(); ) {
            Flap flap = all.next();
            if (nowMillis - flap.lastMillis >= settings.quiet().toMillis()) {
                all.remove();
                over.add(flap);
            }
        }
        return over;
    }

    /** The last page about a flapping. */
    Alert cleared(Flap flap) {
        Alert opening = flap.opening;
        if (opening == null) {
            throw new IllegalStateException(flap.subject + " was not flapping");
        }
        return MadeAlert.cleared(
                opening,
                flap.severity,
                flap.lastEventMillis,
                opening.streamId()
                        + ": "
                        + opening.defect()
                        + " was quiet for "
                        + text(settings.quiet())
                        + "; "
                        + flap.silenced
                        + " openings were not told");
    }

    /** When something next becomes quiet; {@link Long#MAX_VALUE} if nothing flaps. */
    long wakeAtMillis() {
        long wake = Long.MAX_VALUE;
        for (Flap flap : flapping.values()) {
            wake = Math.min(wake, flap.lastMillis + settings.quiet().toMillis());
        }
        return wake;
    }

    /** Calm subjects are forgotten with their last opening. */
    private void forget(long nowMillis) {
        Iterator<Flap> all = calm.values().iterator();
        while (all.hasNext() && nowMillis - all.next().lastMillis > settings.within().toMillis()) {
            all.remove();
        }
    }

    List<Flap> all() {
        List<Flap> all = new ArrayList<>(calm.values());
        all.addAll(flapping.values());
        return all;
    }

    /** Takes one that was kept. */
    void restore(Flap flap) {
        (flap.opening == null ? calm : flapping).put(flap.subject, flap);
    }

    private static String text(Duration duration) {
        return duration.toSeconds() % 60 == 0
                ? duration.toMinutes() + " min"
                : duration.toSeconds() + " s";
    }
}
