package io.sightline.evidence;

import java.util.ArrayList;
import java.util.List;

/**
 * The packets of a capture that make its clip: those of one set of tracks, because a file has only
 * one, from a key frame on.
 *
 * @param packets in the order of arrival; borrowed
 * @param beginsWithEntry whether it can be decoded from its first picture on
 */
record ClipPackets(List<KeptPacket> packets, boolean beginsWithEntry) {

    static ClipPackets of(List<KeptPacket> captured, long startMicros) {
        if (captured.isEmpty()) {
            return new ClipPackets(List.of(), false);
        }
        KeptTracks tracks = tracksAt(captured, startMicros);
        List<KeptPacket> own = new ArrayList<>();
        for (KeptPacket packet : captured) {
            if (packet.tracks() == tracks) {
                own.add(packet);
            }
        }
        int entry = 0;
        while (entry < own.size() && !own.get(entry).isEntry()) {
            entry++;
        }
        if (entry == own.size()) {
            return new ClipPackets(own, false);
        }
        return new ClipPackets(withoutLeading(own.subList(entry, own.size())), true);
    }

    /** Those in force at the start: with a change of format that is what it changed to. */
    private static KeptTracks tracksAt(List<KeptPacket> captured, long startMicros) {
        for (KeptPacket packet : captured) {
            if (packet.hasTime() && packet.timeMicros() >= startMicros) {
                return packet.tracks();
            }
        }
        return captured.get(captured.size() - 1).tracks();
    }

    /** Pictures shown before the key frame they follow refer to what is not here. */
    private static List<KeptPacket> withoutLeading(List<KeptPacket> packets) {
        long fromMicros = packets.get(0).timeMicros();
        List<KeptPacket> rest = new ArrayList<>();
        for (KeptPacket packet : packets) {
            if (!packet.isPicture() || !packet.hasTime() || packet.timeMicros() >= fromMicros) {
                rest.add(packet);
            }
        }
        return rest;
    }
}
