package io.sightline.source.reader;

import io.sightline.isolation.CrashLedger;
import io.sightline.isolation.CrashMark;
import io.sightline.isolation.CrashRecord;
import io.sightline.isolation.IsolationSettings;
import io.sightline.isolation.MarkedInput;
import io.sightline.source.split.StreamSplit;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides when a feed begins: at once as a rule; one after the other for those that were at work
 * when the process died, so that the next crash has one culprit; after its quarantine for what was
 * at work too often. See docs/decisions/0010.
 *
 * <p>Thread: the task's. Ownership: owns the ledger; feeds are borrowed until {@link #drop}.
 */
final class Admission implements AutoCloseable {

    private final IsolationSettings settings;
    private final InstantSource clock;
    private final CrashLedger ledger; // owned, closed in close()

    private final List<RenditionFeed> quarantined = new ArrayList<>();
    private final Map<RenditionFeed, Long> waitingUntil = new LinkedHashMap<>(); // suspects
    private final Map<RenditionFeed, Long> onTrialUntil = new LinkedHashMap<>(); // begun
    private final Map<RenditionFeed, Long> liveMillis = new LinkedHashMap<>(); // suspects at work
    private final long openedMillis; // nearly the same in all readers of a process

    Admission(IsolationSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.ledger = CrashLedger.open(settings, clock);
        this.openedMillis = clock.millis();
    }

    /** Where threads note that they work for the split. */
    CrashMark mark(StreamSplit split) {
        return ledger.mark(markedInput(split));
    }

    /** Takes in a feed that was not begun; suspects wait for the next look. */
    void admit(RenditionFeed feed) {
        Optional<CrashRecord> record = recordOf(feed);
        if (record.isEmpty() || !record.get().isSuspect()) {
            feed.begin();
        } else if (record.get().isQuarantined(clock.millis())) {
            quarantined.add(feed);
            feed.refuse(reason(record.get()));
        } else {
            int before = ledger.suspectsBefore(markedInput(feed.split()));
            waitingUntil.put(feed, openedMillis + before * settings.trial().toMillis());
            feed.hold("waits: suspects of a crash start one after the other");
        }
    }

    /** Looks again; {@code sinceMillis} passed since the last look. */
    void look(long sinceMillis) {
        ledger.refresh();
        for (RenditionFeed feed : List.copyOf(quarantined)) {
            if (recordOf(feed).filter(r -> r.isQuarantined(clock.millis())).isEmpty()) {
                quarantined.remove(feed);
                admit(feed);
            }
        }
        startThoseWhoseTurnItIs();
        for (RenditionFeed feed : List.copyOf(liveMillis.keySet())) {
            long live = liveMillis.get(feed) + (feed.isLive() ? sinceMillis : 0);
            liveMillis.put(feed, live);
            if (live >= settings.quietAfter().toMillis()) {
                liveMillis.remove(feed);
                ledger.exonerate(markedInput(feed.split()));
            }
        }
    }

    private void startThoseWhoseTurnItIs() {
        long now = clock.millis();
        for (RenditionFeed feed : List.copyOf(onTrialUntil.keySet())) {
            if (now >= onTrialUntil.get(feed)) {
                onTrialUntil.remove(feed);
                feed.mark().endTrial();
            }
        }
        for (RenditionFeed feed : List.copyOf(waitingUntil.keySet())) {
            if (now >= waitingUntil.get(feed)) {
                waitingUntil.remove(feed);
                // Readers look once a second: it ends before the next one begins elsewhere.
                onTrialUntil.put(feed, now + settings.trial().toMillis() * 4 / 5);
                liveMillis.put(feed, 0L);
                feed.mark().beginTrial();
                feed.begin();
            }
        }
    }

    private Optional<CrashRecord> recordOf(RenditionFeed feed) {
        return ledger.recordOf(markedInput(feed.split()));
    }

    private static MarkedInput markedInput(StreamSplit split) {
        return split.entry().input().marked(split.entry().id());
    }

    private String reason(CrashRecord record) {
        return ("quarantined, since the process died %d times while it was being %s; release it with"
                        + " 'sightline streams release --marks %s %s', change its entry, or wait"
                        + " until %s")
                .formatted(
                        record.crashes(),
                        record.doing(),
                        settings.directory(),
                        record.input().stream(),
                        Instant.ofEpochMilli(record.untilMillis()).truncatedTo(ChronoUnit.SECONDS));
    }

    /**
     * Its entry was changed, disabled or removed: if that is why it is not read, it may be again.
     */
    void release(RenditionFeed feed) {
        if (quarantined.contains(feed)) {
            ledger.forgive(markedInput(feed.split()));
        }
    }

    /** It is read no longer. */
    void drop(RenditionFeed feed) {
        quarantined.remove(feed);
        waitingUntil.remove(feed);
        onTrialUntil.remove(feed);
        liveMillis.remove(feed);
    }

    @Override
    public void close() {
        ledger.close();
    }
}
