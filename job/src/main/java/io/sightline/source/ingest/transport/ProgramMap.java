package io.sightline.source.ingest.transport;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What PAT and PMTs say there is: PIDs that must occur. Tables that say what they said before cost
 * nothing. One thread.
 */
final class ProgramMap {

    private static final int FIRST_OF_PAT = 8;
    private static final int FIRST_OF_PMT = 12;
    private static final int CRC_BYTES = 4;
    private static final int NULL_PID = 0x1fff;

    /** ISO/IEC 13818-1, table 2-34, and what ATSC and Blu-ray added. */
    private static final Set<Integer> TIMED_TYPES =
            Set.of(
                    0x01, 0x02, 0x10, 0x1b, 0x20, 0x24, 0x33, 0x42, 0xd1, 0xea, // pictures
                    0x03, 0x04, 0x0f, 0x11, 0x1c, 0x81, 0x82, 0x84, 0x85, 0x86, 0x87); // sound

    private static final int PRIVATE_TYPE = 0x06;

    /** EN 300 468: AC-3, E-AC-3, DTS and AAC in private data. */
    private static final Set<Integer> SOUND_DESCRIPTORS = Set.of(0x6a, 0x7a, 0x7b, 0x7c);

    private final PidTable pids; // borrowed
    private final Set<Integer> patsKnown = new HashSet<>(); // CRCs of the version in force
    private int patVersion = -1;
    private final Map<Integer, Program> programs = new HashMap<>(); // by number

    private static final class Program {
        final int mapPid;
        int mapCrc;
        int clockPid = NULL_PID;
        final Set<Integer> timedPids = new HashSet<>();

        Program(int mapPid) {
            this.mapPid = mapPid;
        }
    }

    ProgramMap(PidTable pids) {
        this.pids = pids;
    }

    /** Takes a PAT whose CRC is right. */
    void pat(byte[] section, int length, long now) {
        if (length < FIRST_OF_PAT + CRC_BYTES) {
            return;
        }
        int version = section[5] >> 1 & 0x1f;
        int crc = crc(section, length);
        if (version == patVersion && patsKnown.contains(crc)) {
            return;
        }
        if (version != patVersion) {
            patVersion = version;
            patsKnown.clear();
            programs.clear();
        }
        patsKnown.add(crc);
        for (int at = FIRST_OF_PAT; at + 4 <= length - CRC_BYTES; at += 4) {
            int number = (section[at] & 0xff) << 8 | (section[at + 1] & 0xff);
            if (number != 0) { // 0 names the network's own table
                programs.put(number, new Program(pid(section, at + 2)));
            }
        }
        publish(now);
    }

    /** Takes a PMT whose CRC is right. */
    void pmt(int mapPid, byte[] section, int length, long now) {
        if (length < FIRST_OF_PMT + CRC_BYTES) {
            return;
        }
        Program program = programs.get((section[3] & 0xff) << 8 | (section[4] & 0xff));
        int crc = crc(section, length);
        if (program == null || program.mapPid != mapPid || program.mapCrc == crc) {
            return;
        }
        program.mapCrc = crc;
        program.clockPid = pid(section, 8);
        program.timedPids.clear();
        int end = length - CRC_BYTES;
        int at = FIRST_OF_PMT + length(section, 10);
        while (at + 5 <= end) {
            int descriptors = length(section, at + 3);
            if (isTimed(section, at, Math.min(end, at + 5 + descriptors))) {
                program.timedPids.add(pid(section, at + 1));
            }
            at += 5 + descriptors;
        }
        publish(now);
    }

    private static boolean isTimed(byte[] section, int at, int end) {
        int type = section[at] & 0xff;
        if (type != PRIVATE_TYPE) {
            return TIMED_TYPES.contains(type);
        }
        for (int tag = at + 5; tag + 2 <= end; tag += 2 + (section[tag + 1] & 0xff)) {
            if (SOUND_DESCRIPTORS.contains(section[tag] & 0xff)) {
                return true;
            }
        }
        return false;
    }

    private void publish(long now) {
        Set<Integer> maps = new HashSet<>();
        Set<Integer> clocks = new HashSet<>();
        Set<Integer> timed = new HashSet<>();
        for (Program program : programs.values()) {
            maps.add(program.mapPid);
            clocks.add(program.clockPid);
            timed.addAll(program.timedPids);
        }
        clocks.remove(NULL_PID);
        maps.forEach(pids::of);
        clocks.forEach(pids::of);
        timed.forEach(pids::of);
        for (int i = 0; i < pids.size(); i++) {
            PidState state = pids.get(i);
            boolean wasTimed = state.isTimed;
            state.isMap = maps.contains(state.pid);
            state.isClock = clocks.contains(state.pid);
            state.isTimed = timed.contains(state.pid);
            state.setReferred(state.isClock || state.isTimed, now);
            if (state.isMap) {
                state.beginTables(now);
            }
            if (state.isTimed && !wasTimed) {
                state.lastPts = PidState.UNKNOWN;
            }
        }
    }

    private static int pid(byte[] section, int at) {
        return (section[at] & 0x1f) << 8 | (section[at + 1] & 0xff);
    }

    private static int length(byte[] section, int at) {
        return (section[at] & 0x0f) << 8 | (section[at + 1] & 0xff);
    }

    private static int crc(byte[] section, int length) {
        int crc = 0;
        for (int i = length - CRC_BYTES; i < length; i++) {
            crc = crc << Byte.SIZE | (section[i] & 0xff);
        }
        return crc;
    }
}
