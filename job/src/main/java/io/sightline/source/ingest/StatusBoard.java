package io.sightline.source.ingest;

import io.sightline.flow.StreamState;
import io.sightline.source.SourceSettings;
import io.sightline.source.ingest.manifest.Alignment;
import io.sightline.source.ingest.manifest.Listing;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one input: the reading thread notes facts, the task thread decides the state
 * from them and the clock, so that a reading thread that hangs cannot hide it. Wall-clock time.
 *
 * <p>Once a signal was lost, or what came could not be watched, only media makes the stream live
 * again: a server that answers and gives nothing would else look well after each attempt.
 */
public final class StatusBoard {

    /** One moment's judgement; durations are 0 when fine. */
    public record Status(
            StreamState state,
            String reason,
            long noSignalMillis,
            long stallMillis,
            long staleMillis) {}

    /**
     * What the manifest of live input showed of its rendition.
     *
     * @param atMillis when
     * @param listing null when there was none
     */
    public record Seen(long atMillis, @Nullable Listing listing) {

        public boolean hasSegments() {
            return listing != null && !listing.segments().isEmpty();
        }
    }

    private static final long NEVER = Long.MAX_VALUE;
    private static final String OPENING = "opening";
    private static final String AWAITING = "reached again, but no media came yet";

    /** Asked for with every event: for garbage's sake what is nearly always the answer is kept. */
    private static final Status LIVE = new Status(StreamState.LIVE, "media arrives", 0, 0, 0);

    private final SourceSettings settings;
    private final InstantSource clock;

    private long lastContactMillis;
    private long dueSinceMillis; // media is late from here on: since it last came, or could
    private long mediaDueAfterMillis = NEVER;
    private long waitingSinceMillis = NEVER;
    private long manifestDueMillis = NEVER;
    private boolean silenceIsLoss;
    private boolean isRead;
    private boolean contactFails;
    private boolean wasReached;
    private long reconnects;
    private boolean mediaSeen;
    private long awaitsMediaSinceMillis =
            NEVER; // the signal was lost then, and no media came since
    private boolean isDrained; // what comes now was held back when the input fell silent
    private boolean broken;
    private boolean overLimit; // and so broken, though media arrives
    private String opening = OPENING; // why no media came yet
    private String reason = "";
    private @Nullable Seen seen;
    private boolean forTheTaking;
    private String trouble = ""; // the latest one since media came

    public StatusBoard(SourceSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.lastContactMillis = clock.millis();
        this.dueSinceMillis = lastContactMillis;
    }

    /** Nobody reads it yet. */
    public synchronized void waiting(String why) {
        isRead = false;
        broken = false;
        opening = why;
    }

    /** Nobody reads it. */
    public synchronized void refused(String why) {
        isRead = false;
        broken(why);
    }

    /** It is read from here on. */
    public synchronized void begun() {
        isRead = true;
        broken = false;
        awaitsMediaSinceMillis = NEVER;
        overLimit = false;
        opening = OPENING;
        lastContactMillis = clock.millis();
        dueSinceMillis = lastContactMillis;
    }

    /** From here on something must arrive all the time, or contact is lost: datagrams. */
    synchronized void expectSteadyContact() {
        silenceIsLoss = true;
    }

    /** All of it is there from the beginning: it is read as fast as it is examined. */
    synchronized void allIsThere() {
        forTheTaking = true;
    }

    /** Whether nothing can be late, because the input waits for the task. */
    public synchronized boolean isForTheTaking() {
        return forTheTaking;
    }

    /** Something arrived from the other side, or it was reached. */
    synchronized void contact() {
        long now = clock.millis();
        if (isSignalLost(now)) {
            dueSinceMillis = now; // what came not while there was no signal is no stall
            awaitsMediaSinceMillis = Math.min(awaitsMediaSinceMillis, lastContactMillis);
            broken = false;
        }
        if (wasReached && isContactLost(now)) {
            reconnects++;
        }
        wasReached = true;
        lastContactMillis = now;
        contactFails = false;
        waitingSinceMillis = NEVER;
        isDrained = false;
    }

    /** How often the other side was reached again after contact to it had been lost. */
    public synchronized long reconnects() {
        return reconnects;
    }

    /** A request is out: from here on silence counts, if not since an earlier one. */
    synchronized void requestSent() {
        if (waitingSinceMillis == NEVER) {
            waitingSinceMillis = clock.millis();
        }
    }

    /** The input fell silent and ends: until contact, packets are what was held back before. */
    synchronized void drained() {
        isDrained = true;
    }

    /** The request got an answer, whatever it was: nothing is waited for. */
    synchronized void answered() {
        waitingSinceMillis = NEVER;
    }

    /** The other side cannot be reached. */
    synchronized void contactLost(String why) {
        waitingSinceMillis = NEVER;
        contactFails = true;
        overLimit = false;
        trouble = why;
    }

