package io.sightline.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A transport stream cut into datagrams, each with the time at which the stream's own clock
 * (ISO/IEC 13818-1, 2.4.3.5) says that it is sent, and an index of which datagram completes which
 * picture and sound. Immutable.
 */
final class TimedTransport {

    static final int DATAGRAM_BYTES = 7 * 188;
    private static final int PACKET_BYTES = 188;
    private static final long TICKS_PER_SECOND = 90_000;
    private static final int FIRST_VIDEO_STREAM_ID = 0xE0;

    /** PES packets of one kind, in order. */
    private static final class Units {
        private final List<Long> ticks = new ArrayList<>(); // presentation times
        private final List<Integer> datagrams = new ArrayList<>(); // that complete them

        void begin(long presentationTicks, int datagram) {
            ticks.add(presentationTicks);
            datagrams.add(datagram);
        }

        void continueIn(int datagram) {
            if (!datagrams.isEmpty()) {
                datagrams.set(datagrams.size() - 1, datagram);
            }
        }

        int completing(long wanted) {
            int found = 0;
            for (int i = 0; i < ticks.size() && ticks.get(i) <= wanted; i++) {
                found = i;
            }
            return datagrams.get(found);
        }
    }

    private final byte[] bytes;
    private final long[] dueNanos; // by datagram, since the first
    private final Units video = new Units();
    private final Units audio = new Units();

    private TimedTransport(byte[] bytes) {
        this.bytes = bytes;
        this.dueNanos = new long[bytes.length / DATAGRAM_BYTES];
        int videoPid = -1;
        long firstTicks = -1;
        long ticks = 0;
        for (int at = 0; at < dueNanos.length * DATAGRAM_BYTES; at += PACKET_BYTES) {
            int datagram = at / DATAGRAM_BYTES;
            long reference = referenceTicks(at);
            if (reference >= 0) {
                firstTicks = firstTicks < 0 ? reference : firstTicks;
                ticks = reference - firstTicks;
            }
            dueNanos[datagram] = ticks * 1_000_000_000 / TICKS_PER_SECOND;
            int pid = (bytes[at + 1] & 0x1f) << 8 | (bytes[at + 2] & 0xff);
            int payload = at + 4 + (hasAdaptation(at) ? 1 + (bytes[at + 4] & 0xff) : 0);
            if (isPes(at, payload)) {
                boolean isVideo = (bytes[payload + 3] & 0xff) >= FIRST_VIDEO_STREAM_ID;
                videoPid = isVideo ? pid : videoPid;
                (isVideo ? video : audio).begin(presentationTicks(payload), datagram);
            } else if (pid >= 0x100 && pid < 0x110) {
                (pid == videoPid ? video : audio).continueIn(datagram);
            }
        }
    }

    static TimedTransport read(Path file) throws IOException {
        return new TimedTransport(Files.readAllBytes(file));
    }

    private boolean hasAdaptation(int at) {
        return (bytes[at + 3] & 0x20) != 0;
    }

    private boolean isPes(int at, int payload) {
        boolean begins = (bytes[at + 1] & 0x40) != 0;
        return begins && bytes[payload] == 0 && bytes[payload + 1] == 0 && bytes[payload + 2] == 1;
    }

    private long presentationTicks(int pes) {
        return (bytes[pes + 9] & 0x0eL) << 29
                | (bytes[pes + 10] & 0xffL) << 22
                | (bytes[pes + 11] & 0xfeL) << 14
                | (bytes[pes + 12] & 0xffL) << 7
                | (bytes[pes + 13] & 0xfeL) >> 1;
    }

    /** The clock reference's base in a packet, or -1 where it has none. */
    private long referenceTicks(int at) {
        if (!hasAdaptation(at) || bytes[at + 4] == 0 || (bytes[at + 5] & 0x10) == 0) {
            return -1;
        }
        long base = 0;
        for (int i = 6; i < 10; i++) {
            base = base << 8 | (bytes[at + i] & 0xff);
        }
        return (base << 1) | ((bytes[at + 10] & 0xff) >> 7);
    }

    int datagrams() {
        return dueNanos.length;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Since the first datagram. */
    long dueNanos(int datagram) {
        return dueNanos[datagram];
    }

    /** The first datagram that is due at that time or later. */
    int firstDueAt(Duration offset) {
        int datagram = 0;
        while (dueNanos[datagram] < offset.toNanos()) {
            datagram++;
        }
        return datagram;
    }

    /** The datagram with the last byte of what is shown, or heard, at a time of the recording. */
    int completing(LoadRecording.Occurrence occurrence, Duration at) {
        long ticks = video.ticks.get(0) + at.toNanos() * TICKS_PER_SECOND / 1_000_000_000;
        return (occurrence.isOfSound() ? audio : video).completing(ticks);
    }
}
