package io.sightline.inject;

import io.sightline.inject.Kind.Needs;
import io.sightline.inject.Kind.Parameter;
import io.sightline.inject.Kind.Strength;
import io.sightline.inject.TransportStream.Part;
import io.sightline.inject.TransportStream.TimedPacket;
import java.util.List;
import java.util.Locale;

/**
 * Damage to the packets of a transport stream.
 *
 * @param defect what it is labelled as
 */
record TransportDamage(Planted defect) {

    private static final int PAT = 0;
    private static final byte WRONG_SYNC = 0x55;

    static List<Injector> all() {
        return List.of(
                injector(
                        "transport.continuity",
                        "packets are lost",
                        new Strength("how many, in percent", 0.01, 50, 0.5),
                        Parameter.word("track", "all", "pictures", "sound")),
                injector(
                        "transport.sync",
                        "packets begin with the wrong byte",
                        new Strength("how many, in percent", 0.1, 100, 5)),
                injector(
                        "transport.pcr",
                        "the clock of the programme is off",
                        new Strength("by how much, in multiples of 373 s", 1, 100, 1)),
                injector(
                        "transport.psi",
                        "the table of programmes is missing",
                        new Strength("how many of its packets, in percent", 50, 100, 100)));
    }

    private static Injector injector(
            String id, String what, Strength strength, Parameter... parameters) {
        Kind kind = new Kind(id, what, Needs.TRANSPORT_STREAM, strength, List.of(parameters));
        return new Injector(
                kind, (defect, recipe) -> recipe.damageTransport(new TransportDamage(defect)));
    }

    /**
     * @param fromMicros in the times of the packets
     * @param toMicros exclusive
     */
    TransportStream applyTo(TransportStream stream, long fromMicros, long toMicros) {
        return switch (defect.kind().id()) {
            case "transport.continuity" -> lose(stream, fromMicros, toMicros);
            case "transport.psi" -> loseTables(stream, fromMicros, toMicros);
            case "transport.sync" -> breakSync(stream, fromMicros, toMicros);
            default -> turnClock(stream, fromMicros, toMicros);
        };
    }

    private TransportStream loseTables(TransportStream stream, long fromMicros, long toMicros) {
        int[] index = {0};
        return stream.without(
                packet ->
                        packet.pid() == PAT
                                && isDuring(packet, fromMicros, toMicros)
                                && defect.random(index[0]++, 100) < defect.strength());
    }

    private TransportStream breakSync(TransportStream stream, long fromMicros, long toMicros) {
        int index = 0;
        for (TimedPacket packet : stream.packets()) {
            index++;
            if (isDuring(packet, fromMicros, toMicros) && packet.isPlain() && isChosen(index)) {
                packet.bytes()[0] = WRONG_SYNC;
            }
        }
        return stream;
    }

    private TransportStream turnClock(TransportStream stream, long fromMicros, long toMicros) {
        for (TimedPacket packet : stream.packets()) {
            if (isDuring(packet, fromMicros, toMicros) && packet.hasClock()) {
                packet.bytes()[6] += (byte) defect.strength(); // 2^25 ticks of 90 kHz
            }
        }
        return stream;
    }

    private TransportStream lose(TransportStream stream, long fromMicros, long toMicros) {
        String track = defect.word("track").toUpperCase(Locale.ROOT);
        int[] index = {0};
        return stream.without(
                packet -> {
                    index[0]++;
                    boolean isOfTrack =
                            packet.part() != Part.OTHER
                                    && (track.equals("ALL")
                                            || packet.part() == Part.valueOf(track));
                    return isOfTrack
                            && packet.isPlain()
                            && isDuring(packet, fromMicros, toMicros)
                            && isChosen(index[0]);
                });
    }

    private boolean isChosen(int index) {
        return defect.random(index, 100_000) < defect.strength() * 1_000;
    }

    private static boolean isDuring(TimedPacket packet, long fromMicros, long toMicros) {
        return packet.micros() >= fromMicros && packet.micros() < toMicros;
    }
}
