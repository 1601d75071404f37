package io.sightline.source.ingest.transport;

import java.nio.charset.StandardCharsets;
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
                    0x03, 0x04, 0x0f, 0x11, 0x1c, 0x81, 0x82, 0x84, 0x85, 0x87); // sound

    private static final int PRIVATE_TYPE = 0x06;

    /** ANSI/SCTE 35, 8.1; on Blu-ray discs, which say so, sound. */
    private static final int SPLICE_TYPE = 0x86;

    private static final int REGISTRATION = 0x05;
    private static final String BLU_RAY = "HDMV";

    /** EN 300 468: AC-3, E-AC-3, DTS and AAC in private data. */
    private static final Set<Integer> SOUND_DESCRIPTORS = Set.of(0x6a, 0x7a, 0x7b, 0x7c);

    /** EN 300 468: VBI teletext, teletext and subtitling. */
    private static final Set<Integer> SUBTITLE_DESCRIPTORS = Set.of(0x46, 0x56, 0x59);

    private final PidTable pids; // borrowed
    private final Set<Integer> patsKnown = new HashSet<>(); // CRCs of the version in force
    private int patVersion = -1;
    private final Map<Integer, Program> programs = new HashMap<>(); // by number

    private static final class Program {
        final int mapPid;
        int mapCrc;
        int clockPid = NULL_PID;
        final Set<Integer> timedPids = new HashSet<>();
        final Set<Integer> subtitlePids = new HashSet<>();
        final Set<Integer> splicePids = new HashSet<>();

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
        program.subtitlePids.clear();
        program.splicePids.clear();
        int end = length - CRC_BYTES;
        int at = FIRST_OF_PMT + length(section, 10);
        boolean isBluRay = isBluRay(section, Math.min(at, end));
        while (at + 5 <= end) {
            int descriptors = length(section, at + 3);
            int next = Math.min(end, at + 5 + descriptors);
            int type = section[at] & 0xff;
            if (isTimed(section, at, next) || (type == SPLICE_TYPE && isBluRay)) {
                program.timedPids.add(pid(section, at + 1));
            } else if (type == SPLICE_TYPE) {
                program.splicePids.add(pid(section, at + 1));
            } else if (type == PRIVATE_TYPE
                    && hasOne(SUBTITLE_DESCRIPTORS, section, at + 5, next)) {
                program.subtitlePids.add(pid(section, at + 1));
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
        return hasOne(SOUND_DESCRIPTORS, section, at + 5, end);
    }

    private static boolean hasOne(Set<Integer> descriptors, byte[] section, int from, int end) {
        for (int tag = from; tag + 2 <= end; tag += 2 + (section[tag + 1] & 0xff)) {
            if (descriptors.contains(section[tag] & 0xff)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBluRay(byte[] section, int end) {
        for (int tag = FIRST_OF_PMT; tag + 6 <= end; tag += 2 + (section[tag + 1] & 0xff)) {
            if ((section[tag] & 0xff) == REGISTRATION
                    && new String(section, tag + 2, 4, StandardCharsets.ISO_8859_1)
                            .equals(BLU_RAY)) {
                return true;
            }
        }
        return false;
    }

    private void publish(long now) {
        Set<Integer> maps = new HashSet<>();
        Set<Integer> clocks = new HashSet<>();
        Set<Integer> timed = new HashSet<>();
        Set<Integer> subtitles = new HashSet<>();
        Set<Integer> splices = new HashSet<>();
        for (Program program : programs.values()) {
            subtitles.addAll(program.subtitlePids);
            splices.addAll(program.splicePids);
            maps.add(program.mapPid);
            clocks.add(program.clockPid);
            timed.addAll(program.timedPids);
        }
        clocks.remove(NULL_PID);
        maps.forEach(pids::of);
        clocks.forEach(pids::of);
        timed.forEach(pids::of);
        subtitles.forEach(pids::of);
        splices.forEach(pids::of);
        for (int i = 0; i < pids.size(); i++) {
            PidState state = pids.get(i);
            boolean wasTimed = state.isTimed;
            state.isMap = maps.contains(state.pid);
            state.isClock = clocks.contains(state.pid);
            state.isTimed = timed.contains(state.pid);
            state.isSubtitle = subtitles.contains(state.pid);
            state.isSplice = splices.contains(state.pid) && !state.isMap;
            state.setReferred(state.isClock || state.isTimed, now);
            if (state.isMap || state.isSplice) {
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
