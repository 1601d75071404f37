package io.sightline.evidence;

import io.sightline.flow.DecodeMode;
import io.sightline.flow.DecodeTier;
import io.sightline.flow.EvidenceMode;
import io.sightline.flow.EvidencePort;
import io.sightline.flow.EvidenceRequest;
import io.sightline.flow.RenditionRef;
import io.sightline.media.Packet;
import io.sightline.media.Track;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the latest packets of one rendition, and collects those around the start of each incident.
 *
 * <p>Thread: the task's. Ownership: owns its ring and the captures that are not complete yet.
 */
final class RenditionRecorder implements EvidencePort.Recorder {

    /** For so long after its clip should have ended, a live incident is waited for. */
    private static final long PATIENCE_MILLIS = 10_000;

    /** Incidents without evidence that are remembered: their later alerts say the same. */
    private static final int MOST_REFUSED = 64;

    /** What must fit: the time before, a long group of pictures, and what a decision takes. */
    static final long RING_MICROS = 30_000_000;

    /** A capture that waits for the rest of its clip. */
    private static final class Waiting {
        private final Capture capture; // owned until it is submitted
        private long deadlineMillis = Long.MAX_VALUE; // wall time

        private Waiting(Capture capture) {
            this.capture = capture;
        }
    }

    private final SlotEvidence slot; // borrowed
    private final PacketRing ring = new PacketRing(RING_MICROS);
    private final List<Waiting> waiting = new ArrayList<>();
    private final Set<String> refused = new LinkedHashSet<>(); // ids of incidents
    private RenditionRef origin;
    private @Nullable KeptTracks tracks; // held; null before the first are known
    private boolean isAfterBreak;

    RenditionRecorder(RenditionRef origin, SlotEvidence slot) {
        this.origin = origin;
        this.slot = slot;
        origin.evidence().attach(this);
    }

    long ringBytes() {
        return ring.bytes();
    }

    RenditionRef origin() {
        return origin;
    }

    /** Goes on in another name; what must not be kept any more is dropped at once. */
    void continueAs(RenditionRef next) {
        origin = next;
        next.evidence().attach(this);
        if (!isAllowed()) {
            ring.clear();
            waiting.forEach(one -> one.capture.close());
            waiting.clear();
        }
    }

    /** Other tracks from here on; borrowed. What is kept of the old ones stays. */
    void tracks(List<Track> announced) {
        KeptTracks before = tracks;
        tracks = new KeptTracks(announced);
        if (before != null) {
            before.release();
        }
    }

    /** What follows does not continue what came before. */
    void breakContinuity() {
        isAfterBreak = true;
    }

    /**
     * A packet that was decoded.
     *
     * @param packet taken if the answer is true
     */
    boolean keep(Packet packet, DecodeTier tier, long mostBytes) {
        KeptTracks of = tracks;
        if (of == null || !isWanted() || !of.contains(packet.trackIndex())) {
            return false;
        }
        packet.compact();
        KeptPacket kept =
                new KeptPacket(packet, of, tier, isAfterBreak && isFirstOfBreak(of, packet));
        for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
            Capture capture = each.next().capture;
            if (capture.offer(kept) != Capture.Answer.GOES_ON) {
                each.remove();
                slot.submit(capture); // without memory for more, what there is has to do
            }
        }
        ring.add(kept, mostBytes);
        return true;
    }

    private boolean isFirstOfBreak(KeptTracks of, Packet packet) {
        boolean decides = !of.hasPictures() || of.isOfPictures(packet.trackIndex());
        isAfterBreak &= !decides;
        return decides;
    }

    void shrinkTo(long mostBytes) {
        ring.shrinkTo(mostBytes);
    }

    /** Once a second: media that should complete a clip may never come. */
    void tick(long wallMillis) {
        for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
            Waiting one = each.next();
            if (one.deadlineMillis == Long.MAX_VALUE) {
                one.deadlineMillis = wallMillis + PATIENCE_MILLIS;
            } else if (wallMillis >= one.deadlineMillis) {
                each.remove();
                slot.submit(one.capture);
            }
        }
    }

    /** Whether the operator lets media of the stream be kept. */
    private boolean isAllowed() {
        return origin.examination().evidence() != EvidenceMode.NEVER
                && origin.examination().decode() != DecodeMode.NONE;
    }

    private boolean isWanted() {
        return isAllowed()
                && tracks != null
                && (tracks.hasPictures() || origin.examination().evidence() == EvidenceMode.ALWAYS);
    }

    @Override
    public @Nullable String record(EvidenceRequest incident) {
        if (!isWanted()) {
            if (refused.size() >= MOST_REFUSED) {
                refused.remove(refused.iterator().next());
            }
            refused.add(incident.incidentId());
            return null;
        }
        Path folder = slot.folderOf(incident);
        long start = incident.mediaStartMicros();
        long newest = ring.newestMicros();
        boolean isHere = !ring.isEmpty() && start >= ring.oldestMicros() && start <= newest;
        // Where the start is past or yet to come, the latest seconds show more than nothing.
        long around = isHere ? start : newest;
        long until = isHere ? start + Capture.AFTER_MICROS : newest;
        Capture capture = new Capture(incident, folder, until, slot.memory());
        AtomicReference<Capture.Answer> last = new AtomicReference<>(Capture.Answer.GOES_ON);
        ring.showFrom(
                around - Capture.BEFORE_MICROS,
                packet -> {
                    last.set(capture.offer(packet));
                    return last.get() == Capture.Answer.GOES_ON;
                });
        switch (last.get()) {
            case NO_ROOM -> slot.drop(capture);
            case COMPLETE -> slot.submit(capture);
            case GOES_ON -> {
                if (isHere) {
                    waiting.add(new Waiting(capture));
                } else {
                    slot.submit(capture);
                }
            }
        }
        return folder.toUri().toString();
    }

    @Override
    public @Nullable String placeOf(EvidenceRequest incident) {
        boolean isSoundAlone =
                tracks != null
                        && !tracks.hasPictures()
                        && origin.examination().evidence() != EvidenceMode.ALWAYS;
        return !isAllowed() || isSoundAlone || refused.contains(incident.incidentId())
                ? null
                : slot.folderOf(incident).toUri().toString();
    }

    /** Nothing more comes: what is there has to do. */
    void end() {
        waiting.forEach(one -> slot.submit(one.capture));
        waiting.clear();
        discard();
    }

    /** The job ends: a run that goes on after a failure will see the rest. */
    void cutShort() {
        waiting.forEach(one -> one.capture.cutShort());
        end();
    }

    private void discard() {
        ring.clear();
        if (tracks != null) {
            tracks.release();
            tracks = null;
        }
    }
}
