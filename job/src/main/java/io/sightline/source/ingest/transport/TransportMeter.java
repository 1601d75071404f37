package io.sightline.source.ingest.transport;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Measures a transport stream by its bytes: the items of ETSI TR 101 290, priority 1 and 2, that
 * {@link TransportItem} lists, for each second.
 *
 * <h2>Time</h2>
 *
 * Bytes of files and segments have no time of arrival, and that of datagrams is blurred by the
 * system that hands them over. So time here is what the stream's own PCRs say: the same bytes give
 * the same counts, however they are cut and whenever they are read. A step of the clock of up to
 * ten seconds is time that passed; a larger one, one backward or an announced one is none. What is
 * due at intervals is looked at whenever a PCR comes, and counts as having come at the first PCR
 * after it: an interval reads short by up to one PCR interval, and never long.
 *
 * <p>One thread. Allocates for PIDs, changed tables and seconds; nothing for a packet.
 */
public final class TransportMeter {

    /** TR 101 290, 1.6 leaves it to the user; five seconds are usual. */
    public static final Duration PID_PERIOD = Duration.ofSeconds(5);

    private static final long TICKS_PER_SECOND = 27_000_000;
    private static final long TICKS_PER_MILLI = TICKS_PER_SECOND / 1000;
    private static final long TABLE_PERIOD = 500 * TICKS_PER_MILLI;
    private static final long PTS_PERIOD = 700 * TICKS_PER_MILLI;

    private static final int PAT_PID = 0;
    private static final int CAT_PID = 1;
    private static final int NULL_PID = 0x1fff;

    private final TableRepetition repetition;
    private final long pidPeriod;
    private final PacketFraming framing = new PacketFraming(new Packets());
    private final SectionAssembler.Receiver sections = this::onSection;
    private final PidTable pids = new PidTable();
    private final ProgramMap programs = new ProgramMap(pids);
    private final PidState pat;
    private final PidState cat;
    private final PcrClock clock = new PcrClock();
    private final PcrLine line = new PcrLine();
    private final SpliceList splices = new SpliceList();
    private final Deque<TransportSecond> ready = new ArrayDeque<>();

    private final Map<TransportItem, Integer> counts = new EnumMap<>(TransportItem.class);
    private long secondBegan;
    private long secondFirstByte;
    private boolean tablesRepeat;
    private long lastPat = PidState.UNKNOWN;
    private boolean catKnown;
    private boolean scrambled; // in this second

    /**
     * @param pidPeriod how long a PID that is named may be absent
     */
    public TransportMeter(TableRepetition repetition, Duration pidPeriod) {
        this.repetition = repetition;
        this.pidPeriod = pidPeriod.toMillis() * TICKS_PER_MILLI;
        this.tablesRepeat = repetition == TableRepetition.REQUIRED;
        pat = pids.of(PAT_PID);
        cat = pids.of(CAT_PID);
        pat.beginTables(0);
        cat.beginTables(0);
    }

    /**
     * Whether bytes look like a transport stream: five packets in a row, from the first byte on.
     */
    public static boolean recognises(ByteBuffer begin) {
        for (int stride : new int[] {PacketFraming.PACKET_BYTES, 192, 204}) {
            int first = begin.position() + (stride == 192 ? 4 : 0);
            boolean matches = true;
            for (int packet = 0; packet < 5 && matches; packet++) {
                int at = first + packet * stride;
                matches = at < begin.limit() && begin.get(at) == PacketFraming.SYNC_BYTE;
            }
            if (matches) {
                return true;
            }
        }
        return false;
    }

    /** Takes the next bytes, all of them. */
    public void feed(ByteBuffer chunk) {
        framing.feed(chunk);
    }

    /** Counts packets of the protocol underneath that are missing where the next bytes go on. */
    public void lostBefore(int packets) {
        count(TransportItem.RTP_LOSS, packets);
    }

    /** No more bytes come: the last second is what is left. */
    public void end() {
        framing.end();
        if (framing.offset() > secondFirstByte) {
            closeSecond();
        }
    }

    /** The next second that ends at or before {@code offset} bytes of the input, or null. */
    public @Nullable TransportSecond poll(long offset) {
        TransportSecond next = ready.peek();
        return next != null && next.endByte() <= offset ? ready.poll() : null;
    }

    private void count(TransportItem item) {
        count(item, 1);
    }

    private void count(TransportItem item, int errors) {
        if (errors > 0) {
            counts.merge(item, errors, Integer::sum);
        }
    }

