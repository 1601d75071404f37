package io.sightline.evidence;

import io.sightline.flow.EvidenceRequest;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.fs.Path;

/**
 * An incident and the packets around its start. Collected by the task, then given to the worker.
 * Ownership: holds its packets until {@link #close()}.
 */
final class Capture implements AutoCloseable {

    /** Who looks at a clip wants to see that all was well. */
    static final long BEFORE_MICROS = 5_000_000;

    /** And what it looked like afterwards. */
    static final long AFTER_MICROS = 5_000_000;

    private static final long INTERLEAVING_MICROS = 1_000_000;

    /** What became of a packet that was offered. */
    enum Answer {
        /** More may belong to it. */
        GOES_ON,
        /** Nothing that comes later belongs to it. */
        COMPLETE,
        /** There is no memory for it. */
        NO_ROOM
    }

    private final EvidenceRequest incident;
    private final Path folder;
    private final long untilMicros;
    private final CaptureMemory memory; // borrowed
    private final List<KeptPacket> packets = new ArrayList<>(); // held
    private long bytes;
    private boolean havePicturesEnded;
    private boolean hasSoundEnded;
    private boolean isCutShort;

    /**
     * Still without packets.
     *
     * @param folder where it will be
     * @param untilMicros presentation time after which nothing more belongs to it
     * @param memory where its bytes are booked
     */
    Capture(EvidenceRequest incident, Path folder, long untilMicros, CaptureMemory memory) {
        this.incident = incident;
        this.folder = folder;
        this.untilMicros = untilMicros;
        this.memory = memory;
    }

    /**
     * The next packet in the order of arrival. Each kind ends with the first that is too late:
     * pictures that come after it in the order of decoding may refer to it.
     *
     * @param packet borrowed
     */
    Answer offer(KeptPacket packet) {
        if (packet.hasTime() && packet.timeMicros() > untilMicros) {
            havePicturesEnded |= packet.isPicture() || !packet.tracks().hasPictures();
            hasSoundEnded |= !packet.isPicture() || !packet.tracks().hasSound();
            // Sound is interleaved with pictures, but not exactly, and may be missing.
            boolean isFarOver = packet.timeMicros() > untilMicros + INTERLEAVING_MICROS;
            return (havePicturesEnded && hasSoundEnded) || isFarOver
                    ? Answer.COMPLETE
                    : Answer.GOES_ON;
        }
        if (packet.isPicture() ? havePicturesEnded : hasSoundEnded) {
            return Answer.GOES_ON;
        }
        if (!memory.book(packet.bytes())) {
            return Answer.NO_ROOM;
        }
        bytes += packet.bytes();
        packets.add(packet.hold());
        return Answer.GOES_ON;
    }

    /** The job ends before all of it has come. */
    void cutShort() {
        isCutShort = true;
    }

    /** Whether a replay of the incident will have more. */
    boolean isCutShort() {
        return isCutShort;
    }

    EvidenceRequest incident() {
        return incident;
    }

    Path folder() {
        return folder;
    }

    /** In the order of arrival; borrowed. */
    List<KeptPacket> packets() {
        return packets;
    }

    @Override
    public void close() {
        packets.forEach(KeptPacket::release);
        packets.clear();
        memory.free(bytes);
        bytes = 0;
    }
}
