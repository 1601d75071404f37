package io.sightline.source.ingest;

import io.sightline.flow.StreamState;
import io.sightline.source.SourceSettings;
import java.time.InstantSource;

/**
 * What is known of one input: the reading thread notes facts, the task thread decides the state
 * from them and the clock, so that a reading thread that hangs cannot hide it. Wall-clock time.
 */
public final class StatusBoard {

    /** One moment's judgement; durations are 0 when fine. */
    public record Status(StreamState state, String reason, long noSignalMillis, long stallMillis) {}

    private static final long NEVER = Long.MAX_VALUE;

    private final SourceSettings settings;
    private final InstantSource clock;

    private long lastContactMillis;
    private long lastMediaMillis;
    private long mediaDueAfterMillis = NEVER;
    private long waitingSinceMillis = NEVER;
    private boolean silenceIsLoss;
    private boolean contactFails;
    private boolean mediaSeen;
    private boolean broken;
    private String reason = "opening";

    public StatusBoard(SourceSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.lastContactMillis = clock.millis();
        this.lastMediaMillis = lastContactMillis;
    }

    /** From here on something must arrive all the time, or contact is lost: datagrams. */
    synchronized void expectSteadyContact() {
        silenceIsLoss = true;
    }

    /** Something arrived from the other side, or it was reached. */
    synchronized void contact() {
        lastContactMillis = clock.millis();
        if (contactFails || waitingSinceMillis != NEVER) {
            contactFails = false;
            waitingSinceMillis = NEVER;
        }
    }

    /** A request is out: from here on silence counts. */
    synchronized void requestSent() {
        waitingSinceMillis = clock.millis();
    }

    /** The other side cannot be reached. */
    synchronized void contactLost(String why) {
        waitingSinceMillis = NEVER;
        contactFails = true;
        reason = why;
    }

    /** New media arrived, and more is due within the given time; 0 for whenever it comes. */
    synchronized void mediaArrived(long nextDueMillis) {
        contact();
        lastMediaMillis = lastContactMillis;
        mediaDueAfterMillis = nextDueMillis == 0 ? NEVER : nextDueMillis;
        mediaSeen = true;
        broken = false;
    }

    /** Something arrives that cannot be watched. */
    synchronized void broken(String why) {
        broken = true;
        reason = why;
    }

    /** The state now. {@code isHoldingBack}: the queue is full, so nothing can be late. */
    public synchronized Status status(boolean isHoldingBack) {
        long now = clock.millis();
        boolean silent =
                silenceIsLoss && now - lastContactMillis > settings.silenceAfter().toMillis();
        boolean unanswered =
                waitingSinceMillis != NEVER
                        && now - waitingSinceMillis > settings.silenceAfter().toMillis();
        long noSignal =
                contactFails || silent || unanswered ? Math.max(1, now - lastContactMillis) : 0;
        if (broken) {
            return new Status(StreamState.BROKEN, reason, noSignal, 0);
        }
        if (noSignal > settings.noSignalAfter().toMillis()) {
            String why =
                    contactFails ? reason : silent ? "nothing arrives" : "no answer to a request";
            return new Status(StreamState.NO_SIGNAL, why, noSignal, 0);
        }
        long late = now - lastMediaMillis;
        if (noSignal == 0 && !isHoldingBack && late > mediaDueAfterMillis) {
            return new Status(StreamState.STALLED, "connected, but no new media arrives", 0, late);
        }
        return mediaSeen
                ? new Status(StreamState.LIVE, "media arrives", noSignal, 0)
                : new Status(StreamState.CONNECTING, "opening", noSignal, 0);
    }

    /** Media is due within this time although none came yet. */
    synchronized void expectMediaWithin(long dueMillis) {
        mediaDueAfterMillis = dueMillis;
    }
}