    private void onPacket(byte[] window, int at, long offset) {
        int pid = (window[at + 1] & 0x1f) << 8 | (window[at + 2] & 0xff);
        if ((window[at + 1] & 0x80) != 0) {
            count(TransportItem.TRANSPORT_ERROR);
            forgive(window, at);
            return;
        }
        int control = window[at + 3] >> 4 & 0x3;
        if (pid == NULL_PID) {
            line.padded();
            return;
        } else if (control == 0) {
            return; // reserved: ISO/IEC 13818-1, 2.4.3.3 has decoders discard it
        }
        PidState state = pids.of(pid);
        state.seen = true;
        int end = at + PacketFraming.PACKET_BYTES;
        int payload = at + 4;
        boolean isBreak = false;
        boolean hasClock = false;
        if ((control & 0x2) != 0) {
            int length = window[payload] & 0xff;
            payload = Math.min(payload + 1 + length, end);
            isBreak = length > 0 && (window[at + 5] & 0x80) != 0;
            hasClock = length >= 7 && (window[at + 5] & 0x10) != 0;
        }
        boolean hasPayload = (control & 0x1) != 0;
        boolean isNew = checkContinuity(state, window, at, hasPayload, isBreak);
        state.clockBreakAnnounced |= isBreak;
        if (isNew && hasClock) {
            onClock(state, window, at, offset);
        }
        if (isNew && hasPayload && payload < end) {
            onPayload(state, window, at, payload);
        }
    }

    /** TR 101 290, 1.4; ISO/IEC 13818-1, 2.4.3.3. Returns false for a duplicate. */
    private boolean checkContinuity(
            PidState state, byte[] window, int at, boolean hasPayload, boolean isBreak) {
        int counter = window[at + 3] & 0xf;
        int before = state.continuity;
        long lastBytes = lastBytes(window, at);
        if (before == PidState.UNKNOWN || isBreak) {
            begin(state, counter, lastBytes);
            return true;
        }
        int expected = hasPayload ? (before + 1) & 0xf : before;
        if (counter == expected) {
            state.continuity = counter;
            state.hadDuplicate &= !hasPayload;
            state.lastBytes = hasPayload ? lastBytes : state.lastBytes;
            return true;
        }
        boolean isSame = hasPayload && counter == before && lastBytes == state.lastBytes;
        if (isSame && !state.hadDuplicate) {
            state.hadDuplicate = true;
            return false;
        }
        count(TransportItem.CONTINUITY);
        line.breakLine();
        if (isSame) {
            return false;
        }
        begin(state, counter, lastBytes);
        if (state.sections != null) {
            state.sections.reset();
        }
        return true;
    }

    private static void begin(PidState state, int counter, long lastBytes) {
        state.continuity = counter;
        state.hadDuplicate = false;
        state.lastBytes = lastBytes;
    }

    /** A packet known to be damaged takes its place in the count if it fits, and no more. */
    private void forgive(byte[] window, int at) {
        PidState state = pids.ifKnown((window[at + 1] & 0x1f) << 8 | (window[at + 2] & 0xff));
        boolean hasPayload = (window[at + 3] & 0x10) != 0;
        int counter = window[at + 3] & 0xf;
        boolean fits = state != null && hasPayload && counter == ((state.continuity + 1) & 0xf);
        if (fits && state.continuity != PidState.UNKNOWN) {
            begin(state, counter, lastBytes(window, at));
            if (state.sections != null) {
                state.sections.reset();
            }
        }
    }

    private static long lastBytes(byte[] window, int at) {
        long bytes = 0;
        for (int i = at + PacketFraming.PACKET_BYTES - Long.BYTES;
                i < at + PacketFraming.PACKET_BYTES;
                i++) {
            bytes = bytes << Byte.SIZE | (window[i] & 0xff);
        }
        return bytes;
    }

    private void onClock(PidState state, byte[] window, int at, long offset) {
        long base =
                (window[at + 6] & 0xffL) << 25
                        | (window[at + 7] & 0xff) << 17
                        | (window[at + 8] & 0xff) << 9
                        | (window[at + 9] & 0xff) << 1
                        | (window[at + 10] & 0x80) >> 7;
        long pcr = base * 300 + ((window[at + 10] & 0x1) << 8 | (window[at + 11] & 0xff));
        PcrClock.Step step = clock.step(state, pcr);
        if (step == PcrClock.Step.LATE) {
            count(TransportItem.PCR_REPETITION);
        } else if (step == PcrClock.Step.JUMP) {
            count(TransportItem.PCR_DISCONTINUITY);
        }
        if (clock.isToldBy(state)) {
            if (step != PcrClock.Step.EVEN && step != PcrClock.Step.LATE) {
                line.breakLine();
            }
            line.add(offset, clock.now());
            onTimePassed(clock.now(), offset);
        }
    }

