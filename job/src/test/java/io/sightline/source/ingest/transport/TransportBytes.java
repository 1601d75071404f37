package io.sightline.source.ingest.transport;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A transport stream as a list of packets, with errors planted in it. */
final class TransportBytes {

    static final int PAT = 0;
    static final int PMT = 0x1000;
    static final int VIDEO = 0x100; // the clock too
    static final int SOUND = 0x101;

    private static final int PACKET_BYTES = 188;

    final List<byte[]> packets = new ArrayList<>();

    /** Pictures and sound, made by the bundled program. */
    static TransportBytes generate(Path folder, int seconds, String... muxing) throws IOException {
        Path file = folder.resolve("generated.ts");
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "-v",
                                "error",
                                "-y",
                                "-f",
                                "lavfi",
                                "-i",
                                "testsrc2=size=320x240:rate=25:duration=" + seconds,
                                "-f",
                                "lavfi",
                                "-i",
                                "sine=frequency=440:duration=" + seconds,
                                "-c:v",
                                "mpeg2video",
                                "-g",
                                "12",
                                "-b:v",
                                "1M",
                                "-c:a",
                                "mp2"));
        words.addAll(List.of(muxing));
        words.add(file.toString());
        FfmpegProgram.ffmpeg().run(words);
        return of(Files.readAllBytes(file));
    }

    static TransportBytes of(byte[] bytes) {
        TransportBytes made = new TransportBytes();
        for (int at = 0; at + PACKET_BYTES <= bytes.length; at += PACKET_BYTES) {
            byte[] packet = new byte[PACKET_BYTES];
            System.arraycopy(bytes, at, packet, 0, PACKET_BYTES);
            made.packets.add(packet);
        }
        return made;
    }

    TransportBytes copy() {
        return of(bytes());
    }

    byte[] bytes() {
        return bytes(0, 0);
    }

    /** With so many bytes more before and behind each packet. */
    byte[] bytes(int before, int behind) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] packet : packets) {
            out.writeBytes(new byte[before]);
            out.writeBytes(packet);
            out.writeBytes(new byte[behind]);
        }
        return out.toByteArray();
    }

    /** Where the packets of a PID that carry payload are. */
    List<Integer> of(int pid) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < packets.size(); i++) {
            if (pid(packets.get(i)) == pid && (packets.get(i)[3] & 0x10) != 0) {
                found.add(i);
            }
        }
        return found;
    }

    /** Where packets without an adaptation field are: all payload. */
    List<Integer> plain(int pid) {
        return of(pid).stream().filter(i -> (packets.get(i)[3] & 0x20) == 0).toList();
    }

    void removeIf(Predicate<byte[]> condition) {
        packets.removeIf(condition);
    }

    static int pid(byte[] packet) {
        return (packet[1] & 0x1f) << 8 | (packet[2] & 0xff);
    }

    static boolean hasClock(byte[] packet) {
        return (packet[3] & 0x20) != 0 && packet[4] > 0 && (packet[5] & 0x10) != 0;
    }

    /** Adds to the clock of a packet that has one; 90 kHz. */
    static void shiftClock(byte[] packet, long ticks) {
        long base =
                (packet[6] & 0xffL) << 25
                        | (packet[7] & 0xff) << 17
                        | (packet[8] & 0xff) << 9
                        | (packet[9] & 0xff) << 1
                        | (packet[10] & 0x80) >> 7;
        long shifted = Math.floorMod(base + ticks, 1L << 33);
        packet[6] = (byte) (shifted >> 25);
        packet[7] = (byte) (shifted >> 17);
        packet[8] = (byte) (shifted >> 9);
        packet[9] = (byte) (shifted >> 1);
        packet[10] = (byte) ((packet[10] & 0x7f) | (shifted & 1) << 7);
    }
}
