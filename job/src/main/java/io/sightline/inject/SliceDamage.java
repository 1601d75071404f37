package io.sightline.inject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Wrong bytes in the slices of an elementary stream of MPEG-2 or H.264 (Annex B): headers stay
 * whole, so each picture is there, and its decoder conceals what it cannot read.
 */
enum SliceDamage {
    /** ISO/IEC 13818-2: slices begin with 01 to AF, pictures with 00. */
    MPEG2 {
        @Override
        boolean isSlice(int code) {
            return code >= 0x01 && code <= 0xaf;
        }

        @Override
        boolean beginsPicture(byte[] stream, int at) {
            return stream[at] == 0;
        }
    },
    /** ITU-T H.264: slices are NAL units of type 1 and 5. */
    H264 {
        @Override
        boolean isSlice(int code) {
            return (code & 0x1f) == 1 || (code & 0x1f) == 5;
        }

        @Override
        boolean beginsPicture(byte[] stream, int at) {
            // The first macroblock of a picture is 0, written as a single bit 1.
            return isSlice(stream[at] & 0xff) && (stream[at + 1] & 0x80) != 0;
        }
    };

    private static final int WRONG_BYTES = 4;
    private static final int LEAST_SLICE_BYTES = 12;

    /** Whether the byte after a start code is that of a slice. */
    abstract boolean isSlice(int code);

    /** Whether the unit is the first of a picture. */
    abstract boolean beginsPicture(byte[] stream, int at);

    /**
     * Writes a copy with some slices damaged; those of a smaller share are among those of a larger
     * one. The first picture stays whole.
     */
    void write(Path clean, Path damaged, double share, Planted defect) throws IOException {
        byte[] stream = Files.readAllBytes(clean);
        int pictures = 0;
        int index = 0;
        int at = nextUnit(stream, 0);
        while (at < stream.length) {
            int next = nextUnit(stream, at);
            pictures += beginsPicture(stream, at) ? 1 : 0;
            if (pictures > 1 && isSlice(stream[at] & 0xff)) {
                index++;
                if (defect.random(index, 1_000_000) < share * 1_000_000) {
                    spoil(stream, at, next - 3, index, defect);
                }
            }
            at = next;
        }
        Files.write(damaged, stream);
    }

    private static void spoil(byte[] stream, int from, int to, int index, Planted defect) {
        int length = to - from;
        if (length < LEAST_SLICE_BYTES) {
            return;
        }
        int beyondHeader = from + 4;
        for (int i = 0; i < WRONG_BYTES; i++) {
            int which = -index - i * 1_000_003;
            int place = beyondHeader + defect.random(which, (length - 8) / 2);
            // Never zero: that could make a start code.
            stream[place] = (byte) (1 + defect.random(which - 500_009, 255));
        }
    }

    /** The byte after the next start code at or after an index; the length, if there is none. */
    private static int nextUnit(byte[] stream, int from) {
        for (int i = from; i + 3 < stream.length; i++) {
            if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1) {
                return i + 3;
            }
        }
        return stream.length;
    }
}
