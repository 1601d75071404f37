package io.sightline.source.reader;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/** Media that was made well and then changed to claim what it should not. */
public final class HostileMedia {

    private static final int PACKET_BYTES = 188;

    private final Path folder;

    public HostileMedia(Path folder) {
        this.folder = folder;
    }

    private byte[] clip(String name, String... output) throws IOException {
        Path file = folder.resolve(name);
        List<String> words = new ArrayList<>(List.of("-v", "error", "-y", "-f", "lavfi", "-i"));
        words.add("testsrc2=size=320x240:rate=25:duration=2");
        words.addAll(List.of(output));
        words.add(file.toString());
        FfmpegProgram.ffmpeg().run(words);
        return Files.readAllBytes(file);
    }

    private String write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes).toString();
    }

    /** 16383x16383, the most that its headers can say. */
    public String largeMpeg2() throws IOException {
        byte[] bytes = clip("large.m2v", "-c:v", "mpeg2video");
        for (int at = indexOf(bytes, 0, 0, 0, 1, 0xB3);
                at >= 0;
                at = indexOf(bytes, at + 4, 0, 0, 1, 0xB3)) {
            Arrays.fill(bytes, at + 4, at + 7, (byte) 0xFF);
            int extension = indexOf(bytes, at, 0, 0, 1, 0xB5);
            bytes[extension + 5] |= 1; // the upper bit of the width's extension
            bytes[extension + 6] |= (byte) 0xE0; // the lower one, and both of the height's
        }
        return write("large.m2v", bytes);
    }

    /** 30000x30000 in the header of every key frame. */
    public String largeVp9() throws IOException {
        byte[] bytes = clip("large.ivf", "-c:v", "libvpx-vp9", "-g", "5", "-cpu-used", "8");
        for (int at = indexOf(bytes, 0, 0x49, 0x83, 0x42);
                at >= 0;
                at = indexOf(bytes, at + 3, 0x49, 0x83, 0x42)) {
            setBits(bytes, (at + 3) * 8 + 4, 16, 29_999); // colour space and range before it
            setBits(bytes, (at + 3) * 8 + 20, 16, 29_999);
        }
        return write("large.ivf", bytes);
    }

    /** 30000x30000 in the sequence parameter set. */
    public String largeH264() throws IOException {
        byte[] bytes = clip("large.264", "-c:v", "libopenh264", "-g", "10");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        for (int set = indexOf(bytes, 0, 0, 0, 1, 0x67);
                set >= 0;
                set = indexOf(bytes, at, 0, 0, 1, 0x67)) {
            out.write(bytes, at, set - at);
            at = indexOf(bytes, set + 4, 0, 0, 1);
            out.writeBytes(parameterSet());
        }
        out.write(bytes, at, bytes.length - at);
        return write("large.264", out.toByteArray());
    }

    /**
     * Headers and key frames of HEVC, written bit by bit.
     *
     * @param edge of the square pictures
     * @param references how many pictures the decoder is to keep
     * @param frames how many
     */
    public String hevc(int edge, int references, int frames) throws IOException {
        String profile = "00000001" + "011" + "0".repeat(29) + "1001" + "0".repeat(44) + "01011101";
        String kept = "1" + exp(references) + exp(0) + exp(0);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < frames; i++) {
            unit(
                    out,
                    32,
                    "0000"
                            + "11"
                            + "000000"
                            + "000"
                            + "1"
                            + "1".repeat(16)
                            + profile
                            + kept
                            + "000000"
                            + exp(0)
                            + "00");
            unit(
                    out,
                    33,
                    "0000" + "000" + "1" + profile + exp(0) + exp(1) + exp(edge) + exp(edge) + "0"
                            + exp(0) + exp(0) + exp(4) + kept + exp(0) + exp(3) + exp(0) + exp(3)
                            + exp(0) + exp(0) + "0000" + exp(0) + "00000");
            unit(
                    out,
                    34,
                    exp(0)
                            + exp(0)
                            + "0000000"
                            + exp(0)
                            + exp(0)
                            + exp(0)
                            + "000"
                            + exp(0)
                            + exp(0)
                            + "0000000000"
                            + exp(0)
                            + "00");
            unit(out, 19, "10" + exp(0) + exp(2) + exp(0) + "10000000" + "01".repeat(400));
        }
        return write("large.hevc", out.toByteArray());
    }

    private static void unit(ByteArrayOutputStream out, int type, String payload) {
        out.writeBytes(new byte[] {0, 0, 0, 1, (byte) (type << 1), 1});
        String bits = payload + "1" + "0".repeat(7 - payload.length() % 8);
        int zeros = 0;
        for (int i = 0; i < bits.length(); i += 8) {
            int next = Integer.parseInt(bits.substring(i, i + 8), 2);
            if (zeros >= 2 && next <= 3) {
                out.write(3); // else it would look like the begin of a unit
                zeros = 0;
            }
            out.write(next);
            zeros = next == 0 ? zeros + 1 : 0;
        }
    }

    private static byte[] parameterSet() {
        StringBuilder bits = new StringBuilder();
        int picturesInUnitsOf16 = 30_000 / 16;
        // id, frame numbers, picture order count of type 2, one reference frame
        bits.append(exp(0)).append(exp(0)).append(exp(2)).append(exp(1)).append('0');
        bits.append(exp(picturesInUnitsOf16 - 1)).append(exp(picturesInUnitsOf16 - 1));
        bits.append("1100").append('1'); // frames only, direct inference, no cropping, no VUI; stop
        while (bits.length() % 8 != 0) {
            bits.append('0');
        }
        ByteBuffer set = ByteBuffer.allocate(8 + bits.length() / 8);
        set.put(new byte[] {0, 0, 0, 1, 0x67, 66, 0, 62});
        for (int i = 0; i < bits.length(); i += 8) {
            set.put((byte) Integer.parseInt(bits.substring(i, i + 8), 2));
        }
        return set.array();
    }

    /** Exponential Golomb. */
    private static String exp(int value) {
        String binary = Integer.toBinaryString(value + 1);
        return "0".repeat(binary.length() - 1) + binary;
    }

    /** 30000x30000 in the container and in the pictures. */
    public String largePng() throws IOException {
        byte[] bytes = clip("large.mov", "-c:v", "png");
        for (int at = indexOf(bytes, 0, 'I', 'H', 'D', 'R');
                at >= 0;
                at = indexOf(bytes, at + 4, 'I', 'H', 'D', 'R')) {
            ByteBuffer header = ByteBuffer.wrap(bytes, at, 21);
            header.putInt(at + 4, 30_000).putInt(at + 8, 30_000);
            CRC32 check = new CRC32();
            check.update(bytes, at, 17);
            header.putInt(at + 17, (int) check.getValue());
        }
        int entry = indexOf(bytes, 0, 'p', 'n', 'g', ' ');
        ByteBuffer.wrap(bytes)
                .putShort(entry + 28, (short) 30_000)
                .putShort(entry + 30, (short) 30_000);
        return write("large.mov", bytes);
    }

    /** A box whose size does not fit into the file, nor into a signed number. */
    String hugeBox(String box) throws IOException {
        byte[] bytes = clip(box + ".mp4", "-c:v", "mpeg4");
        int at = indexOf(bytes, 0, box.getBytes(StandardCharsets.US_ASCII));
        byte[] longer = new byte[bytes.length + 8];
        System.arraycopy(bytes, 0, longer, 0, at + 4);
        System.arraycopy(bytes, at + 4, longer, at + 12, bytes.length - at - 4);
        ByteBuffer.wrap(longer).putInt(at - 4, 1).putLong(at + 4, 1L << 63);
        return write(box + ".mp4", longer);
    }

    /** A table that claims four thousand million rows. */
    String hugeTable(String box) throws IOException {
        byte[] bytes = clip(box + ".mp4", "-c:v", "mpeg4");
        int at = indexOf(bytes, 0, box.getBytes(StandardCharsets.US_ASCII));
        int count = at + (box.equals("stsz") ? 12 : 8);
        ByteBuffer.wrap(bytes).putInt(count, box.equals("stsz") ? 0x3FFFFFF0 : 0x0FFFFFF0);
        return write("table-" + box + ".mp4", bytes);
    }

    /** As many programmes as a transport stream has identifiers for, each with an own table. */
    String manyPrograms() throws IOException {
        int programs = 4_000;
        int perSection = 250;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int round = 0; round < 4; round++) {
            for (int section = 0; section < programs / perSection; section++) {
                ByteBuffer body = ByteBuffer.allocate(perSection * 4);
                for (int i = 0; i < perSection; i++) {
                    int number = section * perSection + i;
                    body.putShort((short) (number + 1)).putShort((short) (0xE000 | number + 32));
                }
                int last = programs / perSection - 1;
                packets(out, 0, section(0, 1, section, last, body.array()));
            }
            for (int number = 0; number < programs; number++) {
                int sound = 32 + programs + number;
                byte[] body = {
                    (byte) (0xE0 | (sound >> 8)),
                    (byte) sound,
                    (byte) 0xF0,
                    0, // clock, no descriptors
                    0x03,
                    (byte) (0xE0 | (sound >> 8)),
                    (byte) sound,
                    (byte) 0xF0,
                    0
                };
                packets(out, number + 32, section(2, number + 1, 0, 0, body));
            }
        }
        return write("programs.ts", out.toByteArray());
    }

    /** A packet of each identifier there is, again and again. */
    String everyPid() throws IOException {
        byte[] clip = clip("pids.ts", "-c:v", "mpeg2video");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at + PACKET_BYTES <= clip.length; at += PACKET_BYTES) {
            out.write(clip, at, PACKET_BYTES);
            for (int i = 0; i < 100; i++) {
                byte[] packet = new byte[PACKET_BYTES];
                int pid = (at / PACKET_BYTES * 100 + i) % 0x1FFF;
                packet[0] = 0x47;
                packet[1] = (byte) (0x40 | (pid >> 8));
                packet[2] = (byte) pid;
                packet[3] = 0x10;
                boolean isOurs = pid < 0x20 || (pid >= 0x100 && pid < 0x110) || pid == 0x1000;
                if (!isOurs) {
                    out.writeBytes(packet);
                }
            }
        }
        return write("pids.ts", out.toByteArray());
    }

    private static byte[] section(int table, int id, int number, int last, byte[] body) {
        int length = body.length + 9;
        ByteBuffer section = ByteBuffer.allocate(length + 3);
        section.put((byte) table).putShort((short) (0xB000 | length)).putShort((short) id);
        section.put((byte) 0xC1).put((byte) number).put((byte) last).put(body);
        int check = -1;
        for (int i = 0; i < section.position(); i++) {
            check ^= section.get(i) << 24;
            for (int bit = 0; bit < 8; bit++) {
                check = (check << 1) ^ (check < 0 ? 0x04C11DB7 : 0);
            }
        }
        return section.putInt(check).array();
    }

    private static void packets(ByteArrayOutputStream out, int pid, byte[] section) {
        int at = 0;
        for (int counter = 0; at < section.length; counter++) {
            byte[] packet = new byte[PACKET_BYTES];
            Arrays.fill(packet, (byte) 0xFF);
            boolean isFirst = at == 0;
            packet[0] = 0x47;
            packet[1] = (byte) ((isFirst ? 0x40 : 0) | (pid >> 8));
            packet[2] = (byte) pid;
            packet[3] = (byte) (0x10 | (counter & 15));
            int begin = isFirst ? 5 : 4;
            packet[4] = isFirst ? 0 : packet[4];
            int count = Math.min(PACKET_BYTES - begin, section.length - at);
            System.arraycopy(section, at, packet, begin, count);
            at += count;
            out.writeBytes(packet);
        }
    }

    private static void setBits(byte[] bytes, int firstBit, int count, int value) {
        for (int i = 0; i < count; i++) {
            int bit = firstBit + i;
            int mask = 0x80 >> (bit & 7);
            boolean isSet = ((value >> (count - 1 - i)) & 1) != 0;
            bytes[bit / 8] = (byte) (isSet ? bytes[bit / 8] | mask : bytes[bit / 8] & ~mask);
        }
    }

    private static int indexOf(byte[] bytes, int from, int... wanted) {
        byte[] exact = new byte[wanted.length];
        for (int i = 0; i < wanted.length; i++) {
            exact[i] = (byte) wanted[i];
        }
        return indexOf(bytes, from, exact);
    }

    private static int indexOf(byte[] bytes, int from, byte[] wanted) {
        for (int at = from; at + wanted.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }
}