    private void onTimePassed(long now, long offset) {
        if (pat.tableSeen) {
            boolean isShown = lastPat != PidState.UNKNOWN && now - lastPat <= TABLE_PERIOD;
            tablesRepeat |= isShown && repetition == TableRepetition.WHEN_SHOWN;
            lastPat = now;
        }
        for (int i = 0; i < pids.size(); i++) {
            PidState state = pids.get(i);
            if (state.seen) {
                state.seen = false;
                state.lastSeen = now;
            }
            count(TransportItem.PTS, state.ptsOverdue(now, PTS_PERIOD));
            if (state == pat || state.isMap) {
                int overdue = state.tablesOverdue(now, TABLE_PERIOD);
                if (tablesRepeat) {
                    count(state == pat ? TransportItem.PAT : TransportItem.PMT, overdue);
                }
            }
        }
        while (now - secondBegan >= TICKS_PER_SECOND) {
            secondBegan += TICKS_PER_SECOND;
            closeSecond(offset);
        }
    }

    private void onPayload(PidState state, byte[] window, int at, int payload) {
        int end = at + PacketFraming.PACKET_BYTES;
        boolean unitStart = (window[at + 1] & 0x40) != 0;
        if ((window[at + 3] & 0xc0) != 0) {
            if (state == pat) {
                count(TransportItem.PAT);
            } else if (state.isMap) {
                count(TransportItem.PMT);
            }
            scrambled = true;
        } else if (state.sections != null) {
            state.sections.payload(state, window, payload, end, unitStart, sections);
        } else if (state.isTimed && unitStart && end - payload >= 9) {
            boolean isPes =
                    window[payload] == 0 && window[payload + 1] == 0 && window[payload + 2] == 1;
            boolean hasPts = isPes && (window[payload + 7] & 0x80) != 0;
            state.ptsSeen |= hasPts;
            if (hasPts && end - payload >= 14) {
                splices.pts(pts(window, payload + 9));
            }
        } else if (state.isSubtitle && unitStart && SubtitlePes.isSubtitle(window, payload, end)) {
            count(TransportItem.CAPTION);
        }
    }

    /** ISO/IEC 13818-1, 2.4.3.6. */
    private static long pts(byte[] window, int at) {
        return (window[at] & 0x0eL) << 29
                | (window[at + 1] & 0xffL) << 22
                | (window[at + 2] & 0xfeL) << 14
                | (window[at + 3] & 0xff) << 7
                | (window[at + 4] & 0xff) >> 1;
    }

    private void onSection(PidState state, byte[] section, int length) {
        if (state.isSplice) {
            SpliceSection splice = SpliceSection.read(section, length);
            if (splice != null) {
                splices.add(splice);
            }
            return;
        }
        int table = section[0] & 0xff;
        boolean isDue = table == (state == pat ? 0x00 : state == cat ? 0x01 : 0x02);
        if (!isDue && state == pat) {
            count(TransportItem.PAT);
        } else if (!isDue && state == cat) {
            count(TransportItem.CAT);
        } else if (isDue && Crc32Mpeg.of(section, length) != 0) {
            count(TransportItem.CRC);
        } else if (isDue) {
            state.tableSeen = true;
            if (state == pat) {
                programs.pat(section, length, clock.now());
            } else if (state == cat) {
                catKnown = true;
            } else {
                programs.pmt(state.pid, section, length, clock.now());
            }
        }
    }

    private void closeSecond() {
        closeSecond(framing.offset());
    }

    private void closeSecond(long endByte) {
        long now = clock.now();
        for (int i = 0; i < pids.size(); i++) {
            PidState state = pids.get(i);
            if (state.isReferred && !state.seen && now - state.lastSeen >= pidPeriod) {
                count(TransportItem.PID_MISSING);
            }
        }
        if (scrambled && !catKnown) {
            count(TransportItem.CAT);
        }
        scrambled = false;
        double jitter = line.largestDistance() / TICKS_PER_MILLI;
        ready.add(new TransportSecond(endByte, counts, jitter, splices.take()));
        counts.clear();
        line.restart();
        secondFirstByte = endByte;
    }

    private final class Packets implements PacketFraming.Receiver {

        @Override
        public void packet(byte[] window, int at, long offset) {
            onPacket(window, at, offset);
        }

        @Override
        public void wrongSync(byte[] window, int at) {
            count(TransportItem.SYNC_BYTE);
            line.breakLine();
            forgive(window, at);
        }

        @Override
        public void syncLost() {
            count(TransportItem.SYNC_LOSS);
        }
    }
}