    /** It was reached, but what it gives is not enough. */
    synchronized void hindered(String why) {
        trouble = why;
    }

    /** New media arrived, and more is due within the given time; 0 for whenever it comes. */
    synchronized void mediaArrived(long nextDueMillis) {
        if (isDrained) {
            return;
        }
        contact();
        dueSinceMillis = lastContactMillis;
        mediaDueAfterMillis = nextDueMillis == 0 ? NEVER : nextDueMillis;
        mediaSeen = true;
        awaitsMediaSinceMillis = NEVER;
        broken = overLimit;
        trouble = "";
    }

    /** Something arrives that cannot be watched. */
    synchronized void broken(String why) {
        broken = true;
        reason = why;
        lastContactMillis = clock.millis(); // somebody is there
        contactFails = false;
    }

    /** More arrives than is accepted: media alone does not make that good. */
    synchronized void overLimit(String why) {
        broken(why);
        overLimit = true;
    }

    /** No more than is accepted arrives, or nothing. */
    synchronized void withinLimit() {
        broken &= !overLimit;
        overLimit = false;
    }

    /** The manifest of live input is as told; it is due to change within {@code dueMillis}. */
    synchronized void manifestSeen(boolean isChanged, long dueMillis) {
        if (isChanged) {
            manifestDueMillis = clock.millis() + dueMillis;
        }
    }

    /** What the manifest of live input lists now. */
    synchronized void listed(Listing listing) {
        seen = new Seen(clock.millis(), Alignment.essenceOf(listing));
    }

    /** The server answers, but has nothing of this rendition. */
    synchronized void notListed() {
        seen = new Seen(clock.millis(), null);
    }

    /** What was last seen of live input's manifest; null before that, and for other input. */
    public synchronized @Nullable Seen seen() {
        return seen;
    }

    /** The state now. {@code isHoldingBack}: the queue is full, so nothing can be late. */
    public synchronized Status status(boolean isHoldingBack) {
        long now = clock.millis();
        long noSignal = isContactLost(now) ? Math.max(1, now - lastContactMillis) : 0;
        if (isSignalLost(now)) {
            String why =
                    contactFails
                            ? trouble
                            : isSilent(now)
                                    ? "nothing arrives; check the sender"
                                    : "no answer to a request; check the server";
            return new Status(StreamState.NO_SIGNAL, why, millisWithoutSignal(now), 0, 0);
        }
        if (broken) {
            // Who sends too much is not listened to all the time.
            return overLimit
                    ? new Status(StreamState.BROKEN, reason, 0, 0, 0)
                    : new Status(StreamState.BROKEN, reason, noSignal, brokenMillis(now), 0);
        }
        // Who cannot be reached cannot show a new one.
        long stale = noSignal == 0 ? Math.max(0, now - manifestDueMillis) : 0;
        long late = now - dueSinceMillis;
        if (!isHoldingBack && late > mediaDueAfterMillis) {
            String why =
                    trouble.isEmpty()
                            ? "connected, but no new media arrives; check the encoder"
                            : trouble;
            return new Status(StreamState.STALLED, why, 0, late, stale);
        }
        if (awaitsMediaSinceMillis != NEVER) {
            return new Status(StreamState.NO_SIGNAL, AWAITING, millisWithoutSignal(now), 0, stale);
        }
        if (!mediaSeen) {
            return new Status(StreamState.CONNECTING, opening, noSignal, 0, stale);
        }
        return noSignal + stale == 0
                ? LIVE
                : new Status(LIVE.state(), LIVE.reason(), noSignal, 0, stale);
    }

    /** For how long no media came that can be watched, once it is late. */
    private long brokenMillis(long now) {
        long late = now - dueSinceMillis;
        long due =
                mediaDueAfterMillis == NEVER
                        ? settings.stallAfter().toMillis()
                        : mediaDueAfterMillis;
        return isRead && late > due ? late : 0;
    }

    private long millisWithoutSignal(long now) {
        return now - Math.min(awaitsMediaSinceMillis, lastContactMillis);
    }

    /** Contact fails for long enough to say so. What is broken may leave requests unanswered. */
    private boolean isSignalLost(long now) {
        boolean isLost = broken ? contactFails || isSilent(now) : isContactLost(now);
        return isLost
                && !overLimit
                && now - lastContactMillis > settings.noSignalAfter().toMillis();
    }

    private boolean isContactLost(long now) {
        return contactFails || isSilent(now) || isUnanswered(now);
    }

    private boolean isSilent(long now) {
        return silenceIsLoss && now - lastContactMillis > settings.silenceAfter().toMillis();
    }

    private boolean isUnanswered(long now) {
        return waitingSinceMillis != NEVER
                && now - waitingSinceMillis > settings.silenceAfter().toMillis();
    }

    /** Media is due within this time although none came yet. */
    synchronized void expectMediaWithin(long dueMillis) {
        mediaDueAfterMillis = dueMillis;
    }
}
