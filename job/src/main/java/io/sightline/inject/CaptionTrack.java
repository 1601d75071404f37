package io.sightline.inject;

import io.sightline.inject.Kind.Needs;
import io.sightline.inject.Kind.Strength;
import io.sightline.inject.TransportStream.Part;
import io.sightline.inject.TransportStream.TimedPacket;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Captions of CEA-608 in the user data of coded pictures (ATSC A/53 part 4), which the bundled
 * coders do not write: SEI messages of H.264 (ATSC A/72), user data of MPEG-2. They say "HI" with
 * each picture.
 */
final class CaptionTrack {

    /** 'GA94', captions, one triplet that is valid, of field 1: 'HI' with odd parity. */
    private static final int[] CAPTION = {
        'G', 'A', '9', '4', 0x03, 0xc1, 0xff, 0xfc, 0xc8, 0x49, 0xff
    };

    /** Country and provider of what is registered by Recommendation ITU-T T.35. */
    private static final int[] REGISTERED = {0xb5, 0x00, 0x31};

    private static final int SEI = 0x06;
    private static final int USER_DATA = 0xb2;
    private static final int ACCESS_UNIT_DELIMITER = 0x09;
    private static final int PAYLOAD_BYTES = TransportStream.PACKET_BYTES - 4;

    private CaptionTrack() {}

    static Injector missing() {
        return new Injector(
                new Kind(
                        "caption.missing",
                        "the clip is given captions (CEA-608), instead of its own if it has any, and they stop",
                        Needs.PICTURES_IN_TRANSPORT_STREAM,
                        new Strength("no choice", 100, 100, 100),
                        List.of()),
                CaptionTrack::withhold);
    }

    private static void withhold(Planted defect, Recipe recipe) {
        if (recipe.withoutCaptions().isEmpty()) {
            recipe.pictures().then("sidedata=mode=delete:type=A53_CC");
        }
        recipe.withholdCaptions(defect);
    }

    /**
     * A stream with captions in some of its pictures.
     *
     * @param wanted by the presentation time of a picture, in microseconds
     */
    static TransportStream in(TransportStream stream, LongPredicate wanted) {
        List<TimedPacket> all = new ArrayList<>();
        List<TimedPacket> unit = new ArrayList<>(); // of one access unit
        for (TimedPacket packet : stream.packets()) {
            if (packet.part() != Part.PICTURES) {
                all.add(packet);
                continue;
            }
            if (packet.begins()) {
                all.addAll(captioned(unit, wanted));
                unit.clear();
            }
            unit.add(packet);
        }
        all.addAll(captioned(unit, wanted));
        return new TransportStream(all).counted();
    }

    private static List<TimedPacket> captioned(List<TimedPacket> unit, LongPredicate wanted) {
        if (unit.isEmpty() || !unit.get(0).begins() || !wanted.test(unit.get(0).micros())) {
            return unit;
        }
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        for (TimedPacket packet : unit) {
            int at = TransportStream.payloadAt(packet.bytes());
            payload.write(packet.bytes(), at, TransportStream.PACKET_BYTES - at);
        }
        byte[] whole = payload.toByteArray();
        int at = firstSlice(whole);
        if (at < 0) {
            return unit;
        }
        ByteArrayOutputStream longer = new ByteArrayOutputStream();
        longer.write(whole, 0, at);
        longer.writeBytes(isH264(whole) ? sei() : userData());
        longer.write(whole, at, whole.length - at);
        byte[] bytes = longer.toByteArray();
        setLength(bytes, bytes.length - whole.length);
        return packets(unit.get(0), bytes);
    }

    /** Where the start code of the first slice is; negative if there is none. */
    private static int firstSlice(byte[] pes) {
        boolean isH264 = isH264(pes);
        for (int i = pesHeader(pes); i + 3 < pes.length; i++) {
            if (pes[i] == 0 && pes[i + 1] == 0 && pes[i + 2] == 1) {
                int code = pes[i + 3] & 0xff;
                int type = code & 0x1f;
                if (isH264 ? type == 1 || type == 5 : code >= 0x01 && code <= 0xaf) {
                    return i;
                }
            }
        }
        return -1;
    }

    private static int pesHeader(byte[] pes) {
        return 9 + (pes[8] & 0xff);
    }

    /** FFmpeg begins each access unit of H.264 with a delimiter, and MPEG-2 knows none. */
    private static boolean isH264(byte[] pes) {
        for (int i = pesHeader(pes); i + 3 < pes.length; i++) {
            if (pes[i] == 0 && pes[i + 1] == 0 && pes[i + 2] == 1) {
                return (pes[i + 3] & 0x1f) == ACCESS_UNIT_DELIMITER;
            }
        }
        return false;
    }

    private static byte[] sei() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, 0, 0, 1, SEI, /* registered user data */ 4, REGISTERED.length + CAPTION.length);
        write(out, REGISTERED);
        write(out, CAPTION);
        write(out, 0x80);
        return out.toByteArray();
    }

    private static byte[] userData() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, 0, 0, 1, USER_DATA);
        write(out, CAPTION);
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, int... values) {
        for (int value : values) {
            out.write(value);
        }
    }

    /** The length of a PES packet, where it says one: that of pictures may be 0. */
    private static void setLength(byte[] pes, int more) {
        int length = (pes[4] & 0xff) << 8 | (pes[5] & 0xff);
        int longer = length == 0 || length + more > 0xffff ? 0 : length + more;
        pes[4] = (byte) (longer >> 8);
        pes[5] = (byte) longer;
    }

    /** What begins as the first packet did, with the same marks and clock, and holds all bytes. */
    private static List<TimedPacket> packets(TimedPacket first, byte[] payload) {
        List<TimedPacket> packets = new ArrayList<>();
        int headOfFirst = TransportStream.payloadAt(first.bytes());
        boolean hasAdaptation = headOfFirst > 4;
        int at = 0;
        while (at < payload.length) {
            byte[] bytes = new byte[TransportStream.PACKET_BYTES];
            System.arraycopy(first.bytes(), 0, bytes, 0, at == 0 ? headOfFirst : 4);
            boolean keepsField = at == 0 && hasAdaptation;
            int head = keepsField ? headOfFirst : 4;
            int count = Math.min(payload.length - at, TransportStream.PACKET_BYTES - head);
            bytes[3] = (byte) ((bytes[3] & 0xcf) | 0x10 | (keepsField ? 0x20 : 0));
            if (at > 0) { // the first was full before it had more to hold, so it is now
                bytes[1] &= (byte) ~0x40; // the unit begins there only
                if (count < PAYLOAD_BYTES) {
                    head = stuff(bytes, PAYLOAD_BYTES - count);
                }
            }
            System.arraycopy(payload, at, bytes, head, count);
            packets.add(new TimedPacket(bytes, first.part(), first.micros()));
            at += count;
        }
        return packets;
    }

    /** Fills a packet with an adaptation field of so many bytes; returns where its payload is. */
    private static int stuff(byte[] packet, int bytes) {
        packet[3] |= 0x20;
        packet[4] = (byte) (bytes - 1);
        if (bytes > 1) {
            packet[5] = 0;
            Arrays.fill(packet, 6, 4 + bytes, (byte) 0xff);
        }
        return 4 + bytes;
    }
}
